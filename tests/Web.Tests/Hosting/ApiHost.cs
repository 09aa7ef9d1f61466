using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using TradeBooks.Domain.Desk;
using TradeBooks.Web.Security;

namespace TradeBooks.Web.Tests.Hosting;

/// <summary>The API on a free port of this machine, over a fake desk.</summary>
internal sealed class ApiHost : IAsyncDisposable
{
    public const string Key = "6b7d2f60a2a04d0b9b1d1c2e3f405162738495a6b7c8d9e0f1a2b3c4d5e6f708";
    private readonly WebApplication _app;

    private ApiHost(WebApplication app, FakeDesk desk, LogLines log)
    {
        _app = app;
        Desk = desk;
        Log = log;
        var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        Address = new Uri(address);
        Client = new HttpClient { BaseAddress = Address };
    }

    public FakeDesk Desk { get; }

    public LogLines Log { get; }

    public Uri Address { get; }

    /// <summary>Asks without a key.</summary>
    public HttpClient Client { get; }

    public IServiceProvider Services => _app.Services;

    public static string Hash(string key) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)));

    /// <summary>Starts it; without a key unless <paramref name="settings"/> name one.</summary>
    public static async Task<ApiHost> StartAsync(
        Dictionary<string, string?>? settings = null,
        FakeDesk? desk = null,
        TimeProvider? clock = null,
        string address = "http://127.0.0.1:0",
        bool isPublic = false,
        FakeReplay? replay = null,
        Action<IServiceCollection>? services = null)
    {
        desk ??= new FakeDesk();
        var log = new LogLines();
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls(address);
        builder.Configuration.AddInMemoryCollection(settings ?? []);
        builder.Logging.AddProvider(log);
        if (clock is not null)
            builder.Services.AddSingleton(clock);
        services?.Invoke(builder.Services);
        builder.Services.AddTradeBooksWeb(builder.Configuration);
        builder.Services.AddSingleton<ITradingDesk>(desk);
        if (replay is not null)
            builder.Services.AddSingleton<IReplayControl>(replay);
        var app = builder.Build();
        app.MapTradeBooks();
        app.MapPost("/test/throw", static void () => throw new InvalidOperationException("the secret of the server"));
        await app.StartAsync();

        // Tests listen on loopback only; this is as if it were all addresses.
        if (isPublic)
            app.Services.GetRequiredService<BindScope>().IsLoopbackOnly = false;
        return new ApiHost(app, desk, log);
    }

    /// <summary>Settings with <see cref="Key"/>.</summary>
    public static Dictionary<string, string?> WithKey(params IEnumerable<(string Name, string Value)> more)
    {
        var settings = new Dictionary<string, string?> { ["Api:Keys:0:Hash"] = Hash(Key), ["Api:Keys:0:Name"] = "desk" };
        foreach (var (name, value) in more)
            settings[name] = value;
        return settings;
    }

    public async Task<HttpResponseMessage> SendAsync(
        HttpMethod method, string path, string? key = null, HttpContent? content = null)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        if (key is not null)
            request.Headers.Add(Caller.Header, key);
        return await Client.SendAsync(request, TestContext.Current.CancellationToken);
    }

    public Task<HttpResponseMessage> GetAsync(string path, string? key = null) => SendAsync(HttpMethod.Get, path, key);

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        using var soon = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        await _app.StopAsync(soon.Token);
        await _app.DisposeAsync();
    }
}
