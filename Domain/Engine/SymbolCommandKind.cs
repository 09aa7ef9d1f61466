namespace TradeBooks.Domain.Engine;

/// <summary>What a symbol's side can be told to do.</summary>
public enum SymbolCommandKind : byte
{
    /// <summary>Refuse entries without asking the portfolio.</summary>
    Pause = 0,

    /// <summary>Ask for entries again.</summary>
    Resume = 1,

    /// <summary>Cancel every strategy's orders and close its position.</summary>
    ClosePositions = 2,
}
