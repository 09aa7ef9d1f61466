using TradeBooks.Cli.Running;
using TradeBooks.Cli.Serving;
using TradeBooks.Domain.Desk;
using TradeBooks.Domain.Portfolios;
using TradeBooks.Tests;
using TradeBooks.Web.Live;

namespace TradeBooks.Cli.Tests;

public sealed class WatchedRunTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Advance_AskedAtFullSpeed_StopsAfterTheSlot(bool isPaused)
    {
        var clock = new ManualClock();
        using var live = new LiveFeed();
        using var run = new WatchedRun(live, clock);
        var control = new LocalReplay(run, TimeProvider.System);
        var pace = new ReplayPace(Speed.Max, clock);
        var backtest = ProgressRun.Create(100_000m);

        // No fill is published while this clock stands still, so that there is no trade log to flush.
        run.Watch(new NoLedger());
        run.Begin(null!, backtest);
        run.Control(pace);
        Assert.True(run.Advance(backtest, 100));
        Assert.Equal(100, backtest.Events);

        var cancellation = TestContext.Current.CancellationToken;
        var asked = isPaused ? control.PauseAsync(cancellation) : control.SetSpeedAsync(60, cancellation);
        Assert.True(run.Advance(backtest, pace.EventsAtOnce));
        var view = await asked;
        Assert.Equal(101, view.Events);
        Assert.Equal(isPaused ? ReplayState.Paused : ReplayState.Running, view.State);
        Assert.Equal(101, backtest.Events);
    }

    private sealed class NoLedger : ILedger
    {
        public void Append(in FillRecord record)
        {
        }
    }
}
