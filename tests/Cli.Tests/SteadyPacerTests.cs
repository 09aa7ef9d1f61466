using TradeBooks.Cli.Running;
using TradeBooks.Domain.Market;
using TradeBooks.Tests;

namespace TradeBooks.Cli.Tests;

public sealed class SteadyPacerTests
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    [Fact]
    public void UntilDue_TimesOfAnyDistance_AreThatFarApart()
    {
        var pacer = new SteadyPacer(Interval, new ManualClock());
        Assert.Equal(TimeSpan.Zero, pacer.UntilDue(new EventTime(1)));
        Assert.Equal(Interval, pacer.UntilDue(new EventTime(2)));
        Assert.Equal(2 * Interval, pacer.UntilDue(new EventTime(EventTime.DayLength * 365)));
    }

    [Fact]
    public void UntilDue_SameTimeAgain_IsDueWithIt()
    {
        var pacer = new SteadyPacer(Interval, new ManualClock());
        pacer.UntilDue(new EventTime(1));
        Assert.Equal(TimeSpan.Zero, pacer.UntilDue(new EventTime(1)));
        Assert.Equal(Interval, pacer.UntilDue(new EventTime(2)));
        Assert.Equal(Interval, pacer.UntilDue(new EventTime(2)));
    }

    [Fact]
    public void UntilDue_Late_CatchesUp()
    {
        var clock = new ManualClock();
        var pacer = new SteadyPacer(Interval, clock);
        pacer.UntilDue(new EventTime(1));
        clock.Advance(TimeSpan.FromSeconds(3));
        Assert.Equal(TimeSpan.FromSeconds(-1), pacer.UntilDue(new EventTime(2)));
        Assert.Equal(TimeSpan.FromSeconds(1), pacer.UntilDue(new EventTime(3)));
    }
}
