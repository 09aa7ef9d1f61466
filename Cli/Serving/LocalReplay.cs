using TradeBooks.Cli.Running;
using TradeBooks.Domain.Desk;
using TradeBooks.Domain.Engine;

namespace TradeBooks.Cli.Serving;

/// <summary>Command of the replay in this process.</summary>
internal sealed class LocalReplay(WatchedRun run, TimeProvider clock) : IReplayControl
{
    public Task<ReplayView> GetAsync(CancellationToken cancellation) => TellAsync(_ => { }, cancellation);

    public Task<ReplayView> PauseAsync(CancellationToken cancellation) => TellAsync(pace => pace.Pause(), cancellation);

    public Task<ReplayView> ResumeAsync(CancellationToken cancellation) => TellAsync(pace => pace.Resume(), cancellation);

    public Task<ReplayView> StepAsync(int slots, CancellationToken cancellation) => run.AskAsync(
        (pace, backtest) =>
        {
            var over = new TaskCompletionSource<ReplayView>(TaskCreationOptions.RunContinuationsAsynchronously);
            pace.Step(slots, () => over.SetResult(View(pace, backtest)));
            return over.Task;
        },
        cancellation).Unwrap().InTimeAsync(clock, cancellation);

    public Task<ReplayView> SetSpeedAsync(double? speed, CancellationToken cancellation) =>
        TellAsync(pace => pace.Change(new Speed(speed)), cancellation);

    private Task<ReplayView> TellAsync(Action<ReplayPace> command, CancellationToken cancellation) => run.AskAsync(
        (pace, backtest) =>
        {
            command(pace);
            return View(pace, backtest);
        },
        cancellation).InTimeAsync(clock, cancellation);

    private static ReplayView View(ReplayPace pace, Backtest backtest) =>
        new(pace.State, pace.Speed.Factor, backtest.Time, backtest.Events);
}
