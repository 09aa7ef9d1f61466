using TradeBooks.Domain.Market;

namespace TradeBooks.Domain.Tests.Engine;

/// <summary>A bar in plain decimals.</summary>
internal sealed record TestBar(EventTime Time, decimal Open, decimal High, decimal Low, decimal Close, decimal Change = 0)
{
    public MarketEvent ToEvent(long row) =>
        new(Bar.Create(Time, Open, High, Low, Close, Change), SourcePosition.Row(row));

    /// <summary>Events as a file would give them: the header is row 1.</summary>
    public static IReadOnlyList<MarketEvent> Events(IEnumerable<TestBar> bars) =>
        [.. bars.Select((bar, i) => bar.ToEvent(i + 2))];

    public static IReadOnlyDictionary<string, IReadOnlyList<MarketEvent>> Events(
        IEnumerable<KeyValuePair<string, List<TestBar>>> bars) =>
        bars.ToDictionary(pair => pair.Key, pair => Events(pair.Value));
}
