using TradeBooks.Domain.Desk;

namespace TradeBooks.Web.Live;

/// <summary>The live events of one portfolio.</summary>
internal sealed class LiveChannel : IDisposable
{
    // Taken at once by a reader, so that it holds the lock for a moment only.
    private const int Most = 64;

    // Stands for a place that is too old: before every id.
    private const long Lost = -1;

    private readonly Lock _lock = new();
    private readonly LiveEvent[] _ring;
    private readonly TimeSpan _gatherFor;
    private readonly ITimer _timer;
    private readonly Dictionary<string, MarkView> _marks = new(StringComparer.Ordinal);
    private readonly long _firstId;
    private EquityPoint? _equity;
    private LagView? _lag;
    private bool _isGathering;
    private long _last;
    private TaskCompletionSource _more = NewSignal();
    private bool _isAwaited;

    /// <param name="options">Sizes.</param>
    /// <param name="clock">When to publish what was gathered.</param>
    /// <param name="firstId">The first event's id is the next one.</param>
    public LiveChannel(LiveFeedOptions options, TimeProvider clock, long firstId)
    {
        _ring = new LiveEvent[options.Capacity];
        _gatherFor = options.GatherFor;
        _firstId = firstId;
        _last = firstId;
        _timer = clock.CreateTimer(_ => Flush(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public void Publish(LiveEvent happened)
    {
        TaskCompletionSource? signal;
        lock (_lock)
        {
            if (_gatherFor > TimeSpan.Zero && Gather(happened))
                return;
            Add(happened);
            signal = TakeSignal();
        }

        signal?.TrySetResult();
    }

    public void Flush()
    {
        TaskCompletionSource? signal;
        lock (_lock)
        {
            _isGathering = false;
            if (_marks.Count > 0)
            {
                MarkView[] marks = [.. _marks.Values.OrderBy(mark => mark.Symbol, StringComparer.Ordinal)];
                _marks.Clear();
                Add(new LiveEvent(0, LiveKind.Marks) { Marks = marks });
            }

            if (_equity is not null)
                Add(new LiveEvent(0, LiveKind.Equity) { Equity = _equity });
            if (_lag is not null)
                Add(new LiveEvent(0, LiveKind.Lag) { Lag = _lag });
            (_equity, _lag) = (null, null);
            signal = TakeSignal();
        }

        signal?.TrySetResult();
    }

    public void Reset() => Publish(new LiveEvent(0, LiveKind.Reset));

    /// <summary>The place of a new reader.</summary>
    public long Enter(long? after)
    {
        lock (_lock)
            return after is not { } id ? _last : id > _last || id < Oldest - 1 ? Lost : id;
    }

    /// <summary>Takes what comes after a place, as much as is there up to a bound.</summary>
    /// <param name="last">The place; moves on.</param>
    /// <param name="batch">Cleared, then filled.</param>
    /// <returns>Completes when there is more, where there was nothing.</returns>
    public Task Take(ref long last, List<LiveEvent> batch)
    {
        batch.Clear();
        lock (_lock)
        {
            if (last < Oldest - 1)
            {
                // What is still here would be shown twice: the reader fetches all anew, and goes on from here.
                last = _last;
                batch.Add(new LiveEvent(_last, LiveKind.Reset));
                return Task.CompletedTask;
            }

            for (; last < _last && batch.Count < Most; last++)
                batch.Add(_ring[(last + 1) % _ring.Length]);
            if (batch.Count > 0)
                return Task.CompletedTask;
            _isAwaited = true;
            return _more.Task;
        }
    }

    public void Dispose() => _timer.Dispose();

    private long Oldest => Math.Max(_firstId + 1, _last - _ring.Length + 1);

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private void Add(LiveEvent happened)
    {
        _last++;
        _ring[_last % _ring.Length] = happened with { Id = _last };
    }

    private bool Gather(LiveEvent happened)
    {
        switch (happened.Kind)
        {
            case LiveKind.Marks:
                foreach (var mark in happened.Marks ?? [])
                    _marks[mark.Symbol] = mark;
                break;
            case LiveKind.Equity:
                _equity = happened.Equity;
                break;
            case LiveKind.Lag:
                _lag = happened.Lag;
                break;
            default:
                return false;
        }

        if (!_isGathering)
            _timer.Change(_gatherFor, Timeout.InfiniteTimeSpan);
        _isGathering = true;
        return true;
    }

    private TaskCompletionSource? TakeSignal()
    {
        if (!_isAwaited)
            return null;
        var signal = _more;
        _more = NewSignal();
        _isAwaited = false;
        return signal;
    }
}
