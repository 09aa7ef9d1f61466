namespace TradeBooks.Domain.Market;

/// <summary>
/// A normalised depth event: a whole book (<see cref="EventKind.DepthSnapshot"/>) or changes to one
/// (<see cref="EventKind.DepthUpdate"/>). Immutable; the levels of both sides lie in one array.
/// </summary>
public sealed class DepthEvent
{
    private readonly DepthHeader _header;
    private readonly DepthLevel[] _levels;
    private readonly int _bids;

    public DepthEvent(in DepthHeader header, ReadOnlySpan<DepthLevel> bids, ReadOnlySpan<DepthLevel> asks)
    {
        _header = header;
        _bids = bids.Length;
        _levels = bids.Length + asks.Length == 0 ? [] : new DepthLevel[bids.Length + asks.Length];
        bids.CopyTo(_levels);
        asks.CopyTo(_levels.AsSpan(_bids));
    }

    public DepthEvent(
        EventKind kind,
        EventTime time,
        EventTime receivedTime,
        long firstUpdateId,
        long lastUpdateId,
        long previousUpdateId,
        ReadOnlySpan<DepthLevel> bids,
        ReadOnlySpan<DepthLevel> asks,
        long? checksum)
        : this(new DepthHeader(kind, time, receivedTime, firstUpdateId, lastUpdateId, previousUpdateId, checksum), bids, asks)
    {
    }

    public ref readonly DepthHeader Header => ref _header;

    public EventKind Kind => _header.Kind;

    public EventTime Time => _header.Time;

    public EventTime ReceivedTime => _header.ReceivedTime;

    public long FirstUpdateId => _header.FirstUpdateId;

    public long LastUpdateId => _header.LastUpdateId;

    public long PreviousUpdateId => _header.PreviousUpdateId;

    public long? Checksum => _header.Checksum;

    /// <summary>Changed bids in the exchange's order.</summary>
    public ReadOnlySpan<DepthLevel> Bids => _levels.AsSpan(0, _bids);

    /// <summary>Changed asks in the exchange's order.</summary>
    public ReadOnlySpan<DepthLevel> Asks => _levels.AsSpan(_bids);
}
