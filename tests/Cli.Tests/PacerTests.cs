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

    [Theory]
    [InlineData(600, 70)]
    [InlineData(6, 7_000)]
    [InlineData(60, 700)]
    [InlineData(1e300, 0)]
    public void Change_InTheMiddleOfAWait_ScalesWhatIsLeft(double speed, int left)
    {
        var clock = new ManualClock();
        var pacer = new Pacer(60, clock);
        pacer.UntilDue(Start);
        pacer.UntilDue(Minutes(1));
        clock.Advance(TimeSpan.FromMilliseconds(300));
        pacer.Change(speed);
        Assert.Equal(TimeSpan.FromMilliseconds(left), pacer.UntilDue(Minutes(1)));
        Assert.Equal(TimeSpan.FromMilliseconds(left) + TimeSpan.FromMinutes(1) / speed, pacer.UntilDue(Minutes(2)));
    }

    [Fact]
    public void Change_Late_IsNotCaughtUpWith()
    {
        var clock = new ManualClock();
        var pacer = new Pacer(60, clock);
        pacer.UntilDue(Start);
        clock.Advance(TimeSpan.FromHours(1));
        pacer.Change(600);
        Assert.Equal(TimeSpan.FromMilliseconds(100), pacer.UntilDue(Minutes(1)));
        Assert.Equal(TimeSpan.FromMilliseconds(200), pacer.UntilDue(Minutes(2)));
    }

    [Fact]
    public void Change_FromTheFastestToTheSlowest_WaitsNoLongerThanTheLongestGap()
    {
        var pacer = new Pacer(1e300, new ManualClock());
        pacer.UntilDue(Start);
        pacer.UntilDue(Minutes(1));
        pacer.Change(0.001);
        Assert.InRange(pacer.UntilDue(Minutes(1)).TotalMilliseconds, 0, int.MaxValue);
    }

    [Fact]
    public void Change_ManyTimesInAWait_StillEnds()
    {
        var clock = new ManualClock();
        var pacer = new Pacer(60, clock);
        pacer.UntilDue(Start);
        pacer.UntilDue(Minutes(1));
        for (var i = 0; i < 10; i++)
        {
            clock.Advance(TimeSpan.FromMilliseconds(100));
            pacer.Change(60);
        }

        Assert.Equal(TimeSpan.Zero, pacer.UntilDue(Minutes(1)));
    }

    [Fact]
    public void Hold_AnyTime_LeavesTheWaitAsItWas()
    {
        var clock = new ManualClock();
        var pacer = new Pacer(60, clock);
        pacer.UntilDue(Start);
        pacer.UntilDue(Minutes(1));
        clock.Advance(TimeSpan.FromMilliseconds(300));
        pacer.Hold();
        clock.Advance(TimeSpan.FromHours(5));
        pacer.Change(30);
        clock.Advance(TimeSpan.FromHours(5));
        pacer.Release();
        Assert.Equal(TimeSpan.FromMilliseconds(1_400), pacer.UntilDue(Minutes(1)));
        Assert.Equal(TimeSpan.FromMilliseconds(3_400), pacer.UntilDue(Minutes(2)));
    }

    [Fact]
    public void Skip_WhileHeld_PacesTheNextFromTheSkipped()
    {
        var clock = new ManualClock();
        var pacer = new Pacer(60, clock);
        pacer.UntilDue(Start);
        pacer.UntilDue(Minutes(1));
        pacer.Hold();
        pacer.Skip(Minutes(1));
        pacer.Skip(Minutes(2));
        clock.Advance(TimeSpan.FromMinutes(3));
        pacer.Release();
        Assert.Equal(TimeSpan.FromSeconds(1), pacer.UntilDue(Minutes(3)));
    }

    private static EventTime Minutes(long count) => new(Start.Microseconds + count * EventTime.Minute);
}
