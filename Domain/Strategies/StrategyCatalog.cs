using TradeBooks.Domain.Settings;

namespace TradeBooks.Domain.Strategies;

/// <summary>The strategies that can be named in settings. A new one is added here (docs/strategies.md).</summary>
public static class StrategyCatalog
{
    public static IReadOnlyList<StrategyType> All { get; } =
    [
        new("lss", "liquidity surge scalping: activity surge, rejection, EMA trend; ATR exits", LiquiditySurgeScalper.Create),
        new("sma-cross", "crossing of two simple moving averages, long-only or long-short", SmaCross.Create),
        new("macd-trend", "long-only trend following on MACD (LEAN's MACDTrendAlgorithm)", MacdTrend.Create),
        new("book-imbalance", "order book imbalance and microprice, taken at the market", BookImbalance.Create) { NeedsBook = true },
    ];

    /// <exception cref="SettingException">There is no strategy of that name.</exception>
    public static StrategyType Find(string name) =>
        All.FirstOrDefault(type => type.Name == name)
        ?? throw new SettingException(
            $"strategy '{name}' is not one of {string.Join(", ", All.Select(type => type.Name))}");
}
