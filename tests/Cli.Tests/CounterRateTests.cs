using TradeBooks.Cli.Serving;
using TradeBooks.Tests;

namespace TradeBooks.Cli.Tests;

public sealed class CounterRateTests
{
    [Fact]
    public void Sample_OverTime_IsThatOfTheLastThreeSeconds()
    {
        var clock = new ManualClock();
        var rate = new CounterRate(clock);
        rate.Sample(1_000);
        Assert.Equal(0, rate.PerSecond);
        for (var i = 1; i <= 40; i++)
        {
            clock.Advance(TimeSpan.FromMilliseconds(250));
            rate.Sample(1_000 + 25 * i);
            Assert.Equal(100, rate.PerSecond);
        }

        // Half of the window stands still, then all of it.
        for (var i = 1; i <= 6; i++)
        {
            clock.Advance(TimeSpan.FromMilliseconds(250));
            rate.Sample(2_000);
        }

        Assert.Equal(50, rate.PerSecond);
        for (var i = 1; i <= 6; i++)
        {
            clock.Advance(TimeSpan.FromMilliseconds(250));
            rate.Sample(2_000);
        }

        Assert.Equal(0, rate.PerSecond);
    }

    [Fact]
    public void Sample_AfterALongWhile_IsOverAllOfIt()
    {
        var clock = new ManualClock();
        var rate = new CounterRate(clock);
        rate.Sample(0);
        clock.Advance(TimeSpan.FromSeconds(10));
        rate.Sample(55);
        Assert.Equal(5.5, rate.PerSecond);
    }
}
