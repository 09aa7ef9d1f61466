using TradeBooks.Domain.Market;
using TradeBooks.Domain.Tests.Engine;

namespace TradeBooks.Grains.Tests.Cluster;

/// <summary>A market that stands still, a bar a minute, and one that buys and sells there.</summary>
internal static class Flat
{
    public static EventTime At(int minute) => EventTime.FromUtc(new DateTime(2026, 3, 12, 13, 30, 0, DateTimeKind.Utc).AddMinutes(minute));

    public static IEnumerable<TestBar> Bars(int first, int count) =>
        Enumerable.Range(first, count).Select(minute => new TestBar(At(minute), 10, 11, 9, 10));

    /// <summary>A portfolio of one <see cref="Holder"/>.</summary>
    public static PortfolioCase Holding(string key, int bars) =>
        new(key, () => [TradingRun.Own("hold", _ => new Holder(bars))], "sizing=quantity quantity=2");
}
