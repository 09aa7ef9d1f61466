using TradeBooks.Cli.Serving;
using TradeBooks.Tests;

namespace TradeBooks.Cli.Tests;

public sealed class EventRateTests
{
    [Fact]
    public void Measure_OverTime_IsThatOfTheLatestWholeSecond()
    {
        var clock = new ManualClock();
        var rate = new EventRate(clock);
        rate.Start(1_000);
        clock.Advance(TimeSpan.FromMilliseconds(500));
        Assert.True(rate.Measure(1_050));
        Assert.Equal(100, rate.PerSecond);
        clock.Advance(TimeSpan.FromMilliseconds(500));
        Assert.True(rate.Measure(1_300));
        Assert.Equal(300, rate.PerSecond);
        clock.Advance(TimeSpan.FromMilliseconds(900));
        Assert.False(rate.Measure(9_000));
        Assert.Equal(300, rate.PerSecond);
        clock.Advance(TimeSpan.FromMilliseconds(1_100));
        Assert.True(rate.Measure(9_300));
        Assert.Equal(4_000, rate.PerSecond);

        // What stands still says so once.
        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.True(rate.Measure(9_300));
        Assert.Equal(0, rate.PerSecond);
        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.False(rate.Measure(9_300));
    }
}
