using System.Diagnostics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using TradeBooks.Domain.Desk;
using TradeBooks.Web;

namespace TradeBooks.Benchmarks.Dashboard;

/// <summary>API and page over a <see cref="LoadDesk"/> on a free loopback port, with updates at a steady rate.</summary>
internal sealed class LoadHost : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly CancellationTokenSource _stop = new();
    private Task _load = Task.CompletedTask;

    private LoadHost(WebApplication app, LoadDesk desk)
    {
        _app = app;
        Desk = desk;
        Address = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
    }

    public LoadDesk Desk { get; }

    public Uri Address { get; }

    public static async Task<LoadHost> StartAsync()
    {
        var desk = new LoadDesk();
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Services.AddTradeBooksWeb(builder.Configuration);
        builder.Services.AddSingleton<ITradingDesk>(desk);
        var app = builder.Build();
        app.MapTradeBooks();
        await app.StartAsync();
        return new LoadHost(app, desk);
    }

    /// <summary>Updates from now on, so many in a second, until <see cref="StopAsync"/>.</summary>
    public void Begin(int rate) => _load = Task.Run(() => LoadAsync(rate, _stop.Token));

    public async Task StopAsync()
    {
        await _stop.CancelAsync();
        await _load;
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        using var soon = new CancellationTokenSource(TimeSpan.FromSeconds(2));
        await _app.StopAsync(soon.Token);
        await _app.DisposeAsync();
        Desk.Dispose();
        _stop.Dispose();
    }

    private async Task LoadAsync(int rate, CancellationToken cancellation)
    {
        var time = Stopwatch.StartNew();
        for (var done = 0L; !cancellation.IsCancellationRequested;)
        {
            for (var due = (long)(time.Elapsed.TotalSeconds * rate); done < due; done++)
                Desk.Step();
            await Task.Delay(5, CancellationToken.None);
        }
    }
}
