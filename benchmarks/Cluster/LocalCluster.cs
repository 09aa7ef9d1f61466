using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;

namespace TradeBooks.Benchmarks.Cluster;

/// <summary>A cluster of processes, as <c>eng/cluster-local.sh</c> starts it, over a broker that runs already.</summary>
internal sealed class LocalCluster : IAsyncDisposable
{
    private const string Script = "eng/cluster-local.sh";
    private const string Folder = "artifacts/bench-cluster";

    private LocalCluster(Uri address) => Http = new HttpClient { BaseAddress = address, Timeout = TimeSpan.FromSeconds(30) };

    /// <summary>The API.</summary>
    public HttpClient Http { get; }

    /// <summary>
    /// Starts silos in arrival mode that do not wait, or in event-time mode; they read the topics from their beginning.
    /// </summary>
    /// <param name="run">What runs.</param>
    public static async Task<LocalCluster> UpAsync(ClusterRun run)
    {
        string[] arguments =
        [
            "up", "--dir", Folder, "--silos", run.Silos.ToString(CultureInfo.InvariantCulture), "--brokers", run.Kafka.Brokers,
            "--symbols", string.Join(',', run.Symbols), "--mode", run.Mode, "--strategy", run.Strategy,
            "--set", $"Kafka:Topic={run.Kafka.Topic.Text}",
            // Nobody has read for it before.
            "--set", $"Kafka:Consumer:group.id=benchmark-{Guid.NewGuid():N}",
            "--set", "Api:RateLimit:PermitsPerSecond=10000", "--set", "Api:RateLimit:Burst=10000",
            .. run.Mode == ClusterRun.Arrival ? ["--set", "Trading:ArrivalWaitSeconds=0"] : Array.Empty<string>(),
            .. run.Client.SelectMany(setting => new[] { "--set", setting }),
            .. run.Settings.SelectMany(setting => new[] { "--setting", setting }),
        ];
        var output = await CallAsync(arguments);
        return new LocalCluster(new Uri(output.Split('\n', StringSplitOptions.RemoveEmptyEntries)[^1]));
    }

    /// <summary>The portfolio as the API shows it.</summary>
    public async Task<(long Events, long Fills)> PortfolioAsync(CancellationToken cancellation)
    {
        var view = await Http.GetFromJsonAsync<JsonElement>("api/portfolios/default", cancellation);
        return (view.GetProperty("events").GetInt64(), view.GetProperty("fills").GetInt64());
    }

    /// <summary>Waits until so many events are durable.</summary>
    /// <exception cref="TimeoutException">None has come for a while.</exception>
    public async Task WaitForEventsAsync(long events, Action<long>? seen, CancellationToken cancellation)
    {
        var last = -1L;
        for (var clock = Stopwatch.StartNew(); last < events;)
        {
            var (now, _) = await PortfolioAsync(cancellation);
            seen?.Invoke(now);
            if (now > last)
                clock.Restart();
            else if (clock.Elapsed > TimeSpan.FromSeconds(60))
                throw new TimeoutException($"no event has come for a minute: {now:N0} of {events:N0}");
            last = now;
            await Task.Delay(10, cancellation);
        }
    }

    /// <summary>The processes of the silos.</summary>
    public static async Task<IReadOnlyList<Process>> SilosAsync()
    {
        var status = await CallAsync(["status", "--dir", Folder]);
        return
        [
            .. status.Split('\n').Where(line => line.StartsWith("silo-", StringComparison.Ordinal))
                .Select(line => Process.GetProcessById(int.Parse(line.Split(' ')[1], CultureInfo.InvariantCulture))),
        ];
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        // Nothing of them is needed: an orderly stop only takes time.
        foreach (var silo in await SilosAsync())
            silo.Kill();
        await CallAsync(["down", "--dir", Folder]);
    }

    private static async Task<string> CallAsync(string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(Script, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? await output : throw new InvalidOperationException($"{Script} {arguments[0]}: {await error}");
    }
}
