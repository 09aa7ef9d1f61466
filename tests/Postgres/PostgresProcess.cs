using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace TradeBooks.Tests.Postgres;

/// <summary>The server process and, where need be, its children.</summary>
internal sealed class PostgresProcess(Process process) : IDisposable
{
    private const int Interrupt = 2;
    private const int Quit = 3;
    private const int Killed = 9;
    private const int Suspend = 19;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public int Id => process.Id;

    public bool HasExited => process.HasExited;

    /// <summary>Breaks off what runs, writes a checkpoint and ends.</summary>
    public void Stop()
    {
        Signal(Id, Interrupt);
        WaitForExit();
    }

    /// <summary>SIGKILL of the server and everything that it has started, at one moment.</summary>
    public void Kill()
    {
        if (HasExited)
            return;
        // A suspended server starts no more children.
        Signal(Id, Suspend);
        var children = Children(Id);
        Signal(Id, Killed);
        foreach (var child in children)
            Signal(child, Killed);
        WaitForExit();
        var watch = Stopwatch.StartNew();
        while (children.Any(IsAlive))
        {
            if (watch.Elapsed > Patience)
                throw new InvalidOperationException($"a child of PostgreSQL outlives its SIGKILL by {Patience}");
            Thread.Sleep(1);
        }
    }

    /// <summary>Ends it without a checkpoint, but with its shared memory given back.</summary>
    public void Dispose()
    {
        if (!HasExited)
        {
            Signal(Id, Quit);
            WaitForExit();
        }

        process.Dispose();
    }

    private void WaitForExit()
    {
        if (!process.WaitForExit(Patience))
            throw new InvalidOperationException($"PostgreSQL (process {Id}) has not ended within {Patience}");
    }

    private static List<int> Children(int parent) =>
        Directory.EnumerateDirectories("/proc")
            .Select(folder => int.TryParse(Path.GetFileName(folder), out var id) ? id : 0)
            .Where(id => id != 0 && ParentOf(id) == parent)
            .ToList();

    private static int ParentOf(int id) => Stat(id) is [_, var parent, ..] ? int.Parse(parent, CultureInfo.InvariantCulture) : 0;

    // Dead is enough: who inherits the children may be slow to take note of it.
    private static bool IsAlive(int id) => Stat(id) is [not "Z", ..];

    /// <summary>State, parent and so on of a process; nothing where there is none.</summary>
    private static string[] Stat(int id)
    {
        try
        {
            // "id (name) state parent ...", where the name may hold anything.
            var text = File.ReadAllText($"/proc/{id.ToString(CultureInfo.InvariantCulture)}/stat");
            return text[(text.LastIndexOf(')') + 2)..].Split(' ');
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It has ended meanwhile.
            return [];
        }
    }

    private static void Signal(int id, int signal) => _ = SendSignal(id, signal);

    [DllImport("libc", EntryPoint = "kill")]
    private static extern int SendSignal(int id, int signal);
}
