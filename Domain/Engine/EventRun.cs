using TradeBooks.Domain.Market;

namespace TradeBooks.Domain.Engine;

/// <summary>Cursor over a feed that stands on a run of events of one time: usually one event.</summary>
internal struct EventRun(ISymbolFeed feed)
{
    private MarketEvent[] _batch = [];
    private int _next;
    private int _count;
    private MarketEvent[]? _spill;

    /// <summary>Where the run lies: <c>Events[Start .. Start + Length)</c>, until the next move.</summary>
    public MarketEvent[] Events { get; private set; } = [];

    public int Start { get; private set; }

    public int Length { get; private set; }

    /// <summary>Goes to the next run.</summary>
    /// <returns>Its time in microseconds; <see cref="long.MaxValue"/> at the end.</returns>
    /// <exception cref="InvalidOperationException">The feed goes back in time.</exception>
    public long MoveNext()
    {
        var next = _next;
        if (next + 1 < _count)
        {
            var time = _batch[next].Time.Microseconds;
            if (_batch[next + 1].Time.Microseconds > time)
            {
                Events = _batch;
                Start = next;
                Length = 1;
                _next = next + 1;
                return time;
            }
        }

        return MoveNextSlow();
    }

    // The run is longer than one event, or ends with its batch: it may go on in the next one, which overwrites this.
    private long MoveNextSlow()
    {
        if (_next == _count && !Fetch())
        {
            Length = 0;
            return long.MaxValue;
        }

        var time = _batch[_next].Time.Microseconds;
        var start = _next;
        while (_next < _count && _batch[_next].Time.Microseconds == time)
            _next++;
        Events = _batch;
        Start = start;
        Length = _next - start;
        while (_next == _count)
        {
            Spill();
            if (!Fetch() || _batch[0].Time.Microseconds != time)
                break;
            while (_next < _count && _batch[_next].Time.Microseconds == time)
                _next++;
            Append(_next);
        }

        if (_next < _count && _batch[_next].Time.Microseconds < time)
            throw new InvalidOperationException($"{feed.Symbol}: {_batch[_next].Time} follows {new EventTime(time)}");
        return time;
    }

    private void Spill()
    {
        if (ReferenceEquals(Events, _spill))
            return;
        if (_spill is null || _spill.Length < Length)
            _spill = new MarketEvent[Math.Max(4, Length)];
        Array.Copy(Events, Start, _spill, 0, Length);
        Events = _spill;
        Start = 0;
    }

    private void Append(int count)
    {
        if (_spill!.Length < Length + count)
            Array.Resize(ref _spill, Math.Max(_spill.Length * 2, Length + count));
        Array.Copy(_batch, 0, _spill, Length, count);
        Events = _spill;
        Length += count;
    }

    private bool Fetch()
    {
        var batch = feed.NextBatch();
        _batch = batch.Events;
        _count = batch.Count;
        _next = 0;
        return _count > 0;
    }
}
