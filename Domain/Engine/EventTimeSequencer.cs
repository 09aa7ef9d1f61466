using TradeBooks.Domain.Market;

namespace TradeBooks.Domain.Engine;

/// <summary>
/// Takes the symbols' slot reports in whatever order they arrive and releases them in slot order, inside a slot in
/// the order of the symbols. In event time a slot is released once every live symbol has reported up to it, so the
/// result does not depend on who was faster; a symbol whose feed has ended holds nobody back. In arrival mode a slot
/// also closes when a set time has passed since its first report, and what comes after that is released on its own and
/// counted. Pure: it knows no clock, its host tells the time.
/// </summary>
/// <typeparam name="TReport">What a symbol reports for a slot.</typeparam>
public sealed class EventTimeSequencer<TReport>
{
    private readonly SharedQueues<Pending> _queues;
    private readonly EventTime[] _frontiers;
    private readonly bool[] _ended;
    private readonly TimeSpan? _wait;
    private readonly List<int> _due = [];

    // Both may hold what is no longer true: a head that was taken or withdrawn, a frontier that has moved on since.
    private readonly PriorityQueue<int, long> _heads = new();
    private readonly PriorityQueue<(int Symbol, int Version), long> _laggards = new();
    private readonly int[] _versions;
    private EventTime _released = EventTime.MinValue;

    /// <param name="symbols">Number of symbols, 1 or more.</param>
    /// <param name="arrivalWait">
    /// Null for event time. Otherwise how long a slot stays open after its first report, 0 or more.
    /// </param>
    public EventTimeSequencer(int symbols, TimeSpan? arrivalWait = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(symbols, 1);
        if (arrivalWait is { } wait)
            ArgumentOutOfRangeException.ThrowIfLessThan(wait, TimeSpan.Zero);
        _wait = arrivalWait;
        _queues = new SharedQueues<Pending>(symbols);
        _frontiers = new EventTime[symbols];
        Array.Fill(_frontiers, EventTime.MinValue);
        _ended = new bool[symbols];
        _versions = new int[symbols];
        for (var i = 0; i < symbols; i++)
            _laggards.Enqueue((i, 0), EventTime.MinValue.Microseconds);
    }

    /// <summary>Event time of the last slot released.</summary>
    public EventTime Released => _released;

    /// <summary>Reports that wait for their slot.</summary>
    public int PendingCount => _queues.Total;

    /// <summary>Reports that came after their slot was closed (arrival mode only).</summary>
    public long LateCount { get; private set; }

    /// <summary>A symbol's report; a symbol reports in the order of its own event times.</summary>
    /// <param name="symbol">Its index.</param>
    /// <param name="time">Event time of the slot.</param>
    /// <param name="report">What it reports.</param>
    /// <param name="arrived">The host's clock, any origin; used in arrival mode only.</param>
    /// <param name="isLast">Whether the symbol has nothing more for this slot.</param>
    /// <exception cref="InvalidOperationException">The symbol goes back in time.</exception>
    public void Add(int symbol, EventTime time, TReport report, TimeSpan arrived = default, bool isLast = true)
    {
        // One that goes on after its end is waited for again; what it has missed is late.
        if (_ended[symbol])
        {
            _ended[symbol] = false;
            FallBack(symbol);
        }

        if (time < _frontiers[symbol] || (time == _frontiers[symbol] && _queues.Count(symbol) == 0 && _wait is null))
            throw new InvalidOperationException($"symbol {symbol} reports {time} after {_frontiers[symbol]}");
        if (_queues.Count(symbol) == 0)
            _heads.Enqueue(symbol, time.Microseconds);
        _queues.Enqueue(symbol, new Pending(time, report, arrived));
        _frontiers[symbol] = isLast ? time : new EventTime(time.Microseconds - 1);
    }

    /// <summary>The symbol has no event up to and including this time beyond those that it reported.</summary>
    public void Pass(int symbol, EventTime time)
    {
        if (time > _frontiers[symbol])
            _frontiers[symbol] = time;
    }

