using TradeBooks.Domain.Engine;

namespace TradeBooks.Grains;

/// <summary>What the cluster trades; every silo has the same.</summary>
/// <param name="Portfolios">Portfolios by key.</param>
/// <param name="ArrivalWait">
/// Null for event time: a slot is complete when every symbol has come so far. Otherwise arrival mode: a slot also closes
/// when so much time has passed since its first report, 0 or more.
/// </param>
public sealed record ClusterTrading(IReadOnlyDictionary<string, TradingSetup> Portfolios, TimeSpan? ArrivalWait)
{
    /// <summary>How many sources bring a symbol's events; its data has ended when all of them say so. Default 1.</summary>
    public int Sources { get; init; } = 1;
}
