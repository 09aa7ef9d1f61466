using TradeBooks.Domain.Market;

namespace TradeBooks.Cli.Running;

/// <summary>
/// Says how long to wait before an event is due, when history is replayed at a pace. Closed hours are skipped: a gap
/// of more than a quarter of an hour counts as a minute.
/// </summary>
/// <param name="speed">Event time per wall time, above 0.</param>
/// <param name="clock">The wall clock.</param>
internal sealed class Pacer(double speed, TimeProvider clock) : IPacer
{
    private static readonly TimeSpan LongestGap = TimeSpan.FromMinutes(15);
    private readonly long _start = clock.GetTimestamp();
    private TimeSpan _passed;
    private EventTime _last = EventTime.MinValue;

    public TimeSpan UntilDue(EventTime time)
    {
        if (_last.IsKnown)
        {
            var gap = TimeSpan.FromMicroseconds(time.Microseconds - _last.Microseconds);
            _passed += (gap > LongestGap ? TimeSpan.FromMinutes(1) : gap) / speed;
        }

        _last = time;
        return _passed - clock.GetElapsedTime(_start);
    }
}