    /// <summary>Forgets the symbol's reports that were not released, and its end: it will report them again.</summary>
    public void Withdraw(int symbol)
    {
        _ended[symbol] = false;
        _queues.Clear(symbol);
        FallBack(symbol);
    }

    /// <summary>Goes on from where another sequencer was; reports that it had not released come again.</summary>
    /// <param name="released">Its <see cref="Released"/>.</param>
    /// <param name="late">Its <see cref="LateCount"/>.</param>
    public void Restore(EventTime released, long late) => (_released, LateCount) = (released, late);

    /// <summary>The symbol's feed has ended: it reports no more and holds nobody back until it does.</summary>
    public void Complete(int symbol) => _ended[symbol] = true;

    /// <summary>Releases the next slot that is complete.</summary>
    /// <param name="slot">Cleared, then filled with the slot's reports in the order of the symbols.</param>
    /// <param name="time">Its event time.</param>
    /// <param name="now">The host's clock; used in arrival mode only.</param>
    public bool TryRelease(List<KeyValuePair<int, TReport>> slot, out EventTime time, TimeSpan now = default)
    {
        slot.Clear();
        if (!TryPeekHead(out time))
            return false;
        var isLate = time <= _released;
        if (!isLate && !IsComplete(time) && !HasWaited(time, now))
            return false;

        while (TryPeekHead(out var head) && head == time)
            _due.Add(_heads.Dequeue());
        _due.Sort();
        foreach (var symbol in _due)
            Release(symbol, time, isLate, slot);
        _due.Clear();
        if (!isLate)
            _released = time;
        return true;
    }

    private void Release(int symbol, EventTime time, bool isLate, List<KeyValuePair<int, TReport>> slot)
    {
        var isTaken = false;
        while (IsHead(symbol, time))
        {
            slot.Add(new(symbol, _queues.Dequeue(symbol).Report));
            isTaken = true;
            if (isLate)
                LateCount++;
        }

        if (isTaken && _queues.Count(symbol) > 0)
            _heads.Enqueue(symbol, _queues.Peek(symbol).Time.Microseconds);
    }

    private bool IsHead(int symbol, EventTime time) => _queues.Count(symbol) > 0 && _queues.Peek(symbol).Time == time;

    private bool TryPeekHead(out EventTime time)
    {
        while (_heads.TryPeek(out var symbol, out var microseconds))
        {
            time = new EventTime(microseconds);
            if (IsHead(symbol, time))
                return true;
            _heads.Dequeue();
        }

        time = EventTime.MaxValue;
        return false;
    }

    // Without a wait every slot is due: no need to look at all symbols for its first report.
    private bool HasWaited(EventTime time, TimeSpan now) =>
        _wait is { } wait && (wait == TimeSpan.Zero || now - FirstArrival(time) >= wait);

    private TimeSpan FirstArrival(EventTime time)
    {
        var first = TimeSpan.MaxValue;
        for (var symbol = 0; symbol < _frontiers.Length; symbol++)
        {
            if (IsHead(symbol, time) && _queues.Peek(symbol).Arrived < first)
                first = _queues.Peek(symbol).Arrived;
        }

        return first;
    }

    private bool IsComplete(EventTime time)
    {
        while (_laggards.TryPeek(out var laggard, out var frontier))
        {
            var symbol = laggard.Symbol;
            if (_ended[symbol] || laggard.Version != _versions[symbol])
                _laggards.Dequeue();
            else if (_frontiers[symbol].Microseconds != frontier)
                _laggards.EnqueueDequeue(laggard, _frontiers[symbol].Microseconds);
            else
                return _frontiers[symbol] >= time;
        }

        return true;
    }

    private void FallBack(int symbol)
    {
        _frontiers[symbol] = EventTime.MinValue;
        _laggards.Enqueue((symbol, ++_versions[symbol]), EventTime.MinValue.Microseconds);
    }

    private readonly record struct Pending(EventTime Time, TReport Report, TimeSpan Arrived);
}
