namespace TradeBooks.Domain.Desk;

/// <summary>What a <see cref="LiveEvent"/> tells.</summary>
public enum LiveKind : byte
{
    /// <summary>Something was missed: what is shown should be fetched anew.</summary>
    Reset = 0,

    /// <summary>A fill was settled and is durable.</summary>
    Fill = 1,

    /// <summary>Symbols have new prices.</summary>
    Marks = 2,

    /// <summary>The portfolio's money after a slot.</summary>
    Equity = 3,

    /// <summary>How far processing is behind its source.</summary>
    Lag = 4,
}
