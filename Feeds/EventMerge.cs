using TradeBooks.Domain.Market;

namespace TradeBooks.Feeds;

/// <summary>
/// The events of several symbols in the order of event time, inside one time in the order of the symbols. Each symbol's
/// end comes as a step of its own, right after its last event.
/// </summary>
public sealed class EventMerge
{
    private const long NotStarted = long.MinValue;
    private const long Ended = long.MaxValue;

    private readonly IReadOnlyList<ISymbolFeed> _feeds;
    private readonly long _from;
    private readonly long _to;
    private readonly long _shift;
    private readonly long[] _after;
    private readonly EventBatch[] _batches;
    private readonly int[] _next;
    private readonly long[] _heads;
    private int _current = -1;
    private long _time = NotStarted;

    /// <param name="feeds">A feed for each symbol, each in time order.</param>
    /// <param name="range">Which events are wanted.</param>
    /// <param name="after">For each symbol a time, shifted already, after which its events are wanted; null for all.</param>
    public EventMerge(IReadOnlyList<ISymbolFeed> feeds, ReplayRange range, IReadOnlyList<EventTime>? after = null)
    {
        _feeds = feeds;
        _from = range.From.Microseconds;
        _to = range.To.Microseconds;
        _shift = (long)range.Shift.TotalMicroseconds;
        _batches = new EventBatch[feeds.Count];
        _next = new int[feeds.Count];
        _heads = new long[feeds.Count];
        _after = new long[feeds.Count];
        Array.Fill(_heads, NotStarted);
        for (var i = 0; i < feeds.Count; i++)
            _after[i] = after?[i].Microseconds ?? NotStarted;
    }

    /// <summary>Index of the symbol of this step.</summary>
    public int Symbol => _current;

    /// <summary>Whether this step is the symbol's end; it then has no event.</summary>
    public bool IsEnd => _heads[_current] == Ended;

    /// <summary>Time of the event, shifted.</summary>
    public EventTime Time => new(_time);

    /// <summary>The event, with the time that it has in the feed; until the next step.</summary>
    public ref readonly MarketEvent Event => ref _batches[_current].Events[_next[_current]];

    /// <summary>Goes to the next step.</summary>
    /// <returns>False when every symbol has ended.</returns>
    /// <exception cref="FeedException">A feed can't be read on; every event before that was a step.</exception>
    public bool MoveNext()
    {
        if (_current >= 0 && _heads[_current] != Ended && Advance(_current) == Ended)
            return true;

        // The rest of this time, of this symbol and those behind it; then the next time.
        for (var i = Math.Max(_current, 0); i < _heads.Length; i++)
        {
            if (_heads[i] == NotStarted && Advance(i) == Ended)
                return SetCurrent(i);
            if (_heads[i] == _time)
                return SetCurrent(i);
        }

        var earliest = Ended;
        var first = -1;
        for (var i = 0; i < _heads.Length; i++)
        {
            if (_heads[i] >= earliest)
                continue;
            earliest = _heads[i];
            first = i;
        }

        if (first < 0)
            return false;
        _time = earliest;
        return SetCurrent(first);
    }

    private bool SetCurrent(int symbol)
    {
        _current = symbol;
        return true;
    }

    private long Advance(int symbol)
    {
        var batch = _batches[symbol];
        var next = _heads[symbol] == NotStarted ? 0 : _next[symbol] + 1;
        while (true)
        {
            if (next >= batch.Count)
            {
                batch = _feeds[symbol].NextBatch();
                _batches[symbol] = batch;
                next = 0;
                if (batch.Count == 0)
                    return _heads[symbol] = Ended;
            }

            var time = batch.Events[next].Time.Microseconds;
            if (time >= _to)
                return _heads[symbol] = Ended;
            if (time >= _from && time + _shift > _after[symbol])
            {
                _next[symbol] = next;
                return _heads[symbol] = time + _shift;
            }

            next++;
        }
    }
}
