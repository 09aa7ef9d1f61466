namespace TradeBooks.Domain.Market;

/// <summary>Consecutive events of one symbol in time order; <c>Events[0..Count)</c>. Count 0 means that the feed ended.</summary>
public readonly record struct EventBatch(MarketEvent[] Events, int Count)
{
    public static readonly EventBatch End = new([], 0);
}
