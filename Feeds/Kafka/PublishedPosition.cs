using TradeBooks.Domain.Market;

namespace TradeBooks.Feeds.Kafka;

/// <summary>How far the records of a symbol go in its topic.</summary>
/// <param name="LastBar">Time of the last bar, or <see cref="EventTime.MinValue"/> where there is none.</param>
/// <param name="HasEnded">Whether an end of data comes after it.</param>
public readonly record struct PublishedPosition(EventTime LastBar, bool HasEnded)
{
    public static readonly PublishedPosition None = new(EventTime.MinValue, false);
}
