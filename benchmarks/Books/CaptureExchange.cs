using System.Diagnostics;
using System.Net;
using System.Net.WebSockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace TradeBooks.Benchmarks.Books;

/// <summary>Binance on loopback, of one symbol: its snapshot over REST, and the recorded updates over WebSocket at a steady rate.</summary>
internal sealed class CaptureExchange : IAsyncDisposable
{
    private readonly DepthCapture _capture;
    private readonly WebApplication _host;
    private readonly double _rate;

    private CaptureExchange(DepthCapture capture, double rate, WebApplication host)
    {
        (_capture, _rate, _host) = (capture, rate, host);
        host.UseWebSockets();
        host.Run(AnswerAsync);
        host.StartAsync().GetAwaiter().GetResult();
        Rest = new Uri(host.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());
        Stream = new UriBuilder(Rest) { Scheme = "ws", Path = "/stream" }.Uri;
    }

    public Uri Rest { get; }

    public Uri Stream { get; }

    /// <summary>Just before an update was sent, by its last id.</summary>
    public Dictionary<long, long> SentAt { get; } = [];

    /// <summary>How much later than planned updates were sent, in milliseconds.</summary>
    public List<double> Lateness { get; } = [];

    /// <param name="capture">What is sent.</param>
    /// <param name="rate">Updates a second.</param>
    public static CaptureExchange Start(DepthCapture capture, double rate)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        return new CaptureExchange(capture, rate, builder.Build());
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        if (!context.WebSockets.IsWebSocketRequest)
        {
            await context.Response.Body.WriteAsync(_capture.SnapshotFrame);
            return;
        }

        using var socket = await context.WebSockets.AcceptWebSocketAsync();
        await socket.ReceiveAsync(new byte[1024], context.RequestAborted);
        await socket.SendAsync("{\"result\":null,\"id\":1}"u8.ToArray(), WebSocketMessageType.Text, true, context.RequestAborted);
        var frames = _capture.UpdateFrames.Select(frame => frame.Frame).ToArray();
        var start = Stopwatch.GetTimestamp();
        for (var i = 0; i < frames.Length; i++)
        {
            var due = start + (long)(i * Stopwatch.Frequency / _rate);
            while (Stopwatch.GetTimestamp() < due)
                Kafka.Nap.For(50);
            var now = Stopwatch.GetTimestamp();
            Lateness.Add(Stopwatch.GetElapsedTime(due, now).TotalMilliseconds);
            lock (SentAt)
                SentAt[_capture.Updates[i].LastUpdateId] = now;
            await socket.SendAsync(frames[i], WebSocketMessageType.Text, true, context.RequestAborted);
        }

        // The client ends it.
        while (socket.State == WebSocketState.Open)
            await socket.ReceiveAsync(new byte[1024], context.RequestAborted);
    }
}
