using TradeBooks.Domain.Market;

namespace TradeBooks.Feeds.Kafka;

/// <summary>The bars of one symbol as they come from Kafka; filled by its <see cref="KafkaFeedSet"/>.</summary>
public sealed class KafkaFeed : ISymbolFeed
{
    private const int FirstCapacity = 64;

    // An end of data that a saved run knew of: behind where reading begins.
    private const long RestoredEnd = long.MaxValue;

    private readonly RecentBars _recent = new();

    // One array is in the consumer's hands while the other is filled; then they change places.
    private MarketEvent[] _served = [];
    private MarketEvent[] _waiting = new MarketEvent[FirstCapacity];
    private int _servedCount;
    private int _waitingCount;
    private long _skipTo = -1;
    private long _endOffset = -1;
    private bool _isEndServed;

    // Bars up to this time are of a log that is no more.
    private EventTime _oldLogUntil = EventTime.MinValue;

    internal KafkaFeed(string symbol, string topic)
    {
        Symbol = symbol;
        Topic = topic;
    }

    public string Symbol { get; }

    /// <summary>The topic that carries the symbol.</summary>
    public string Topic { get; }

    /// <inheritdoc/>
    public bool IsLive => true;

    /// <summary>Time of the last bar that was read; <see cref="EventTime.MinValue"/> before the first.</summary>
    public EventTime LastTime { get; private set; } = EventTime.MinValue;

    /// <summary>Whether its end of data was reached, and nothing has come since.</summary>
    public bool HasEnded => _isEndServed;

    /// <summary>Whether a restart is to know that its data had ended.</summary>
    internal bool HasSavedEnd => _isEndServed || _endOffset == RestoredEnd;

    /// <summary>Bars that were read and not asked for yet.</summary>
    internal int WaitingCount => _waitingCount;

    /// <summary>The partition that carries the symbol; null until that is known.</summary>
    internal KafkaPartition? Partition { get; set; }

    /// <summary>Whether an end of data counts: not as long as the log is known to hold more of the partition.</summary>
    internal bool IsEndKnown => _endOffset >= 0 && Partition!.IsReadThrough;

    /// <summary>
    /// The position to save for an event that was processed: without an offset where the event is of a log that is no
    /// more, since the one that has taken its place counts from 0 again.
    /// </summary>
    public SourcePosition PositionToSave(SourcePosition position, EventTime time) =>
        time > _oldLogUntil ? position : position with { Offset = -1 };

    /// <inheritdoc/>
    public EventBatch NextBatch()
    {
        if (_waitingCount > 0)
        {
            (_served, _waiting) = (_waiting, _served);
            (_servedCount, _waitingCount) = (_waitingCount, 0);
            if (_waiting.Length == 0)
                _waiting = new MarketEvent[FirstCapacity];
            return new EventBatch(_served, _servedCount);
        }

        _servedCount = 0;
        _isEndServed = IsEndKnown;
        return _isEndServed ? EventBatch.End : EventBatch.Pending;
    }

    /// <summary>Goes on where a saved run was.</summary>
    /// <param name="offset">The last record that was processed; −1 for none.</param>
    /// <param name="time">Its bar's time.</param>
    /// <param name="hasEnded">Whether the end of data had been reached.</param>
    internal void Restore(long offset, EventTime time, bool hasEnded)
    {
        _skipTo = offset;
        LastTime = time;
        if (hasEnded)
            _endOffset = RestoredEnd;
    }

    /// <summary>The log was begun anew: offsets mean nothing any more, only times do.</summary>
    internal void ForgetOffsets()
    {
        _skipTo = -1;
        _oldLogUntil = LastTime;
    }

    /// <summary>Takes a bar that was read.</summary>
    /// <param name="bar">The bar.</param>
    /// <param name="position">Where it stands.</param>
    /// <param name="passed">
    /// The time that was traded. Trading waits for a symbol, so only one whose data had ended, in this run or before it was
    /// saved, can bring a bar from before; it can't go back there.
    /// </param>
    internal BarOutcome Take(in Bar bar, SourcePosition position, EventTime passed)
    {
        if (position.Offset <= _skipTo)
            return BarOutcome.Reread;
        if (bar.Time <= LastTime)
            return _recent.IsRevision(bar) ? BarOutcome.Revision : BarOutcome.Duplicate;
        if (bar.Time <= passed)
            return BarOutcome.TooLate;
        _endOffset = -1;
        _isEndServed = false;
        LastTime = bar.Time;
        _recent.Add(bar);
        if (_waitingCount == _waiting.Length)
            Array.Resize(ref _waiting, _waitingCount * 2);
        _waiting[_waitingCount++] = new MarketEvent(bar, position);
        return BarOutcome.Accepted;
    }

    /// <summary>Takes an end of data.</summary>
    internal void TakeEnd(long offset)
    {
        if (offset > _skipTo)
            _endOffset = offset;
    }

    /// <summary>The first record that a restart has to read again; <see cref="long.MaxValue"/> for none.</summary>
    /// <param name="processed">Time of the symbol's last event that was processed.</param>
    internal long FirstUnprocessed(EventTime processed)
    {
        var after = processed > _oldLogUntil ? processed : _oldLogUntil;
        if (FindAfter(_served, _servedCount, after) is >= 0 and var served)
            return _served[served].Position.Offset;
        if (FindAfter(_waiting, _waitingCount, after) is >= 0 and var waiting)
            return _waiting[waiting].Position.Offset;
        return _endOffset >= 0 && !_isEndServed ? _endOffset : long.MaxValue;
    }

    /// <returns>The first event after a time, or −1.</returns>
    private static int FindAfter(MarketEvent[] events, int count, EventTime time)
    {
        var (low, high) = (0, count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (events[middle].Time > time)
                high = middle;
            else
                low = middle + 1;
        }

        return low < count ? low : -1;
    }
}
