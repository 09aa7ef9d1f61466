using TradeBooks.Domain.Analytics;
using TradeBooks.Domain.Engine;
using TradeBooks.Domain.Market;
using TradeBooks.Storage;
using TradeBooks.Storage.Reporting;

namespace TradeBooks.Cli.Running;

/// <summary>
/// What every run has, wherever its events come from: the folder of its results, what was saved before, the trade log,
/// the engine and its statistics.
/// </summary>
internal sealed class TradingSession : IDisposable
{
    private readonly RunPlan _plan;
    private readonly RunFolder _folder;
    private readonly SavedState? _saved;
    private FileLedger? _ledger;
    private PerformanceRecorder? _recorder;
    private bool _isFinished;
    private long _eventsBefore;

    private TradingSession(RunPlan plan, RunFolder folder, SavedState? saved, bool isCopy)
    {
        _plan = plan;
        _folder = folder;
        _saved = saved;
        IsCopy = isCopy;
    }

    /// <summary>What the settings say about the run.</summary>
    public RunPlan Plan => _plan;

    /// <summary>The trade log: among the files of a run until it is finished, then among the results.</summary>
    public string TradeLogPath => _isFinished ? _folder.PublishedTradeLog : _folder.TradeLog;

    /// <summary>What was saved; null where the run is new.</summary>
    public TradingState? Saved => _saved?.State;

    /// <summary>Where rows that are left out are listed.</summary>
    public string RejectedPath => _folder.Rejected;

    /// <summary>Whether there are results of a run that was killed or stopped, which are not to be removed.</summary>
    public bool IsUnfinished => _folder.IsUnfinished;

    /// <summary>Whether what is gone on with is a finished run, whose results stay where they are until this one's are complete.</summary>
    public bool IsCopy { get; }

    /// <summary>Opens the folder, and reads what is to be gone on with.</summary>
    /// <exception cref="StorageException">
    /// The folder is in use or can't be written, or the saved run has other settings; what was there stays.
    /// </exception>
    public static TradingSession Open(string output, bool resume, RunPlan plan)
    {
        var folder = RunFolder.Open(output, resume);
        var isCopy = !folder.IsUnfinished && File.Exists(folder.State);
        SavedState? saved = null;
        try
        {
            saved = TradingStateFile.Read(folder.State);
            saved?.RequireSettings(plan.Settings);
            return new TradingSession(plan, folder, saved, isCopy);
        }
        catch (Exception e)
        {
            saved?.Dispose();
            if (isCopy && e is StorageException)
                folder.Discard();
            folder.Dispose();
            throw;
        }
    }

    /// <summary>Makes the engine, or brings it to where the saved one was.</summary>
    /// <exception cref="StorageException">The saved run can't be gone on with.</exception>
    /// <param name="feeds">The symbols' events, in ordinal order of the symbols.</param>
    /// <param name="watch">Looks on; null for nobody.</param>
    public Backtest Start(IReadOnlyList<ISymbolFeed> feeds, IRunWatch? watch = null)
    {
        _ledger = _saved is null
            ? FileLedger.Create(_folder.TradeLog)
            : FileLedger.Continue(_folder.TradeLog, _saved.State.TradeLogBytes);
        _recorder = _plan.Setup.CreateRecorder();
        var backtest = new Backtest(
            _plan.Setup.CreateSymbolEngines(),
            new PortfolioEngine(_plan.Setup.Portfolio, watch?.Watch(_ledger) ?? _ledger),
            feeds, _recorder);
        _saved?.Restore(backtest);
        _eventsBefore = backtest.Events;
        watch?.Begin(this, backtest);
        return backtest;
    }

    /// <summary>Hands the trade log to the operating system, where readers see it and a kill does not lose it.</summary>
    public void FlushLog()
    {
        if (!_isFinished)
            _ledger!.Flush(toDisk: false);
    }

    /// <summary>Saves all that a restart needs, the trade log first: the state says how much of it counts.</summary>
    public void Save(
        Backtest backtest, bool isFinished, IReadOnlyList<InputPosition> inputs, IReadOnlyList<PartitionPosition>? partitions = null)
    {
        FlushLog();
        TradingStateFile.Write(
            _folder.State,
            new TradingState
            {
                IsFinished = isFinished,
                TradeLogBytes = _ledger!.Length,
                Settings = _plan.Settings,
                Inputs = inputs,
                Partitions = partitions ?? [],
            },
            backtest);
    }

    /// <summary>What an interrupted run has to tell.</summary>
    public RunResult Interrupt(Backtest backtest, long rejected, Func<TimeSpan> sinceStart) =>
        Result(backtest, rejected, sinceStart, isInterrupted: true);

    /// <summary>Writes report and summary of a run that was saved as finished, and puts all results in their places.</summary>
    public RunResult Finish(Backtest backtest, long rejected, Func<TimeSpan> sinceStart)
    {
        var result = Result(backtest, rejected, sinceStart, isInterrupted: false);
        AtomicFile.Write(_folder.Report, stream => HtmlReport.Write(stream, result.Report));
        result = result with { Elapsed = sinceStart() };
        SummaryFile.Write(_folder.Summary, result.Report.Summary, result.Elapsed, result.BarsProcessed);
        _ledger!.Dispose();
        _folder.Publish();
        _isFinished = true;
        return result;
    }

    /// <summary>Does away with what this run has written; results before it stay.</summary>
    public void Discard()
    {
        _ledger?.Dispose();
        _folder.Discard();
    }

    public void Dispose()
    {
        _ledger?.Dispose();
        _saved?.Dispose();
        _folder.Dispose();
    }

    private RunResult Result(Backtest backtest, long rejected, Func<TimeSpan> sinceStart, bool isInterrupted) => new(
        _recorder!.BuildReport(backtest.Figures(), _plan.Settings),
        sinceStart(),
        backtest.Events - _eventsBefore,
        rejected,
        isInterrupted);
}
