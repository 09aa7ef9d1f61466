using TradeBooks.Domain.Market;

namespace TradeBooks.Cli.Running;

/// <summary>
/// The same wall time between one event time and the next, however far apart they are. What is late is caught up with.
/// </summary>
/// <param name="interval">Between two times, above 0.</param>
/// <param name="clock">The wall clock.</param>
internal sealed class SteadyPacer(TimeSpan interval, TimeProvider clock) : IPacer
{
    private readonly long _start = clock.GetTimestamp();
    private long _times = -1;
    private EventTime _last = EventTime.MinValue;

    public TimeSpan UntilDue(EventTime time)
    {
        if (time != _last)
            _times++;
        _last = time;
        return _times * interval - clock.GetElapsedTime(_start);
    }
}
