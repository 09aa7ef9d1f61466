using TradeBooks.Domain.Desk;
using TradeBooks.Domain.Engine;
using TradeBooks.Domain.Portfolios;

namespace TradeBooks.Storage.Portfolios;

/// <summary>What changes together: rows of the ledger, and the state after them.</summary>
public sealed record PortfolioCommit
{
    /// <summary>Key of the portfolio.</summary>
    public required string Portfolio { get; init; }

    /// <summary>Version that this commit makes: one above the one that was loaded or committed last.</summary>
    public required long Version { get; init; }

    /// <summary>Who writes: one id for each time that the portfolio was loaded.</summary>
    public required Guid Writer { get; init; }

    /// <summary>What of the engine's state is not a symbol's, after everything in this commit.</summary>
    public required ReadOnlyMemory<byte> State { get; init; }

    /// <summary>The parts of it that have changed, by the symbols' numbers; each number once.</summary>
    public IReadOnlyList<KeyValuePair<int, ReadOnlyMemory<byte>>> Symbols { get; init; } = [];

    /// <summary>Row of the trade log of the first of <see cref="Fills"/>, from 1.</summary>
    public long FirstFill { get; init; } = 1;

    /// <summary>Fills in the order of the trade log.</summary>
    public IReadOnlyList<FillRecord> Fills { get; init; } = [];

    /// <summary>Place of the first of <see cref="Decisions"/> in the list of all decisions, from 1.</summary>
    public long FirstDecision { get; init; } = 1;

    /// <summary>Decisions in their order.</summary>
    public IReadOnlyList<DecidedRequest> Decisions { get; init; } = [];

    /// <summary>Points of the equity curve in the order of time; a point replaces one of the same time.</summary>
    public IReadOnlyList<EquityPoint> Equity { get; init; } = [];
}
