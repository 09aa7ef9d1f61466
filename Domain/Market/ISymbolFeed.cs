namespace TradeBooks.Domain.Market;

/// <summary>The events of one symbol, pulled batch by batch.</summary>
public interface ISymbolFeed
{
    string Symbol { get; }

    /// <summary>
    /// The next events in time order, or <see cref="EventBatch.End"/>. The array of the batch before is reused, so a
    /// caller that keeps events copies them.
    /// </summary>
    EventBatch NextBatch();
}
