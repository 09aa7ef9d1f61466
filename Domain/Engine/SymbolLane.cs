using System.Runtime.CompilerServices;
using TradeBooks.Domain.Market;

namespace TradeBooks.Domain.Engine;

/// <summary>
/// A symbol's engine and where it stands in its feed: on a run of events of one time, usually one event. The usual
/// step moves one number; what is longer, or ends with its batch, is copied aside, since the next batch overwrites it.
/// </summary>
internal sealed class SymbolLane(SymbolEngine engine, ISymbolFeed feed)
{
    /// <summary>Not asked yet for the first event.</summary>
    public const long NotStarted = long.MinValue;

    /// <summary>After the last event.</summary>
    public const long Ended = long.MaxValue;

    private MarketEvent[] _batch = [];
    private int _next;
    private int _count;
    private MarketEvent[]? _spill;
    private bool _isPlain;

    public readonly SymbolEngine Engine = engine;

    /// <summary>Time of the run in microseconds, or <see cref="NotStarted"/> or <see cref="Ended"/>.</summary>
    public long Head = NotStarted;

    /// <summary>The run: <c>Events[Start .. Start + Length)</c>, until the next move.</summary>
    public MarketEvent[] Events = [];

    public int Start;

    public int Length;

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
            Head = Ended;
            return;
        }

        var time = _batch[_next].Time.Microseconds;
        Head = time;
        Events = _batch;
        Start = _next;
        Skip(time);
        Length = _next - Start;
        while (_next == _count)
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
