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

    // The state goes last: while it is in .run, the run can still be finished.
    private static readonly string[] Published = [TradeLogName, RejectedName, ReportName, SummaryName, StateName];

    private readonly string _folder;
    private readonly FileStream _lock;

    private RunFolder(string folder, FileStream @lock)
    {
        _folder = folder;
        _lock = @lock;
    }

    public string TradeLog => Work(TradeLogName);

    public string State => Work(StateName);

    public string Summary => Work(SummaryName);

    public string Report => Work(ReportName);

    public string Rejected => Work(RejectedName);

    /// <summary>Opens the folder for a run, and keeps others out until disposed.</summary>
    /// <param name="folder">Made if it is not there.</param>
    /// <param name="resume">
    /// Whether what a killed run left is kept; where there is none, a finished run's files are taken as the start.
    /// </param>
    /// <exception cref="StorageException">Another run is using the folder, or it can't be written.</exception>
    public static RunFolder Open(string folder, bool resume)
    {
        try
        {
            Directory.CreateDirectory(folder);
            var work = Path.Combine(folder, WorkName);
            var hadWork = Directory.Exists(work);
            Directory.CreateDirectory(work);
            var run = new RunFolder(folder, Lock(work));
            // Killed before the first state was saved: it starts over.
            if (!resume || (hadWork && !File.Exists(run.State) && File.Exists(run.TradeLog)))
                run.Clear();
            else
                run.TakeFinished();
            return run;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StorageException($"{folder} can't be used for results: {e.Message}", e);
        }
    }

    /// <summary>The state file to show for a folder: the running run's, else the finished one's.</summary>
    public static string FindState(string folder)
    {
        var running = Path.Combine(folder, WorkName, StateName);
        return File.Exists(running) ? running : Path.Combine(folder, StateName);
    }

    /// <summary>Puts the complete results in their places.</summary>
    public void Publish()
    {
        try
        {
            if (!File.Exists(Rejected))
                File.Delete(Path.Combine(_folder, RejectedName));
            foreach (var name in Published)
            {
                if (File.Exists(Work(name)))
                    File.Move(Work(name), Path.Combine(_folder, name), overwrite: true);
            }

            Discard();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StorageException($"{_folder}: results can't be put in place: {e.Message}", e);
        }
    }

    /// <summary>Removes what this run has written; the results before it stay.</summary>
    public void Discard()
    {
        Clear();
        _lock.Dispose();
        Directory.Delete(Path.Combine(_folder, WorkName), recursive: true);
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

    private void Clear()
    {
        foreach (var name in Published)
            File.Delete(Work(name));
    }

    // What is missing here is in its place already: the run was finished, or killed while it was being put there.
    private void TakeFinished()
    {
        foreach (var name in (string[])[TradeLogName, RejectedName, StateName])
        {
            var finished = Path.Combine(_folder, name);
            if (!File.Exists(Work(name)) && File.Exists(finished))
                File.Copy(finished, Work(name));
        }
    }

    private string Work(string name) => Path.Combine(_folder, WorkName, name);
}
