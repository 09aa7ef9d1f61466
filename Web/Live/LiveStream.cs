using System.Globalization;
using System.IO.Pipelines;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using TradeBooks.Domain.Desk;
using TradeBooks.Web.Json;

namespace TradeBooks.Web.Live;

/// <summary>Writes one client's live events, a heartbeat while there are none, and drops a client that does not read.</summary>
internal sealed class LiveStream(HttpContext context, LiveOptions options, TimeProvider clock, LiveMetrics metrics)
{
    // How soon a browser comes back after a lost connection.
    private const string Opening = "retry: 2000\n\n";
    private const string Heartbeat = ": \n\n";

    // Sent in one piece at most.
    private const int Piece = 16 * 1024;

    private readonly PipeWriter _output = context.Response.BodyWriter;

    public async Task RunAsync(Func<CancellationToken, IAsyncEnumerable<LiveEvent>> open, CancellationToken cancellation)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var stop = ending.Token;
        context.Response.ContentType = "text/event-stream";
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers["X-Accel-Buffering"] = "no";
        context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        await using var source = open(stop).GetAsyncEnumerator(stop);
        var next = source.MoveNextAsync().AsTask();
        Write(Opening);
        try
        {
            while (await SendAsync(stop))
            {
                var isQuiet = !await ArrivesAsync(next, stop);
                if (isQuiet)
                    Write(Heartbeat);
                while (next.IsCompleted && _output.UnflushedBytes < Piece)
                {
                    if (!await next)
                        return;
                    Write(source.Current);
                    next = source.MoveNextAsync().AsTask();
                }
            }
        }
        finally
        {
            // An enumerator must not be disposed of while it moves; cancelled, it ends at once.
            await ending.CancelAsync();
            await ((Task)next).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<bool> ArrivesAsync(Task next, CancellationToken stop)
    {
        try
        {
            await next.WaitAsync(options.Heartbeat, clock, stop);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    private async Task<bool> SendAsync(CancellationToken stop)
    {
        try
        {
            var flushed = await _output.FlushAsync(stop).AsTask().WaitAsync(options.SendTimeout, clock, stop);
            return !flushed.IsCompleted;
        }
        catch (TimeoutException)
        {
            metrics.Drop();
            context.Abort();
            return false;
        }
    }

    private void Write(string text) => Encoding.UTF8.GetBytes(text, _output);

    private void Write(LiveEvent happened)
    {
        var name = happened.Kind switch
        {
            LiveKind.Fill => "fill",
            LiveKind.Marks => "marks",
            LiveKind.Equity => "equity",
            LiveKind.Lag => "lag",
            _ => "reset",
        };
        Write(string.Create(CultureInfo.InvariantCulture, $"id: {happened.Id}\nevent: {name}\ndata: "));
        using (var json = new Utf8JsonWriter(_output))
        {
            if (Content(happened) is { } content)
            {
                JsonSerializer.Serialize(json, content, WebJson.Wire.GetTypeInfo(content.GetType()));
            }
            else
            {
                json.WriteStartObject();
                json.WriteEndObject();
            }
        }

        Write("\n\n");
    }

    private static object? Content(LiveEvent happened) => happened.Kind switch
    {
        LiveKind.Fill => happened.Fill,
        LiveKind.Marks => happened.Marks?.ToArray(),
        LiveKind.Equity => happened.Equity,
        LiveKind.Lag => happened.Lag,
        _ => null,
    };
}
