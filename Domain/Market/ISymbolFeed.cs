namespace TradeBooks.Domain.Market;

/// <summary>The events of one symbol, pulled batch by batch.</summary>
public interface ISymbolFeed
{
    string Symbol { get; }

    /// <summary>
    /// Whether events come as they happen. Then <see cref="NextBatch"/> may answer <see cref="EventBatch.Pending"/>, and
    /// has events again after an end; and every event has a time of its own, so that nobody has to see the next one to
    /// know that a time is complete. Default false.
    /// </summary>
    bool IsLive => false;

    /// <summary>
    /// The next events in time order, or <see cref="EventBatch.End"/>. The array of the batch before is reused, so a
    /// caller that keeps events copies them.
    /// </summary>
    EventBatch NextBatch();
}
