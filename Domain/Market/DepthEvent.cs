namespace TradeBooks.Domain.Market;

/// <summary>
/// A normalised depth event: a whole book (<see cref="EventKind.DepthSnapshot"/>) or changes to one
/// (<see cref="EventKind.DepthUpdate"/>). Immutable.
/// </summary>
public sealed record DepthEvent(
    EventKind Kind,
    EventTime Time,
    EventTime ReceivedTime,
    long FirstUpdateId,
    long LastUpdateId,
    long PreviousUpdateId,
    IReadOnlyList<DepthLevel> Bids,
    IReadOnlyList<DepthLevel> Asks,
    long? Checksum);
