namespace TradeBooks.Domain.Market;

/// <summary>
/// Consecutive events of one symbol in time order; <c>Events[0..Count)</c>. Count 0 means that the feed ended, a negative
/// one that it has nothing yet.
/// </summary>
public readonly record struct EventBatch(MarketEvent[] Events, int Count)
{
    public static readonly EventBatch End = new([], 0);

    /// <summary>From a live feed only: ask again later.</summary>
    public static readonly EventBatch Pending = new([], -1);
}
