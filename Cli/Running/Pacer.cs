using TradeBooks.Domain.Market;

namespace TradeBooks.Cli.Running;

/// <summary>
/// Says how long to wait before an event is due, when history is replayed at a pace. Closed hours are skipped: a gap
/// of more than a quarter of an hour counts as a minute.
/// </summary>
/// <param name="speed">Event time per wall time, above 0.</param>
/// <param name="clock">The wall clock.</param>
/// <param name="last">Event time of what came before; null where the first event is due at once.</param>
internal sealed class Pacer(double speed, TimeProvider clock, EventTime? last = null) : IPacer
{
    private static readonly TimeSpan LongestGap = TimeSpan.FromMinutes(15);
    private double _speed = speed;
    private long _start = clock.GetTimestamp();
    private TimeSpan _passed;
    private TimeSpan? _held;
    private EventTime _last = last ?? EventTime.MinValue;

    public TimeSpan UntilDue(EventTime time)
    {
        if (_last.IsKnown)
        {
            var gap = TimeSpan.FromMicroseconds(time.Microseconds - _last.Microseconds);
            _passed += (gap > LongestGap ? TimeSpan.FromMinutes(1) : gap) / _speed;
        }

        _last = time;
        return _passed - clock.GetElapsedTime(_start);
    }

    /// <summary>Goes on at another speed with what is left of the wait; what is late is not caught up with.</summary>
    /// <param name="speed">Event time per wall time, above 0.</param>
    public void Change(double speed)
    {
        // No wait is longer than the longest gap, however the numbers are rounded.
        var left = Left.Ticks;
        Restart(left > 0 ? TimeSpan.FromTicks((long)Math.Round(Math.Min(left * (_speed / speed), LongestGap.Ticks / speed))) : TimeSpan.Zero);
        _speed = speed;
    }

    /// <summary>Time stands still.</summary>
    public void Hold() => _held = Left;

    /// <summary>Goes on after <see cref="Hold"/> with what was left of the wait.</summary>
    public void Release()
    {
        var left = Left;
        _held = null;
        Restart(left);
    }

    /// <summary>While time stands still: an event was processed nevertheless, and the next one is paced from it.</summary>
    public void Skip(EventTime time)
    {
        _last = time;
        _held = TimeSpan.Zero;
    }

    // Wall time until what was asked for last is due.
    private TimeSpan Left
    {
        get
        {
            if (_held is { } held)
                return held;
            var left = _passed - clock.GetElapsedTime(_start);
            return left > TimeSpan.Zero ? left : TimeSpan.Zero;
        }
    }

    private void Restart(TimeSpan left)
    {
        if (_held is not null)
            _held = left;
        _passed = left;
        _start = clock.GetTimestamp();
    }
}
