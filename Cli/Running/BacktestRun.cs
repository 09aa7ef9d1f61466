using TradeBooks.Domain.Analytics;
using TradeBooks.Domain.Engine;
using TradeBooks.Domain.Market;
using TradeBooks.Domain.Settings;
using TradeBooks.Domain.Strategies;
using TradeBooks.Feeds;
using TradeBooks.Feeds.Csv;
using TradeBooks.Storage;
using TradeBooks.Storage.Reporting;

namespace TradeBooks.Cli.Running;

/// <summary>Runs a backtest from bar files to a folder of results.</summary>
internal sealed class BacktestRun(TimeProvider clock, Func<TimeSpan> sinceStart)
{
    // Between two looks at the clock: about a millisecond.
    private const long EventsAtOnce = 1 << 15;
    private static readonly TimeSpan ProgressInterval = TimeSpan.FromMilliseconds(100);

    /// <summary>Does the run.</summary>
    /// <exception cref="SettingException">A setting, strategy or symbol can't be.</exception>
    /// <exception cref="FeedException">The data break the rules; nothing of the run remains.</exception>
    /// <exception cref="StrategyDataException">The data lack what a strategy needs; nothing of the run remains.</exception>
    /// <exception cref="StorageException">Results can't be written, or the saved run can't be gone on with.</exception>
    public RunResult Run(RunRequest request, IRunProgress progress, CancellationToken stop)
    {
        var symbols = request.Symbols.Count > 0 ? request.Symbols : CsvBarFeedSet.FindSymbols(request.Data);
        var reader = new SettingsReader(request.Settings);
        var setup = TradingSetup.Read(reader, StrategyChoice.Parse(request.Strategies), symbols);
        var saveEvery = ReadSaveInterval(reader);
        reader.RejectUnknown();
        var settings = Describe(reader, request, setup);

        using var folder = RunFolder.Open(request.Out, request.Resume);
        var isCopy = !folder.IsUnfinished && File.Exists(folder.State);
        try
        {
            using var saved = TradingStateFile.Read(folder.State);
            saved?.RequireSettings(settings);
            using var feeds = CsvBarFeedSet.Open(request.Data, symbols, request.Feed with
            {
                StartAfter = saved?.State.Inputs.ToDictionary(
                    input => input.Symbol,
                    input => new CsvBarPosition(input.Position.Offset, input.Time, input.ByteOffset))
                    ?? [],
            });
            using var ledger = saved is null
                ? FileLedger.Create(folder.TradeLog)
                : FileLedger.Continue(folder.TradeLog, saved.State.TradeLogBytes);
            var recorder = setup.CreateRecorder();
            var backtest = new Backtest(
                setup.CreateSymbolEngines(), new PortfolioEngine(setup.Portfolio, ledger), feeds.Feeds, recorder);
            saved?.Restore(backtest);
            var run = new OpenRun(folder, feeds, ledger, backtest, settings, saved?.State.Inputs ?? [], request.Feed.Order);
            var before = backtest.Events;
            if (!Process(run, request.Speed, saveEvery, progress, stop))
            {
                run.Save(isFinished: false);
                return Result(recorder, run, before, isInterrupted: true);
            }

            run.Save(isFinished: true);
            var result = Result(recorder, run, before, isInterrupted: false);
            AtomicFile.Write(folder.Report, stream => HtmlReport.Write(stream, result.Report));
            result = result with { Elapsed = sinceStart() };
            SummaryFile.Write(folder.Summary, result.Report.Summary, result.Elapsed, result.BarsProcessed);
            ledger.Dispose();
            folder.Publish();
            return result;
        }
        catch (Exception e) when ((!folder.IsUnfinished && e is FeedException or StrategyDataException) || (isCopy && e is StorageException))
        {
            folder.Discard();
            throw;
        }
    }

    /// <summary>How often the state is saved during a run.</summary>
    public static TimeSpan ReadSaveInterval(SettingsReader reader) => TimeSpan.FromSeconds((double)reader.Number(
        "save_seconds", 2m, 0.001m, 86_400, "how often the state is saved during a run, in seconds"));

    private static SortedDictionary<string, string> Describe(SettingsReader reader, RunRequest request, TradingSetup setup)
    {
        var settings = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (key, value) in reader.InForce)
        {
            if (key != "save_seconds")
                settings.Add(key, value);
        }

        settings["strategies"] = string.Join(',', request.Strategies);
        settings["symbols"] = string.Join(',', setup.Portfolio.Instruments.Select(instrument => instrument.Symbol));
        return settings;
    }

    private RunResult Result(PerformanceRecorder recorder, OpenRun run, long before, bool isInterrupted) => new(
        recorder.BuildReport(run.Backtest.Figures(), run.Settings),
        sinceStart(),
        run.Backtest.Events - before,
        run.Rejected.Count,
        isInterrupted);

    /// <returns>Whether the data were processed to their end.</returns>
    private bool Process(OpenRun run, Speed speed, TimeSpan saveEvery, IRunProgress progress, CancellationToken stop)
    {
        var backtest = run.Backtest;
        var pacer = speed.Factor is { } factor ? new Pacer(factor, clock) : null;
        var start = clock.GetTimestamp();
        var (lastSave, lastProgress) = (TimeSpan.Zero, TimeSpan.Zero);
        progress.Report(backtest, 0, TimeSpan.Zero);
        while (!stop.IsCancellationRequested)
        {
            if (pacer is not null && !Wait(pacer, backtest, stop))
                return false;
            var goesOn = Advance(backtest, pacer is null ? EventsAtOnce : 1);
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

    private static bool Advance(Backtest backtest, long events)
    {
        try
        {
            return backtest.Advance(events);
        }
        catch (OverflowException e)
        {
            throw new StrategyDataException(
                $"at {backtest.Time} amounts grow beyond the 28 digits that money is counted with; "
                + $"check prices, quantity and multiplier ({e.Message})");
        }
    }

    private static bool Wait(Pacer pacer, Backtest backtest, CancellationToken stop)
    {
        var next = backtest.NextTime;
        return next == EventTime.MaxValue
            || pacer.UntilDue(next) is not { Ticks: > 0 } wait
            || !stop.WaitHandle.WaitOne(wait);
    }
}
