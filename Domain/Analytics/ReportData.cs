namespace TradeBooks.Domain.Analytics;

/// <summary>Everything that a report shows. Bounded in size, however long the run was.</summary>
public sealed record ReportData
{
    public required PerformanceSummary Summary { get; init; }

    /// <summary>Symbols in ordinal order.</summary>
    public required IReadOnlyList<string> Symbols { get; init; }

    /// <summary>Ids of the strategies.</summary>
    public required IReadOnlyList<string> Strategies { get; init; }

    /// <summary>Settings in force, as text.</summary>
    public required IReadOnlyDictionary<string, string> Settings { get; init; }

    public required IReadOnlyList<EquityPoint> Equity { get; init; }

    public required IReadOnlyList<MonthlyReturn> MonthlyReturns { get; init; }

    public required IReadOnlyList<GroupResult> SymbolResults { get; init; }

    public required IReadOnlyList<GroupResult> StrategyResults { get; init; }

    /// <summary>Price of every symbol, in the order of <see cref="Symbols"/>.</summary>
    public required IReadOnlyList<IReadOnlyList<PricePoint>> Prices { get; init; }

    /// <summary>The latest round trips, oldest first.</summary>
    public required IReadOnlyList<RoundTrip> Trades { get; init; }

    /// <summary>How many older round trips are not in <see cref="Trades"/> (the trade log has them all).</summary>
    public required long TradesLeftOut { get; init; }
}
