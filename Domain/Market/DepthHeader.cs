namespace TradeBooks.Domain.Market;

/// <summary>What a depth event says beside its levels.</summary>
/// <param name="Kind"><see cref="EventKind.DepthSnapshot"/> or <see cref="EventKind.DepthUpdate"/>.</param>
/// <param name="Time">When the exchange says that it happened; the time of receipt where the exchange does not say.</param>
/// <param name="ReceivedTime">When it came in, by the recorder's clock, which need not agree with the exchange's.</param>
/// <param name="FirstUpdateId">The exchange's id of the first change in it; 0 where the exchange has none.</param>
/// <param name="LastUpdateId">Its id of the last change in it; of a snapshot, the last change that is in it; 0 where the exchange has none.</param>
/// <param name="PreviousUpdateId">Last id of the event before it; 0 where the exchange does not say.</param>
/// <param name="Checksum">The exchange's checksum of the book after the event, where it sends one.</param>
public readonly record struct DepthHeader(
    EventKind Kind,
    EventTime Time,
    EventTime ReceivedTime,
    long FirstUpdateId,
    long LastUpdateId,
    long PreviousUpdateId,
    long? Checksum)
{
    public bool IsSnapshot => Kind == EventKind.DepthSnapshot;
}
