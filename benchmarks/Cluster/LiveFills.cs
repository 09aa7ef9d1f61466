using System.Diagnostics;
using System.Text.Json;

namespace TradeBooks.Benchmarks.Cluster;

/// <summary>Reads the live stream of the API, and notes when each fill was received.</summary>
internal sealed class LiveFills
{
    private readonly Lock _lock = new();
    private readonly List<(string Symbol, DateTime Time, long Seen)> _fills = [];

    /// <summary>The fills received so far of bars of a time or later.</summary>
    public IReadOnlyList<(string Symbol, DateTime Time, long Seen)> Since(DateTime time)
    {
        lock (_lock)
            return _fills.FindAll(fill => fill.Time >= time);
    }

    /// <summary>Reads until it is cancelled.</summary>
    /// <param name="http">The API.</param>
    /// <param name="opened">Set when the stream has begun.</param>
    /// <param name="cancellation">Ends it.</param>
    public async Task ReadAsync(HttpClient http, TaskCompletionSource opened, CancellationToken cancellation)
    {
        try
        {
            using var response = await http.GetAsync("api/live", HttpCompletionOption.ResponseHeadersRead, cancellation);
            response.EnsureSuccessStatusCode();
            using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(cancellation));
            var isFill = false;
            while (await reader.ReadLineAsync(cancellation) is { } line)
            {
                var now = Stopwatch.GetTimestamp();
                opened.TrySetResult();
                if (line.StartsWith("event: ", StringComparison.Ordinal))
                    isFill = line == "event: fill";
                else if (isFill && line.StartsWith("data: ", StringComparison.Ordinal))
                    Add(line["data: ".Length..], now);
            }
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // All that was to come has come.
        }
        catch (Exception e)
        {
            opened.TrySetException(e);
            throw;
        }
    }

    private void Add(string data, long now)
    {
        using var fill = JsonDocument.Parse(data);
        var received = (
            fill.RootElement.GetProperty("symbol").GetString()!, fill.RootElement.GetProperty("time").GetDateTimeOffset().UtcDateTime, now);
        lock (_lock)
            _fills.Add(received);
    }
}
