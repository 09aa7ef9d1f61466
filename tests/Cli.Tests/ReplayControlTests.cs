using TradeBooks.Cli.Output;
using TradeBooks.Cli.Running;
using TradeBooks.Cli.Serving;
using TradeBooks.Domain.Desk;
using TradeBooks.Domain.Market;
using TradeBooks.Feeds.Generation;
using TradeBooks.Storage;
using TradeBooks.Web.Live;

namespace TradeBooks.Cli.Tests;

/// <summary>Whole runs that are paused, stepped and changed in their speed.</summary>
public sealed class ReplayControlTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly TemporaryFolder _folder = new();

    public ReplayControlTests() => SyntheticBarGenerator.Generate(
        new SyntheticBarOptions { Symbols = ["AAA", "BBB", "CCC"], Days = 2, Seed = 7 }, _folder["bars"],
        cancellation: TestContext.Current.CancellationToken);

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Run_PressedAtRandom_TradesTheSame(int seed)
    {
        var expected = await UndisturbedAsync();
        using var replay = await StartPausedAsync(new Speed(60_000));
        var random = new Random(seed);
        var view = await replay.Control.GetAsync(Stop);
        for (var presses = 0; view.State != ReplayState.Ended; presses++)
        {
            var before = view;
            view = random.Next(6) switch
            {
                _ when presses == 400 => await replay.Control.SetSpeedAsync(null, Stop),
                _ when presses > 400 => await replay.Control.ResumeAsync(Stop),
                0 => await replay.Control.PauseAsync(Stop),
                1 => await replay.Control.ResumeAsync(Stop),
                2 or 3 => await StepAsync(replay, random.Next(1, 30)),
                4 => await replay.Control.SetSpeedAsync(random.Next(100) == 0 ? null : Math.Pow(10, 3 + 3 * random.NextDouble()), Stop),
                _ => await replay.Control.GetAsync(Stop),
            };
            Assert.True(view.Events >= before.Events && view.Time >= before.Time, $"{view} after {before}");
        }

        Assert.False((await replay.EndAsync()).IsInterrupted);
        Assert.Equal(expected, File.ReadAllText(_folder[$"out/{RunFolder.TradeLogName}"]));
    }

    [Fact]
    public async Task Step_Paused_ProcessesExactlySoManySlotsAndPublishesThem()
    {
        using var replay = Start(new Speed(IReplayControl.SlowestSpeed));
        await replay.Control.PauseAsync(Stop);
        var before = await replay.Control.GetAsync(Stop);
        await using var live = replay.Live.ReadAsync("default", null, Stop).GetAsyncEnumerator(Stop);
        var after = await replay.Control.StepAsync(7, Stop);
        Assert.Equal(ReplayState.Paused, after.State);

        // The symbols have a bar each minute, so that a slot is a minute and three bars.
        Assert.Equal(before.Events + 3 * 7, after.Events);
        Assert.Equal(EventTime.Minute * 7, after.Time.Microseconds - before.Time.Microseconds);

        // Published before the step was answered: nothing is waited for.
        EquityPoint? published = null;
        while (published?.Time != after.Time)
        {
            var next = live.MoveNextAsync();
            Assert.True(next.IsCompleted, $"published up to {published}, stepped to {after}");
            Assert.True(await next);
            published = live.Current.Equity ?? published;
        }

        Assert.Equal(after, await replay.Control.GetAsync(Stop));
    }

    [Fact]
    public async Task Step_BeyondTheEnd_EndsTheRun()
    {
        var expected = await UndisturbedAsync();
        using var replay = await StartPausedAsync(Speed.Max);
        var view = await replay.Control.GetAsync(Stop);
        while (view.State == ReplayState.Paused)
            view = await replay.Control.StepAsync(IReplayControl.MostSlots, Stop);
        Assert.Equal(ReplayState.Ended, view.State);
        await replay.EndAsync();
        Assert.Equal(expected, File.ReadAllText(_folder[$"out/{RunFolder.TradeLogName}"]));
        Assert.Equal(view, await replay.Control.PauseAsync(Stop));
        await Assert.ThrowsAsync<DeskConflictException>(() => replay.Control.StepAsync(1, Stop));
    }

    [Fact]
    public async Task SetSpeed_InALongWait_TakesEffectAtOnce()
    {
        using var replay = Start(new Speed(IReplayControl.SlowestSpeed));
        Assert.Equal(0.001, (await replay.Control.GetAsync(Stop)).Speed);
        Assert.Null((await replay.Control.SetSpeedAsync(null, Stop)).Speed);
        Assert.False((await replay.EndAsync()).IsInterrupted);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Stop_Paused_EndsAndGoesOnToTheSame(bool isFast)
    {
        var expected = await UndisturbedAsync();
        using (var replay = await StartPausedAsync(isFast ? Speed.Max : new Speed(600)))
        {
            await replay.Control.StepAsync(200, Stop);
            replay.Cancel();
            Assert.True((await replay.EndAsync()).IsInterrupted);
        }

        using var rest = Start(Speed.Max, resume: true);
        Assert.False((await rest.EndAsync()).IsInterrupted);
        Assert.Equal(expected, File.ReadAllText(_folder[$"out/{RunFolder.TradeLogName}"]));
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static async Task<ReplayView> StepAsync(ReplayedRun replay, int slots)
    {
        try
        {
            return await replay.Control.StepAsync(slots, Stop);
        }
        catch (DeskConflictException)
        {
            return await replay.Control.GetAsync(Stop);
        }
    }

    private async Task<string> UndisturbedAsync()
    {
        var request = Request("plain", Speed.Max, resume: false);
        await Task.Run(() => new BacktestRun(TimeProvider.System, () => TimeSpan.Zero).Run(request, new NoProgress(), Stop), Stop);
        var log = File.ReadAllText(_folder[$"plain/{RunFolder.TradeLogName}"]);
        Assert.True(log.Split('\n').Length > 20, "hardly any fill");
        return log;
    }

    // So slow that nothing but the first slot comes before the pause.
    private async Task<ReplayedRun> StartPausedAsync(Speed speed)
    {
        var replay = Start(new Speed(IReplayControl.SlowestSpeed));
        await replay.Control.PauseAsync(Stop);
        await replay.Control.SetSpeedAsync(speed.Factor, Stop);
        return replay;
    }

    private ReplayedRun Start(Speed speed, bool resume = false) => new(Request("out", speed, resume));

    private RunRequest Request(string output, Speed speed, bool resume) => new()
    {
        Data = _folder["bars"],
        Symbols = [],
        Strategies = ["lss", "sma-cross"],
        Out = _folder[output],
        Settings = new Dictionary<string, string> { ["sma-cross.fast"] = "3", ["sma-cross.slow"] = "9" },
        Speed = speed,
        Resume = resume,
    };

    /// <summary>A run in a thread of its own, which is served until it is ended.</summary>
    private sealed class ReplayedRun : IDisposable
    {
        private readonly CancellationTokenSource _stop = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        private readonly CancellationTokenSource _stopServing = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        private readonly TaskCompletionSource<RunResult> _result = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly WatchedRun _watch;
        private readonly Task _task;

        public ReplayedRun(RunRequest request)
        {
            _watch = new WatchedRun(Live, TimeProvider.System);
            Control = new LocalReplay(_watch, TimeProvider.System);
            _task = Task.Factory.StartNew(() => Run(request), TaskCreationOptions.LongRunning);
            Assert.True(SpinWait.SpinUntil(() => _watch.HasBegun || _task.IsCompleted, Patience), "the run does not begin");
        }

        public LiveFeed Live { get; } = new(new LiveFeedOptions { GatherFor = TimeSpan.Zero });

        public LocalReplay Control { get; }

        public void Cancel() => _stop.Cancel();

        public async Task<RunResult> EndAsync() => await _result.Task.WaitAsync(Patience, Stop);

        public void Dispose()
        {
            _stop.Cancel();
            _stopServing.Cancel();
            Assert.True(_task.Wait(Patience), "the run does not end");
            _watch.Dispose();
            Live.Dispose();
            _stop.Dispose();
            _stopServing.Dispose();
        }

        private void Run(RunRequest request)
        {
            try
            {
                _result.SetResult(new BacktestRun(TimeProvider.System, () => TimeSpan.Zero, _watch).Run(request, new NoProgress(), _stop.Token));
                _watch.ServeUntil(_stopServing.Token);
            }
            catch (Exception e)
            {
                _result.TrySetException(e);
            }
        }
    }
}
