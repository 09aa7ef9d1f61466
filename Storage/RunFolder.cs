namespace TradeBooks.Storage;

/// <summary>
/// The folder of a run's results. While a run goes on its files are in <c>.run</c> inside it; they take their places
/// when all are complete, so that a run that fails leaves the results before it as they were, and one that was killed
/// can be resumed.
/// </summary>
public sealed class RunFolder : IDisposable
{
    public const string TradeLogName = "order_book.csv";
    public const string StateName = "trading_state.json";
    public const string SummaryName = "summary.json";
    public const string ReportName = "report.html";
    public const string RejectedName = "rejected.csv";
    private const string WorkName = ".run";

    // The state goes last and the trade log first: a state without a log says that this was under way.
    private static readonly string[] Published = [TradeLogName, RejectedName, ReportName, SummaryName, StateName];

    private readonly string _folder;
    private readonly bool _isNew;
    private readonly FileStream _lock;

    private RunFolder(string folder, bool isNew, FileStream @lock)
    {
        _folder = folder;
        _isNew = isNew;
        _lock = @lock;
    }

    public string TradeLog => Work(TradeLogName);

    /// <summary>The trade log among the results, once <see cref="Publish"/> has put it there.</summary>
    public string PublishedTradeLog => Path.Combine(_folder, TradeLogName);

    public string State => Work(StateName);

    public string Summary => Work(SummaryName);

    public string Report => Work(ReportName);

    public string Rejected => Work(RejectedName);

    /// <summary>Whether what is gone on with is a run that was killed or stopped before its end.</summary>
    public bool IsUnfinished { get; private set; }

    /// <summary>Opens the folder for a run, and keeps others out until disposed.</summary>
    /// <param name="folder">Made if it is not there.</param>
    /// <param name="resume">
    /// Whether what a killed run left is kept; where there is none, a finished run's files are taken as the start.
    /// </param>
    /// <exception cref="StorageException">Another run is using the folder, or it can't be written.</exception>
    public static RunFolder Open(string folder, bool resume)
    {
        RunFolder? run = null;
        try
        {
            var isNew = !Directory.Exists(folder);
            var work = Path.Combine(folder, WorkName);
            Directory.CreateDirectory(work);
            run = new RunFolder(folder, isNew, Lock(work));
            if (File.Exists(run.State) && !File.Exists(run.TradeLog))
                run.MoveToPlaces();
            if (!resume || !run.TryTakeUp())
                run.Begin();
            return run;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            run?.Dispose();
            throw new StorageException($"{folder} can't be used for results: {e.Message}", e);
        }
    }

    /// <summary>The state file to show for a folder: the running run's, else the finished one's.</summary>
    public static string FindState(string folder)
    {
        var running = Path.Combine(folder, WorkName, StateName);
        return File.Exists(running) ? running : Path.Combine(folder, StateName);
    }

    /// <summary>Whether a run has begun in a folder and has not saved its first state.</summary>
    public static bool IsStarting(string folder) =>
        File.Exists(Path.Combine(folder, WorkName, TradeLogName))
        && !File.Exists(Path.Combine(folder, WorkName, StateName));

    /// <summary>Puts the complete results in their places.</summary>
    public void Publish()
    {
        try
        {
            if (!File.Exists(Rejected))
                File.Delete(Path.Combine(_folder, RejectedName));
            MoveToPlaces();
            Remove();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StorageException($"{_folder}: results can't be put in place: {e.Message}", e);
        }
    }

    /// <summary>Removes what this run has written; the results before it stay.</summary>
    /// <exception cref="StorageException">Something can't be removed.</exception>
    public void Discard()
    {
        try
        {
            // Without a state the rest counts for nothing, should this be killed half-way.
            File.Delete(State);
            Remove();
            if (_isNew)
                Directory.Delete(_folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StorageException($"{_folder}: what a failed run wrote can't be removed: {e.Message}", e);
        }
    }

    public void Dispose() => _lock.Dispose();

    private static FileStream Lock(string work)
    {
        var path = Path.Combine(work, "lock");
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e)
        {
            throw new StorageException($"{Path.GetDirectoryName(work)} is in use by another run", e);
        }
    }

    // From here on the folder is that of a new run: a trade log without a state is started over when resumed.
    private void Begin()
    {
        File.Delete(State);
        File.Create(TradeLog).Dispose();
        foreach (var name in Published)
        {
            if (name != TradeLogName)
                File.Delete(Work(name));
        }
    }

    /// <returns>False where there is nothing to go on with.</returns>
    private bool TryTakeUp()
    {
        if (File.Exists(TradeLog))
            return IsUnfinished = File.Exists(State);
        if (!File.Exists(Path.Combine(_folder, StateName)))
            return false;

        // The trade log last: a state without one does no harm, it moves to where it came from.
        foreach (var name in (string[])[RejectedName, StateName, TradeLogName])
        {
            File.Delete(Work(name));
            var finished = Path.Combine(_folder, name);
            if (File.Exists(finished))
            {
                File.Copy(finished, Work(name) + ".tmp", overwrite: true);
                File.Move(Work(name) + ".tmp", Work(name));
            }
        }

        return true;
    }

    private void MoveToPlaces()
    {
        foreach (var name in Published)
        {
            if (File.Exists(Work(name)))
                File.Move(Work(name), Path.Combine(_folder, name), overwrite: true);
        }
    }

    private void Remove()
    {
        _lock.Dispose();
        Directory.Delete(Path.Combine(_folder, WorkName), recursive: true);
    }

    private string Work(string name) => Path.Combine(_folder, WorkName, name);
}
