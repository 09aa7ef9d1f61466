using System.Runtime.CompilerServices;
using TradeBooks.Domain.Market;

namespace TradeBooks.Domain.Engine;

/// <summary>
/// A symbol's engine and where it stands in its feed: on a run of events of one time, usually one event. The usual
/// step moves one number; what is longer, or ends with its batch, is copied aside, since the next batch overwrites it.
/// </summary>
internal sealed class SymbolLane(SymbolEngine engine, ISymbolFeed feed)
{
    /// <summary>Has no event to show yet: was not asked for its first, or its feed has none at this moment.</summary>
    public const long Waiting = long.MinValue;

    /// <summary>After the last event.</summary>
    public const long Ended = long.MaxValue;

    private MarketEvent[] _batch = [];
    private int _next;
    private int _count;
    private MarketEvent[]? _spill;
    private bool _isPlain;
    private readonly bool _isLive = feed.IsLive;

    public readonly SymbolEngine Engine = engine;

    /// <summary>Time of the run in microseconds, or <see cref="Waiting"/> or <see cref="Ended"/>.</summary>
    public long Head = Waiting;

    /// <summary>The run: <c>Events[Start .. Start + Length)</c>, until the next move.</summary>
    public MarketEvent[] Events = [];

    public int Start;

    public int Length;

    /// <summary>Whether the feed may have an event by now, where it had none.</summary>
    public bool MayHaveMore => Head == Waiting || (Head == Ended && _isLive);

    /// <summary>Goes to the next run.</summary>
    /// <exception cref="InvalidOperationException">The feed goes back in time.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void MoveNext()
    {
        var batch = _batch;
        var next = _next;
        var after = next + 1;
        if (_isPlain && after < _count && after < batch.Length)
        {
            var time = batch[next].Time.Microseconds;
            if (batch[after].Time.Microseconds > time)
            {
                Head = time;
                Start = next;
                _next = after;
                return;
            }
        }

        MoveNextSlow();
    }

    private void MoveNextSlow()
    {
        _isPlain = false;
        if (_next == _count && !Fetch())
        {
            Length = 0;
            Head = _count < 0 ? Waiting : Ended;
            _count = 0;
            return;
        }

        var time = _batch[_next].Time.Microseconds;
        Head = time;
        Events = _batch;
        Start = _next;
        Skip(time);
        Length = _next - Start;
        while (_next == _count && !_isLive)
        {
            Spill();
            if (!Fetch() || _batch[0].Time.Microseconds != time)
                break;
            Skip(time);
            Append(_next);
        }

        if (_next < _count && _batch[_next].Time.Microseconds < time)
        {
            throw new InvalidOperationException(
                $"{feed.Symbol}: the feed goes back from {new EventTime(time)} to {_batch[_next].Time}");
        }

        _isPlain = Length == 1 && ReferenceEquals(Events, _batch);
    }

    private void Skip(long time)
    {
        while (_next < _count && _batch[_next].Time.Microseconds == time)
            _next++;
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
