using System.Diagnostics;

namespace TradeBooks.Tests;

/// <summary>
/// Kills processes and removes their folder when this process ends in whatever way: a shell waits for the end of its
/// input, which comes even after a SIGKILL of the tests.
/// </summary>
internal sealed class OrphanGuard : IDisposable
{
    private const string Script =
        """
        trap '' HUP INT TERM
        exec >/dev/null 2>&1
        ids=
        while read -r line; do ids=$line; done
        [ -z "$ids" ] || kill -9 $ids
        rm -rf "$1"
        """;

    private readonly Process _shell;

    public OrphanGuard(string folder)
    {
        _shell = Process.Start(new ProcessStartInfo("sh", ["-c", Script, "tradebooks-guard", folder])
        {
            RedirectStandardInput = true,
        })!;
    }

    /// <summary>The processes that are to end; they take the place of those named before.</summary>
    public void Watch(params IEnumerable<int> ids)
    {
        _shell.StandardInput.WriteLine(string.Join(' ', ids));
        _shell.StandardInput.Flush();
    }

    /// <summary>Removes the folder, and kills what is still watched.</summary>
    public void Dispose()
    {
        _shell.StandardInput.Close();
        _shell.WaitForExit();
        _shell.Dispose();
    }
}
