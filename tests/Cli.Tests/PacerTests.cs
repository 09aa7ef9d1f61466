using TradeBooks.Cli.Running;
using TradeBooks.Domain.Market;
using TradeBooks.Tests;

namespace TradeBooks.Cli.Tests;

public sealed class PacerTests
{
    private static readonly EventTime Start = EventTime.FromUtc(new DateTime(2026, 3, 12, 13, 30, 0, DateTimeKind.Utc));

    [Fact]
    public void UntilDue_FirstEvent_IsDueAtOnce()
    {
        var clock = new ManualClock();
        Assert.Equal(TimeSpan.Zero, new Pacer(1, clock).UntilDue(Start));
    }

    [Theory]
    [InlineData(1, 60_000)]
    [InlineData(60, 1_000)]
    [InlineData(6000, 10)]
    [InlineData(0.5, 120_000)]
    public void UntilDue_AMinuteLater_IsThatLongBySpeed(double speed, int milliseconds)
    {
        var pacer = new Pacer(speed, new ManualClock());
        pacer.UntilDue(Start);
        Assert.Equal(TimeSpan.FromMilliseconds(milliseconds), pacer.UntilDue(Minutes(1)));
    }

    [Fact]
    public void UntilDue_TimePasses_CountsFromTheStartAndNotFromTheLastEvent()
    {
        var clock = new ManualClock();
        var pacer = new Pacer(60, clock);
        pacer.UntilDue(Start);
        clock.Advance(TimeSpan.FromMilliseconds(300));
        Assert.Equal(TimeSpan.FromMilliseconds(700), pacer.UntilDue(Minutes(1)));

        // Late for one event, it catches up with the next.
        clock.Advance(TimeSpan.FromMilliseconds(1500));
        Assert.Equal(TimeSpan.FromMilliseconds(200), pacer.UntilDue(Minutes(2)));
        clock.Advance(TimeSpan.FromSeconds(5));
        Assert.True(pacer.UntilDue(Minutes(3)) < TimeSpan.Zero, "an event that is overdue is waited for");
    }

    [Theory]
    [InlineData(15, 15)]
    [InlineData(16, 1)]
    [InlineData(60 * 24 * 365, 1)]
    public void UntilDue_Gap_IsSkippedAboveAQuarterOfAnHour(int gap, int waited)
    {
        var pacer = new Pacer(1, new ManualClock());
        pacer.UntilDue(Start);
        Assert.Equal(TimeSpan.FromMinutes(waited), pacer.UntilDue(Minutes(gap)));
        Assert.Equal(TimeSpan.FromMinutes(waited + 2), pacer.UntilDue(Minutes(gap + 2)));
    }

    [Fact]
    public void UntilDue_SlowestSpeedLongestGap_CanBeWaitedFor()
    {
        var pacer = new Pacer(Speed.Parse("0.001x").Factor!.Value, new ManualClock());
        pacer.UntilDue(Start);
        Assert.InRange(pacer.UntilDue(Minutes(15)).TotalMilliseconds, 1, int.MaxValue);
    }

    private static EventTime Minutes(long count) => new(Start.Microseconds + count * EventTime.Minute);
}
