using TradeBooks.Cli.Running;
using TradeBooks.Domain.Desk;
using TradeBooks.Domain.Market;
using TradeBooks.Tests;

namespace TradeBooks.Cli.Tests;

public sealed class ReplayPaceTests
{
    private static readonly EventTime Start = EventTime.FromUtc(new DateTime(2026, 3, 12, 13, 30, 0, DateTimeKind.Utc));
    private readonly ManualClock _clock = new();

    [Fact]
    public void Step_Paused_LetsExactlySoManySlotsPass()
    {
        var pace = new ReplayPace(new Speed(60), _clock);
        var done = 0;
        pace.Pause();
        Assert.Equal(TimeSpan.MaxValue, pace.UntilDue(Minutes(0)));
        pace.Step(2, () => done++);
        pace.Step(1, () => done++);
        for (var slot = 0; slot < 3; slot++)
        {
            Assert.Equal(TimeSpan.Zero, pace.UntilDue(Minutes(slot)));
            Assert.Equal(1, pace.EventsAtOnce);
            Assert.Equal(slot == 2, pace.OnSlot(Minutes(slot)));
        }

        Assert.Equal(0, done);
        pace.EndStep();
        Assert.Equal(2, done);
        Assert.Equal(TimeSpan.MaxValue, pace.UntilDue(Minutes(3)));
        Assert.Equal(ReplayState.Paused, pace.State);

        // A whole gap from the last slot of the step on.
        _clock.Advance(TimeSpan.FromHours(1));
        pace.Resume();
        Assert.Equal(TimeSpan.FromSeconds(1), pace.UntilDue(Minutes(3)));
    }

    [Fact]
    public void Step_NotPaused_IsAConflict()
    {
        var pace = new ReplayPace(Speed.Max, _clock);
        Assert.Throws<DeskConflictException>(() => pace.Step(1, () => { }));
        pace.Pause();
        pace.End();
        Assert.Throws<DeskConflictException>(() => pace.Step(1, () => { }));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Step_GoesOnOrEnds_TellsWhoWaits(bool ends)
    {
        var pace = new ReplayPace(Speed.Max, _clock);
        var done = 0;
        pace.Pause();
        pace.Step(5, () => done++);
        pace.OnSlot(Minutes(0));
        if (ends)
            pace.End();
        else
            pace.Resume();
        Assert.Equal(1, done);
        Assert.Equal(ends ? ReplayState.Ended : ReplayState.Running, pace.State);

        // Nothing of the step is left over.
        pace.Pause();
        if (!ends)
            Assert.Equal(TimeSpan.MaxValue, pace.UntilDue(Minutes(1)));
    }

    [Fact]
    public void Change_FromMaxToASpeed_IsPacedFromTheLastSlotAtOnce()
    {
        var pace = new ReplayPace(Speed.Max, _clock);
        Assert.True(pace.IsFree);
        Assert.True(pace.EventsAtOnce > 1_000);
        pace.OnSlot(Minutes(500));
        _clock.Advance(TimeSpan.FromMinutes(7));
        pace.Change(new Speed(60));
        Assert.False(pace.IsFree);
        Assert.Equal(1, pace.EventsAtOnce);
        Assert.Equal(TimeSpan.FromSeconds(1), pace.UntilDue(Minutes(501)));
        pace.Change(Speed.Max);
        Assert.True(pace.IsFree);
        Assert.Equal(TimeSpan.Zero, pace.UntilDue(Minutes(501)));
    }

    [Fact]
    public void Change_Paused_WaitsForResume()
    {
        var pace = new ReplayPace(Speed.Max, _clock);
        pace.OnSlot(Minutes(0));
        pace.Pause();
        pace.Change(new Speed(60));
        Assert.Equal(TimeSpan.MaxValue, pace.UntilDue(Minutes(1)));
        _clock.Advance(TimeSpan.FromHours(1));
        pace.Resume();
        Assert.Equal(TimeSpan.FromSeconds(1), pace.UntilDue(Minutes(1)));
    }

    [Fact]
    public void Pause_Ended_StaysEnded()
    {
        var pace = new ReplayPace(Speed.Max, _clock);
        pace.End();
        pace.Pause();
        Assert.Equal(ReplayState.Ended, pace.State);
        pace.Resume();
        Assert.Equal(ReplayState.Ended, pace.State);
    }

    private static EventTime Minutes(long count) => new(Start.Microseconds + count * EventTime.Minute);
}
