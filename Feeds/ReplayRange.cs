using TradeBooks.Domain.Market;

namespace TradeBooks.Feeds;

/// <summary>Which events of a feed are replayed, and when.</summary>
public sealed record ReplayRange
{
    /// <summary>The first time that is in. Default: all times are.</summary>
    public EventTime From { get; init; } = EventTime.MinValue;

    /// <summary>The first time that is out; no event is read beyond it. Default: none is.</summary>
    public EventTime To { get; init; } = EventTime.MaxValue;

    /// <summary>Added to every time that is in. Default: nothing.</summary>
    public TimeSpan Shift { get; init; }
}
