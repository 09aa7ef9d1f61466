using TradeBooks.Domain.Engine;
using TradeBooks.Domain.Market;
using TradeBooks.Domain.Settings;
using TradeBooks.Domain.Strategies;
using TradeBooks.Feeds;
using TradeBooks.Feeds.Captures;
using TradeBooks.Feeds.Csv;
using TradeBooks.Storage;

namespace TradeBooks.Cli.Running;

/// <summary>Runs a backtest from bar files or recorded frames to a folder of results.</summary>
/// <param name="clock">The wall clock.</param>
/// <param name="sinceStart">Wall time since the process began.</param>
/// <param name="watch">Looks on between slots; null for nobody.</param>
internal sealed class BacktestRun(TimeProvider clock, Func<TimeSpan> sinceStart, IRunWatch? watch = null)
{
    private static readonly TimeSpan ProgressInterval = TimeSpan.FromMilliseconds(100);

    /// <summary>Does the run.</summary>
    /// <exception cref="SettingException">A setting, strategy or symbol can't be.</exception>
    /// <exception cref="FeedException">The data break the rules; nothing of the run remains.</exception>
    /// <exception cref="StrategyDataException">The data lack what a strategy needs; nothing of the run remains.</exception>
    /// <exception cref="StorageException">Results can't be written, or the saved run can't be gone on with.</exception>
    public RunResult Run(RunRequest request, IRunProgress progress, CancellationToken stop)
    {
        var contents = request.Capture is { } capture ? CaptureContents.Read(capture) : null;
        var symbols = contents is not null ? CaptureFeedSet.Choose(request.Capture!, contents, request.Symbols)
            : request.Symbols.Count > 0 ? request.Symbols
            : CsvBarFeedSet.FindSymbols(request.Data!);
        var plan = RunPlan.Read(SettingsOf(request), request.Strategies, symbols);
        using var session = TradingSession.Open(request.Out, request.Resume, plan);
        try
        {
            var before = session.Saved?.Inputs ?? [];
            using IRunSource source = contents is not null
                ? CaptureSource.Open(request.Capture!, contents, symbols, plan.WithQuotes, before)
                : BarSource.Open(request.Data!, symbols, request.Feed, before);
            var run = new OpenRun(session, source, session.Start(source.Feeds, watch), before, request.Feed.Order);
            var isComplete = Process(run, request.Speed, plan.SaveEvery, progress, stop);
            run.Save(isComplete);
            return isComplete
                ? session.Finish(run.Backtest, run.Rejected.Count, sinceStart)
                : session.Interrupt(run.Backtest, run.Rejected.Count, sinceStart);
        }
        catch (Exception e) when ((!session.IsUnfinished && e is FeedException or StrategyDataException) || (session.IsCopy && e is StorageException))
        {
            session.Discard();
            throw;
        }
    }

    // The books are kept by the rules of the exchange whose frames they are made of.
    private static IReadOnlyDictionary<string, string> SettingsOf(RunRequest request)
    {
        const string Key = "exchange";
        if (request.Capture?.Exchange.Name is not { } name)
            return request.Settings;
        var settings = new Dictionary<string, string>(request.Settings, StringComparer.OrdinalIgnoreCase);
        if (!settings.TryAdd(Key, name) && !string.Equals(settings[Key].Trim(), name, StringComparison.OrdinalIgnoreCase))
            throw new SettingException($"setting {Key}: '{settings[Key]}' is not {name}, whose frames are given (--exchange)");
        settings[Key] = name;
        return settings;
    }

    /// <returns>Whether the data were processed to their end.</returns>
    private bool Process(OpenRun run, Speed speed, TimeSpan saveEvery, IRunProgress progress, CancellationToken stop)
    {
        var backtest = run.Backtest;
        var pace = new ReplayPace(speed, clock);
        watch?.Control(pace);
        var start = clock.GetTimestamp();
        var (lastSave, lastProgress) = (TimeSpan.Zero, TimeSpan.Zero);
        progress.Report(backtest, 0, TimeSpan.Zero);
        while (!stop.IsCancellationRequested)
        {
            if (!pace.IsFree && !Wait(pace, backtest, stop))
                return false;
            var goesOn = Advance(backtest, pace.EventsAtOnce);
            if (!goesOn)
                pace.End();
            watch?.Attend();
            var elapsed = clock.GetElapsedTime(start);
            if (!goesOn || elapsed - lastProgress >= ProgressInterval)
            {
                progress.Report(backtest, goesOn ? run.Fraction : 1, elapsed);
                lastProgress = elapsed;
            }

            if (!goesOn)
                return true;
            if (elapsed - lastSave >= saveEvery)
            {
                run.Save(isFinished: false);
                lastSave = elapsed;
            }
        }

        return false;
    }

    private bool Advance(Backtest backtest, long events)
    {
        try
        {
            return watch is null ? backtest.Advance(events) : watch.Advance(backtest, events);
        }
        catch (OverflowException e)
        {
            throw new StrategyDataException(
                $"at {backtest.Time} amounts grow beyond the 28 digits that money is counted with; "
                + $"check prices, quantity and multiplier ({e.Message})");
        }
    }

    private bool Wait(ReplayPace pace, Backtest backtest, CancellationToken stop)
    {
        var next = backtest.NextTime;
        if (next == EventTime.MaxValue)
            return true;
        while (pace.UntilDue(next) is { Ticks: > 0 } wait)
        {
            if (watch is null)
                return !stop.WaitHandle.WaitOne(wait);
            if (!watch.Wait(wait, stop))
                return false;
        }

        return true;
    }
}
