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
using TradeBooks.Domain.Desk;
using TradeBooks.Domain.Settings;
using TradeBooks.Web;
using TradeBooks.Web.Live;

namespace TradeBooks.Cli.Serving;

/// <summary>Serves a desk of this process over HTTP, to this machine only.</summary>
internal sealed class DeskServer : IDisposable
{
    private static readonly TimeSpan StopWait = TimeSpan.FromSeconds(1);
    private readonly WebApplication _app;
    private readonly TextWriter _said;
    private readonly string _dashboard;

    private DeskServer(WebApplication app, TextWriter said, string dashboard)
    {
        _app = app;
        _said = said;
        _dashboard = dashboard;
        SayAddress();
    }

    /// <summary>Begins to listen; options of the API come from the environment (<c>Api__Keys__0__Hash</c>).</summary>
    /// <param name="port">Port of 127.0.0.1; 0 for a free one.</param>
    /// <param name="host">Where the address is said.</param>
    /// <param name="example">What to ask for first, such as <c>/api/profit-book</c>.</param>
    /// <param name="live">The desk's live events.</param>
    /// <param name="desk">What is served.</param>
    /// <param name="replay">Changes the pace; null where nothing is replayed.</param>
    /// <exception cref="SettingException">The port is in use, or an option of the API can't be.</exception>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static DeskServer Start(
        int port, CliHost host, string example, LiveFeed live, ITradingDesk desk, IReplayControl? replay = null)
    {
        var app = Build(port, host, live, desk, replay, out var key);
        try
        {
            app.StartAsync().GetAwaiter().GetResult();
        }
        catch (Exception e) when (e is IOException or OptionsValidationException)
        {
            ((IDisposable)app).Dispose();
            throw new SettingException($"--serve: {e.Message}");
        }

        var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        host.Error.WriteLine($"Serving {address}{example} (see {address}/openapi/v1.json)");

        // Behind the # it is the browser's own, never sent to a server nor kept in its log.
        return new DeskServer(app, host.Error, key is null ? $"{address}/" : $"{address}/#key={key}");
    }

    public void SayAddress() => _said.WriteLine($"Dashboard: {_dashboard}");

    public void Dispose()
    {
        using (var soon = new CancellationTokenSource(StopWait))
            _app.StopAsync(soon.Token).GetAwaiter().GetResult();
        ((IDisposable)_app).Dispose();
    }

    private static WebApplication Build(
        int port, CliHost host, LiveFeed live, ITradingDesk desk, IReplayControl? replay, out string? key)
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
        builder.Services.AddSingleton(desk);
        if (replay is not null)
            builder.Services.AddSingleton(replay);
        return builder.Build().MapTradeBooks();
    }

    private sealed class CommandLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
