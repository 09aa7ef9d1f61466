using TradeBooks.Domain.Market;

namespace TradeBooks.Feeds.Kafka;

/// <summary>
/// The rows that the client has and the broker has not yet acknowledged, by their number: 0, 1, 2 … as they were sent.
/// Acknowledgements of several partitions come in any order; a row counts as done for good when all before it are.
/// One thread adds, any thread acknowledges.
/// </summary>
internal sealed class UnacknowledgedRows
{
    private readonly SentRow[] _rows;
    private readonly bool[] _isDone;
    private readonly int _mask;
    private readonly object _lock = new();
    private long _next;
    private long _first;
    private long _open;
    private EventTime _doneUpTo = EventTime.MinValue;
    private long _wakeAt = -1;

    /// <param name="capacity">Rows at a time, a power of two.</param>
    public UnacknowledgedRows(int capacity)
    {
        _rows = new SentRow[capacity];
        _isDone = new bool[capacity];
        _mask = capacity - 1;
    }

    /// <summary>Rows that are not acknowledged.</summary>
    public long Count
    {
        get
        {
            lock (_lock)
                return _open;
        }
    }

    /// <summary>Rows added so far.</summary>
    public long Added => Volatile.Read(ref _next);

    /// <summary>Time of the last row that is acknowledged together with all before it.</summary>
    public EventTime DoneUpTo
    {
        get
        {
            lock (_lock)
                return _doneUpTo;
        }
    }

    /// <summary>Takes a row in.</summary>
    /// <returns>Its number, or −1 where there is no room.</returns>
    public long TryAdd(in SentRow row)
    {
        lock (_lock)
        {
            if (_next - _first == _rows.Length)
                return -1;
            _rows[_next & _mask] = row;
            _isDone[_next & _mask] = false;
            _open++;
            return _next++;
        }
    }

    /// <summary>Takes the last row out again: the client did not take it.</summary>
    public void RemoveLast()
    {
        lock (_lock)
        {
            _next--;
            _open--;
        }
    }

    /// <summary>The broker has it.</summary>
    public void Acknowledge(long number)
    {
        lock (_lock)
        {
            _isDone[number & _mask] = true;
            _open--;
            while (_first < _next && _isDone[_first & _mask])
            {
                _doneUpTo = _rows[_first & _mask].Time;
                _first++;
            }

            if (_next - _first <= _wakeAt)
                Wake();
        }
    }

    /// <summary>Waits until so many or fewer are on their way, or something else is to be looked at.</summary>
    /// <returns>Whether it came to that.</returns>
    public bool WaitForCount(long count, TimeSpan limit)
    {
        lock (_lock)
        {
            if (_next - _first <= count)
                return true;
            _wakeAt = count;
            Monitor.Wait(_lock, limit);
            _wakeAt = -1;
            return _next - _first <= count;
        }
    }

    /// <summary>Ends a wait before its time.</summary>
    public void Interrupt()
    {
        lock (_lock)
            Wake();
    }

    /// <summary>The oldest row that is not acknowledged.</summary>
    public bool TryGetOldest(out SentRow row)
    {
        lock (_lock)
        {
            row = _first < _next ? _rows[_first & _mask] : default;
            return _first < _next;
        }
    }

    /// <summary>A row that is not acknowledged.</summary>
    public SentRow this[long number]
    {
        get
        {
            lock (_lock)
                return _rows[number & _mask];
        }
    }

    /// <summary>The oldest rows that are not acknowledged, of those that are wanted.</summary>
    public IReadOnlyList<SentRow> TakeOldest(int count, Func<SentRow, bool> isWanted)
    {
        var rows = new List<SentRow>(count);
        lock (_lock)
        {
            for (var number = _first; number < _next && rows.Count < count; number++)
            {
                if (!_isDone[number & _mask] && isWanted(_rows[number & _mask]))
                    rows.Add(_rows[number & _mask]);
            }
        }

        return rows;
    }

    private void Wake() => Monitor.PulseAll(_lock);
}
