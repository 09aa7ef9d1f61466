using System.Diagnostics;
using System.Globalization;
using TradeBooks.Tests.Kafka;
using TradeBooks.Tests.Postgres;

namespace TradeBooks.Cluster.Tests.Running;

/// <summary>A cluster of processes that <c>eng/cluster-local.sh</c> starts, in a folder of its own.</summary>
internal sealed class LocalCluster : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("tradebooks-cluster-").FullName;
    private Uri? _address;

    private LocalCluster()
    {
    }

    /// <summary>The API's address.</summary>
    public Uri ApiAddress => _address ?? throw new InvalidOperationException("the cluster is not up");

    /// <summary>Settings for <c>tradebooks produce --config</c>: the broker, and what its version needs.</summary>
    public string ProduceConfig => Path.Combine(_folder, "produce.json");

    /// <summary>The repository.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>Starts all, and returns when the API can be asked; skips the test where it lacks PostgreSQL or Kafka.</summary>
    /// <param name="silos">How many silos.</param>
    /// <param name="symbols">What is traded.</param>
    /// <param name="brokers">A broker of the test's; null for one of the cluster's own.</param>
    /// <param name="postgres">A database of the test's; null for one of the cluster's own.</param>
    /// <param name="options">More of the script's options, such as <c>--setting</c>, <c>cash=50000</c>.</param>
    public static async Task<LocalCluster> UpAsync(
        int silos, IEnumerable<string> symbols, string? brokers = null, string? postgres = null, params IEnumerable<string> options)
    {
        if (brokers is null)
            Assert.SkipUnless(KafkaBroker.IsAvailable(out var noKafka), noKafka);
        if (postgres is null)
            Assert.SkipUnless(PostgresServer.IsAvailable(out var noPostgres), noPostgres);
        var cluster = new LocalCluster();
        try
        {
            List<string> arguments =
                ["--no-build", "--silos", silos.ToString(CultureInfo.InvariantCulture), "--symbols", string.Join(',', symbols)];
            if (brokers is not null)
                arguments.AddRange(["--brokers", brokers]);
            if (postgres is not null)
                arguments.AddRange(["--postgres", postgres]);
            var output = await cluster.RunAsync("up", [.. arguments, .. options]);
            cluster._address = new Uri(output.Trim().Split('\n')[^1]);
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <summary>SIGKILL of a silo.</summary>
    /// <param name="number">From 1.</param>
    public Task KillSiloAsync(int number) => RunAsync("kill-silo", [number.ToString(CultureInfo.InvariantCulture)]);

    /// <summary>Changes their number, and starts again those that were killed; returns when they are ready.</summary>
    public Task SetSilosAsync(int number) => RunAsync("silos", [number.ToString(CultureInfo.InvariantCulture)]);

    /// <summary>What runs: a line for each process with its name, id and, where it has one, address.</summary>
    public async Task<IReadOnlyList<string>> StatusAsync() =>
        (await RunAsync("status", [])).Split('\n', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>The end of each process's log, for the text of a failure.</summary>
    public string Logs(int lines = 20)
    {
        var logs = Path.Combine(_folder, "log");
        return !Directory.Exists(logs) ? "" : string.Join('\n', Directory.EnumerateFiles(logs).Order(StringComparer.Ordinal).Select(file =>
            $"--- the end of {Path.GetFileName(file)}\n{string.Join('\n', File.ReadLines(file).TakeLast(lines))}"));
    }

    /// <summary>Stops all, and removes what they have written.</summary>
    public async ValueTask DisposeAsync()
    {
        await RunAsync("down", []);
        Assert.False(Directory.Exists(_folder), $"{_folder} is still there after 'down'");
    }

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "TradeBooks.sln")))
            folder = folder.Parent ?? throw new InvalidOperationException($"{AppContext.BaseDirectory} is not in the repository");
        return folder.FullName;
    }

    private async Task<string> RunAsync(string command, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(Path.Combine(Root, "eng", "cluster-local.sh"), [command, "--dir", _folder, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"cluster-local.sh {command} failed ({process.ExitCode}): {await errors}");
        return await output;
    }
}
