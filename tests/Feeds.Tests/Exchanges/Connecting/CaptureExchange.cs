using System.Net;
using System.Net.WebSockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace TradeBooks.Feeds.Tests.Exchanges.Connecting;

/// <summary>An exchange on loopback that sends a client, once it subscribes, the frames of a capture, and has the capture's snapshot.</summary>
internal sealed class CaptureExchange : IAsyncDisposable
{
    private readonly WebApplication _host;
    private readonly IReadOnlyList<byte[]> _frames;
    private readonly byte[] _snapshot;

    public CaptureExchange(IReadOnlyList<byte[]> frames)
    {
        _frames = [.. frames.Where(frame => !IsSnapshot(frame))];
        _snapshot = frames.FirstOrDefault(IsSnapshot) ?? [];
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        _host = builder.Build();
        _host.UseWebSockets();
        _host.Run(AnswerAsync);
        _host.StartAsync().GetAwaiter().GetResult();
        var address = _host.Services.GetRequiredService<Microsoft.AspNetCore.Hosting.Server.IServer>().Features
            .Get<IServerAddressesFeature>()!.Addresses.Single();
        Rest = new Uri(address);
        Stream = new Uri(address.Replace("http", "ws", StringComparison.Ordinal));
    }

    public Uri Stream { get; }

    public Uri Rest { get; }

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    private static bool IsSnapshot(byte[] frame) => frame.AsSpan().StartsWith("{\"lastUpdateId\""u8);

    private async Task AnswerAsync(HttpContext context)
    {
        if (!context.WebSockets.IsWebSocketRequest)
        {
            await context.Response.Body.WriteAsync(_snapshot, context.RequestAborted);
            return;
        }

        using var socket = await context.WebSockets.AcceptWebSocketAsync();
        var buffer = new byte[1 << 16];
        await socket.ReceiveAsync(buffer.AsMemory(), context.RequestAborted);
        try
        {
            foreach (var frame in _frames)
                await socket.SendAsync(frame, WebSocketMessageType.Text, endOfMessage: true, context.RequestAborted);
            while (!context.RequestAborted.IsCancellationRequested)
                await socket.ReceiveAsync(buffer.AsMemory(), context.RequestAborted);
        }
        catch (Exception e) when (e is OperationCanceledException or WebSocketException)
        {
            // The client has gone.
        }
    }
}
