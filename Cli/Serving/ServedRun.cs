using System.Runtime.CompilerServices;
using TradeBooks.Cli.Running;
using TradeBooks.Domain.Settings;
using TradeBooks.Web.Live;

namespace TradeBooks.Cli.Serving;

/// <summary>A run of this process with its API and dashboard.</summary>
internal sealed class ServedRun : IDisposable
{
    private readonly WatchedRun _run;
    private readonly DeskServer _server;
    private readonly CliHost _host;

    private ServedRun(WatchedRun run, DeskServer server, CliHost host)
    {
        _run = run;
        _server = server;
        _host = host;
    }

    public IRunWatch Watch => _run;

    /// <summary>Begins to listen, before the run begins.</summary>
    /// <param name="port">Port of 127.0.0.1; 0 for a free one.</param>
    /// <param name="host">Where the address is said.</param>
    /// <param name="isReplay">Whether the run's pace can be changed.</param>
    /// <exception cref="SettingException">The port is in use, or an option of the API can't be.</exception>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static ServedRun Start(int port, CliHost host, bool isReplay)
    {
        var live = new LiveFeed(new LiveFeedOptions { GatherFor = TimeSpan.Zero }, host.Clock);
        var run = new WatchedRun(live, host.Clock);
        try
        {
            var server = DeskServer.Start(
                port, host, "/api/profit-book", live, new LocalDesk(run, live, host.Clock),
                isReplay ? new LocalReplay(run, host.Clock) : null);
            return new ServedRun(run, server, host);
        }
        catch
        {
            run.Dispose();
            throw;
        }
    }

    /// <summary>After the run has come to its end: goes on serving until stopped.</summary>
    public void ServeUntil(CancellationToken stop)
    {
        _host.Error.WriteLine("The run is done; its results are served until Ctrl-C.");
        _server.SayAddress();
        _run.ServeUntil(stop);
    }

    public void Dispose()
    {
        _server.Dispose();
        _run.Dispose();
    }
}
