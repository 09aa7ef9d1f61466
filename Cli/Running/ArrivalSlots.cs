using TradeBooks.Domain.Engine;
using TradeBooks.Domain.Market;

namespace TradeBooks.Cli.Running;

/// <summary>Closes the slots of arrival mode: each a set wall time after its first event was seen.</summary>
/// <param name="backtest">The run.</param>
/// <param name="wait">How long a slot stays open.</param>
/// <param name="clock">The wall clock.</param>
internal sealed class ArrivalSlots(Backtest backtest, TimeSpan wait, TimeProvider clock)
{
    private EventTime _open = EventTime.MaxValue;
    private long _seen;

    /// <summary>Processes every slot whose time is over, and events that come too late for theirs.</summary>
    /// <returns>Whether there was one.</returns>
    public bool CloseDue()
    {
        var any = false;
        while (Look() && (_open <= backtest.Time || clock.GetElapsedTime(_seen) >= wait))
        {
            backtest.AdvanceArrived();
            any = true;
        }

        return any;
    }

    /// <summary>How long to wait for records: until the open slot is due, at most <paramref name="limit"/>.</summary>
    public TimeSpan UntilDue(TimeSpan limit)
    {
        if (!Look())
            return limit;
        var left = wait - clock.GetElapsedTime(_seen);
        return left < TimeSpan.Zero ? TimeSpan.Zero : left < limit ? left : limit;
    }

    private bool Look()
    {
        var time = backtest.ArrivedTime;
        if (time != _open)
            (_open, _seen) = (time, clock.GetTimestamp());
        return time != EventTime.MaxValue;
    }
}
