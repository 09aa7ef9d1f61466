using TradeBooks.Domain.Engine;
using TradeBooks.Domain.Settings;
using TradeBooks.Domain.Strategies;
using TradeBooks.Feeds;
using TradeBooks.Feeds.Kafka;
using TradeBooks.Storage;

namespace TradeBooks.Cli.Running;

/// <summary>Trades from Kafka topics to a folder of results: the engine of the backtest, fed as records come.</summary>
/// <param name="clock">The wall clock.</param>
/// <param name="sinceStart">Wall time since the process began.</param>
/// <param name="watch">Looks on between slots; null for nobody.</param>
internal sealed class TradeRun(TimeProvider clock, Func<TimeSpan> sinceStart, IRunWatch? watch = null)
{
    // Between two looks at the clock: about a millisecond.
    private const long EventsAtOnce = 1 << 15;
    private static readonly TimeSpan ProgressInterval = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LongestWait = TimeSpan.FromMilliseconds(100);

    // A stop is to be over within two seconds, whatever the broker does.
    private static readonly TimeSpan DeadLetterWait = TimeSpan.FromMilliseconds(300);

    /// <summary>Does the run.</summary>
    /// <exception cref="SettingException">A setting, strategy or symbol can't be.</exception>
    /// <exception cref="BrokerException">Kafka can't be read on; what was traded is saved.</exception>
    /// <exception cref="FeedException">The partition map does not fit symbols or topics.</exception>
    /// <exception cref="StrategyDataException">The data lack what a strategy needs; what was saved before stays.</exception>
    /// <exception cref="StorageException">Results can't be written, or the saved run can't be gone on with.</exception>
    public RunResult Run(TradeRequest request, ITradeProgress progress, CancellationToken stop)
    {
        var plan = RunPlan.Read(request.Settings, request.Strategies, request.Symbols);
        plan.Settings["from"] = "kafka";
        plan.Settings["mode"] = request.IsArrival ? "arrival" : "event-time";
        using var session = TradingSession.Open(request.Out, request.Resume, plan);
        var notices = new BrokerNotices(progress.Say, clock);
        KafkaFeedSet feeds;
        try
        {
            feeds = KafkaFeedSet.Open(request.Kafka, FeedOptions(request, plan, session.Saved), notices, clock, stop);
        }
        catch (Exception e) when (!session.IsUnfinished && e is BrokerException or FeedException or SettingException or OperationCanceledException)
        {
            session.Discard();
            throw;
        }

        using (feeds)
        {
            var backtest = session.Start(feeds.Feeds, watch);
            if (!request.IsArrival)
                feeds.Passed = () => backtest.Time;
            var run = new OpenTrade(session, feeds, backtest);
            if (session.Saved is null)
            {
                // From now on this is where the run begins, whatever is appended until it is killed.
                run.Save(isFinished: false, TimeSpan.Zero);
            }

            bool isComplete;
            try
            {
                isComplete = Process(run, request, plan, progress, stop);
            }
            catch (BrokerException)
            {
                // What was traded until then is gone on with when the broker is well again.
                run.Save(isFinished: false, DeadLetterWait);
                throw;
            }

            run.Save(isComplete, DeadLetterWait);
            progress.Report(backtest, run.Partitions, sinceStart());
            var result = isComplete
                ? session.Finish(backtest, rejected: 0, sinceStart)
                : session.Interrupt(backtest, rejected: 0, sinceStart);
            return result with { DeadLetters = run.Partitions.Sum(partition => partition.DeadLetters) };
        }
    }

    private static KafkaFeedOptions FeedOptions(TradeRequest request, RunPlan plan, TradingState? saved) => new()
    {
        Symbols = request.Symbols,
        Group = request.Group ?? $"tradebooks-{plan.Setup.Portfolio.Id}",
        TimeZone = request.TimeZone,
        FromBeginning = request.FromBeginning,
        ContinuesOnGap = request.ContinuesOnGap,
        Patience = request.Kafka.StartTimeout,
        Partitions = saved?.Partitions ?? [],
        Positions =
        [
            .. (saved?.Inputs ?? []).Select(input =>
                new KafkaFeedPosition(input.Symbol, input.Source, input.Position, input.Time)),
        ],
    };

    /// <returns>Whether all data were processed to their end; else it was stopped.</returns>
    private bool Process(OpenTrade run, TradeRequest request, RunPlan plan, ITradeProgress progress, CancellationToken stop)
    {
        var (feeds, backtest) = (run.Feeds, run.Backtest);
        var slots = request.IsArrival ? new ArrivalSlots(backtest, plan.ArrivalWait, clock) : null;
        var start = clock.GetTimestamp();
        var (lastSave, lastProgress) = (TimeSpan.Zero, TimeSpan.Zero);
        var wait = TimeSpan.Zero;
        var fills = backtest.Portfolio.Fills;
        progress.Report(backtest, run.Measure(), TimeSpan.Zero);
        while (!stop.IsCancellationRequested)
        {
            var read = feeds.Poll(wait);
            var goesOn = Advance(backtest, slots);
            watch?.Attend();
            var elapsed = clock.GetElapsedTime(start);
            if (elapsed - lastProgress >= ProgressInterval)
            {
                progress.Report(backtest, run.Measure(), elapsed);
                lastProgress = elapsed;
            }

            if (elapsed - lastSave >= plan.SaveEvery)
            {
                run.Save(isFinished: false, TimeSpan.Zero);
                lastSave = elapsed;
            }

            wait = goesOn || read > 0 ? TimeSpan.Zero : slots?.UntilDue(LongestWait) ?? LongestWait;
            if (wait == TimeSpan.Zero)
                continue;

            // Nothing more to do: a fill is written before the next record is waited for.
            if (fills != backtest.Portfolio.Fills)
            {
                run.FlushLog();
                fills = backtest.Portfolio.Fills;
            }

            if (request.UntilEnd && feeds.HasEnded && feeds.OpenDeadLetters == 0)
                return true;
        }

        return false;
    }

    private bool Advance(Backtest backtest, ArrivalSlots? slots)
    {
        try
        {
            var goesOn = watch is null ? backtest.Advance(EventsAtOnce) : watch.Advance(backtest, EventsAtOnce);
            return slots is null ? goesOn : slots.CloseDue() || goesOn;
        }
        catch (OverflowException e)
        {
            throw new StrategyDataException(
                $"at {backtest.Time} amounts grow beyond the 28 digits that money is counted with; "
                + $"check prices, quantity and multiplier ({e.Message})");
        }
    }
}
