using System.Net;
using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using TradeBooks.Cli.Running;
using TradeBooks.Domain.Desk;
using TradeBooks.Domain.Settings;
using TradeBooks.Web;
using TradeBooks.Web.Live;

namespace TradeBooks.Cli.Serving;

/// <summary>Serves a run of this process over HTTP, to this machine only.</summary>
internal sealed class DeskServer : IDisposable
{
    private static readonly TimeSpan StopWait = TimeSpan.FromSeconds(1);
    private readonly WebApplication _app;
    private readonly WatchedRun _run;
    private readonly CliHost _host;
    private readonly string _dashboard;

    private DeskServer(WebApplication app, WatchedRun run, CliHost host, string dashboard)
    {
        _app = app;
        _run = run;
        _host = host;
        _dashboard = dashboard;
        SayAddress();
    }

    public IRunWatch Watch => _run;

    /// <summary>Begins to listen; options of the API come from the environment (<c>Api__Keys__0__Hash</c>).</summary>
    /// <param name="port">Port of 127.0.0.1; 0 for a free one.</param>
    /// <param name="host">Where the address is said.</param>
    /// <param name="isReplay">Whether the run's pace can be changed.</param>
    /// <exception cref="SettingException">The port is in use, or an option of the API can't be.</exception>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static DeskServer Start(int port, CliHost host, bool isReplay)
    {
        var live = new LiveFeed(new LiveFeedOptions { GatherFor = TimeSpan.Zero }, host.Clock);
        var run = new WatchedRun(live, host.Clock);
        var app = Build(port, host, live, run, isReplay, out var key);
        try
        {
            app.StartAsync().GetAwaiter().GetResult();
        }
        catch (Exception e) when (e is IOException or OptionsValidationException)
        {
            ((IDisposable)app).Dispose();
            run.Dispose();
            throw new SettingException($"--serve: {e.Message}");
        }

        var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        host.Error.WriteLine($"Serving {address}/api/profit-book (see {address}/openapi/v1.json)");

        // Behind the # it is the browser's own, never sent to a server nor kept in its log.
        return new DeskServer(app, run, host, key is null ? $"{address}/" : $"{address}/#key={key}");
    }

    /// <summary>After the run has come to its end: goes on serving until stopped.</summary>
    public void ServeUntil(CancellationToken stop)
    {
        _host.Error.WriteLine("The run is done; its results are served until Ctrl-C.");
        SayAddress();
        _run.ServeUntil(stop);
    }

    public void Dispose()
    {
        using (var soon = new CancellationTokenSource(StopWait))
            _app.StopAsync(soon.Token).GetAwaiter().GetResult();
        ((IDisposable)_app).Dispose();
        _run.Dispose();
    }

    private static WebApplication Build(
        int port, CliHost host, LiveFeed live, WatchedRun run, bool isReplay, out string? key)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Configuration.AddEnvironmentVariables();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, port));
        builder.Logging.SetMinimumLevel(LogLevel.Error);

        // What stops the start is said in the command's one line.
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting", LogLevel.None);
        builder.Logging.AddSimpleConsole();
        builder.Logging.Services.Configure<Microsoft.Extensions.Logging.Console.ConsoleLoggerOptions>(
            console => console.LogToStandardErrorThreshold = LogLevel.Trace);

        // Ctrl-C is the command's: it ends the run first.
        builder.Services.AddSingleton<IHostLifetime, CommandLifetime>();
        builder.Services.AddSingleton(host.Clock);
        builder.Services.AddTradeBooksWeb(builder.Configuration);
        key = SessionKey.Create(builder.Configuration, change => builder.Services.PostConfigure(change));
        builder.Services.AddSingleton(live);
        builder.Services.AddSingleton<ITradingDesk>(new LocalDesk(run, live, host.Clock));
        if (isReplay)
            builder.Services.AddSingleton<IReplayControl>(new LocalReplay(run, host.Clock));
        return builder.Build().MapTradeBooks();
    }

    private void SayAddress() => _host.Error.WriteLine($"Dashboard: {_dashboard}");

    private sealed class CommandLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
