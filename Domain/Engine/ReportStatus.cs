namespace TradeBooks.Domain.Engine;

/// <summary>What became of a symbol's report.</summary>
public enum ReportStatus : byte
{
    /// <summary>It waits for its turn; the answer comes with <see cref="PortfolioEffects"/>.</summary>
    Taken = 0,

    /// <summary>It was answered before: its answer stands in the ledger.</summary>
    Answered = 1,

    /// <summary>It is of an activation that has been fenced off (<see cref="PortfolioSide.Fence"/>), and changes nothing.</summary>
    Fenced = 2,
}
