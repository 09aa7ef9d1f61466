using System.Diagnostics;
using System.Text;
using System.Text.Json;
using TradeBooks.Tests.Kafka;

namespace TradeBooks.Cluster.Tests.Running;

/// <summary>Bars, what the backtest makes of them, and a cluster that is to make the same of them.</summary>
internal sealed class Scenario : IAsyncDisposable
{
    /// <summary>A setting mix that trades often, sizes fills when they fill, and is refused now and then.</summary>
    public static readonly string[] Busy =
    [
        "trend=sma-cross", "trend.fast=2", "trend.slow=5", "trend.direction=long-short", "trend.sizing=all-in",
        "lss", "max_position_notional=0.4", "volume_multiplier=1.2", "rejection=0.3", "fees=per-share",
    ];

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("tradebooks-scenario-");
    private readonly HttpClient _client = new() { Timeout = TimeSpan.FromSeconds(20) };
    private readonly string _data;
    private readonly string[] _symbols;
    private bool _isOldBroker;
    private byte[] _expected = [];
    private JsonElement _summary;

    private Scenario(string data, IEnumerable<string>? symbols)
    {
        _data = data;
        _symbols =
        [
            .. (symbols ?? Directory.EnumerateFiles(data, "*.csv").Select(file => Path.GetFileNameWithoutExtension(file)!))
                .Order(StringComparer.Ordinal),
        ];
    }

    /// <summary>The shipped synthetic days.</summary>
    public static string Sample { get; } = Path.Combine(LocalCluster.Root, "data", "sample");

    /// <summary>What silos, API and producer must be told of a test's own broker, as the script's options.</summary>
    public static string[] OldBroker { get; } =
        [.. KafkaBroker.ClientProperties.SelectMany(pair => (string[])["--set", $"Kafka:Client:{pair.Key}={pair.Value}"])];

    public LocalCluster Cluster { get; private set; } = null!;

    public IReadOnlyList<string> Symbols => _symbols;

    /// <summary>Rows of the expected trade log.</summary>
    public int ExpectedFills => _expected.Count(b => b == '\n') - 1;

    /// <param name="data">Folder of bar files.</param>
    /// <param name="silos">How many silos.</param>
    /// <param name="setUp">Strategies (without =, or ID=NAME) and settings (KEY=VALUE).</param>
    /// <param name="symbols">Symbols; null for all of the folder.</param>
    /// <param name="brokers">A broker of the test's.</param>
    /// <param name="postgres">A database of the test's.</param>
    /// <param name="options">More options of the script.</param>
    public static async Task<Scenario> StartAsync(
        string data, int silos, string[] setUp, IEnumerable<string>? symbols = null, string? brokers = null,
        string? postgres = null, params string[] options)
    {
        var scenario = new Scenario(data, symbols) { _isOldBroker = brokers is not null };
        try
        {
            string[] strategies = [.. setUp.Where(IsStrategy)];
            string[] settings = [.. setUp.Where(text => !IsStrategy(text))];
            var output = Path.Combine(scenario._folder.FullName, "backtest");
            await CommandLine.RunAsync(
            [
                "backtest", "--data", data, "--symbols", string.Join(',', scenario._symbols), "--out", output,
                .. strategies.SelectMany(strategy => (string[])["--strategy", strategy]),
                .. settings.SelectMany(setting => (string[])["--set", setting]),
            ]);
            scenario._summary = JsonElement.Parse(await File.ReadAllTextAsync(Path.Combine(output, "summary.json")));
            scenario._expected = await File.ReadAllBytesAsync(Path.Combine(output, "order_book.csv"));
            Assert.True(scenario.ExpectedFills > 20, $"only {scenario.ExpectedFills} fills");
            scenario.Cluster = await LocalCluster.UpAsync(
                silos, scenario._symbols, brokers, postgres,
                [
                    "--strategy", string.Join(',', strategies),
                    .. settings.SelectMany(setting => (string[])["--setting", setting]),
                    .. options,
                ]);
            return scenario;
        }
        catch
        {
            await scenario.DisposeAsync();
            throw;
        }
    }

    /// <summary>Publishes the bars and the ends of data.</summary>
    /// <param name="speed">As for <c>tradebooks produce --speed</c>.</param>
    public CommandLine Produce(string speed = "max") => CommandLine.Start(
    [
        "produce", "--config", Cluster.ProduceConfig, "--data", _data, "--symbols", string.Join(',', _symbols), "--speed", speed,
        .. _isOldBroker
            ? KafkaBroker.ClientProperties.SelectMany(pair => (string[])["--set", $"Kafka.Client.{pair.Key}={pair.Value}"])
            : [],
    ]);

    /// <summary>Fills that the API tells of; −1 while it can't be asked.</summary>
    public async Task<long> FillsAsync()
    {
        try
        {
            using var view = JsonDocument.Parse(await _client.GetStringAsync(new Uri(Cluster.ApiAddress, "/api/portfolios/default")));
            return view.RootElement.GetProperty("fills").GetInt64();
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
        {
            return -1;
        }
    }

    /// <summary>Waits until so many fills are durable.</summary>
    public Task UntilFillsAsync(long fills) => UntilAsync(async () => await FillsAsync() >= fills, $"{fills} fills");

    /// <summary>Waits until the exported trade log is the backtest's, byte for byte, and the money is that of its rows.</summary>
    public async Task ShouldEndLikeTheBacktestAsync()
    {
        await UntilAsync(
            async () => await FillsAsync() >= ExpectedFills && await IsOverAsync(), $"{ExpectedFills} fills and the end of all data");
        var actual = await TradeLogAsync();
        Assert.True(_expected.AsSpan().SequenceEqual(actual), FirstDifference(actual));
        await CheckMoneyAsync();
        await CheckSummaryAsync();
    }

    /// <summary>
    /// Every symbol's chart has bars and a figure for each. Not after a silo was killed: an activation has the bars that it
    /// has seen itself.
    /// </summary>
    public async Task ShouldShowChartsAsync()
    {
        foreach (var symbol in _symbols)
        {
            var chart = await GetAsync($"/api/symbols/{symbol}/chart");
            var bars = chart.GetProperty("bars").GetArrayLength();
            Assert.InRange(bars, 1, 120);
            var plots = chart.GetProperty("plots").EnumerateObject().ToList();
            Assert.NotEmpty(plots);
            Assert.All(plots, plot => Assert.Equal(bars, plot.Value.GetArrayLength()));
            Assert.Equal(
                (await GetAsync($"/api/symbols/{symbol}")).GetProperty("mark").GetDecimal(),
                chart.GetProperty("bars")[bars - 1].GetProperty("close").GetDecimal());
        }
    }

    /// <summary>A figure of a symbol, such as <c>duplicates</c>.</summary>
    public async Task<long> SymbolFigureAsync(string symbol, string name)
    {
        using var view = JsonDocument.Parse(await _client.GetStringAsync(new Uri(Cluster.ApiAddress, $"/api/symbols/{symbol}")));
        return view.RootElement.GetProperty(name).GetInt64();
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        if (Cluster is not null)
            await Cluster.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    private static bool IsStrategy(string text) =>
        text is "lss" or "sma-cross" or "macd-trend" || text.EndsWith("=sma-cross", StringComparison.Ordinal);

    private async Task<byte[]> TradeLogAsync() =>
        await _client.GetByteArrayAsync(new Uri(Cluster.ApiAddress, "/api/portfolios/default/order-book.csv"));

    private async Task<bool> IsOverAsync()
    {
        foreach (var symbol in _symbols)
        {
            using var view = JsonDocument.Parse(await _client.GetStringAsync(new Uri(Cluster.ApiAddress, $"/api/symbols/{symbol}")));
            if (!view.RootElement.GetProperty("isEnded").GetBoolean())
                return false;
        }

        return true;
    }

    // Nothing is lost or there twice: cash is the initial cash and every trade of the ledger.
    private async Task CheckMoneyAsync()
    {
        using var view = JsonDocument.Parse(await _client.GetStringAsync(new Uri(Cluster.ApiAddress, "/api/portfolios/default")));
        var cash = view.RootElement.GetProperty("initialCash").GetDecimal();
        var ids = new HashSet<string>();
        var next = "/api/portfolios/default/trades?limit=500";
        while (next is not null)
        {
            using var page = JsonDocument.Parse(await _client.GetStringAsync(new Uri(Cluster.ApiAddress, next)));
            foreach (var trade in page.RootElement.GetProperty("items").EnumerateArray())
            {
                var notional = trade.GetProperty("notional").GetDecimal();
                cash += trade.GetProperty("side").GetString() is "buy" or "Buy" ? -notional : notional;
                cash -= trade.GetProperty("fee").GetDecimal();
                Assert.True(ids.Add($"{trade.GetProperty("orderId").GetString()}#{trade.GetProperty("fillNumber").GetInt32()}"));
            }

            next = page.RootElement.TryGetProperty("nextLink", out var link) && link.ValueKind == JsonValueKind.String ? link.GetString() : null;
        }

        Assert.Equal(ExpectedFills, ids.Count);
        Assert.Equal(view.RootElement.GetProperty("cash").GetDecimal(), cash);
    }

    // What the backtest's summary says of drawdown and round trips is what the portfolio and its strategies say.
    private async Task CheckSummaryAsync()
    {
        var portfolio = await GetAsync("/api/portfolios/default");
        Assert.Equal(_summary.GetProperty("maxDrawdown").GetDouble(), portfolio.GetProperty("maxDrawdown").GetDouble());
        var strategies = (await GetAsync("/api/portfolios/default/strategies")).GetProperty("strategies").EnumerateArray().ToList();
        Assert.Equal(_summary.GetProperty("trades").GetInt64(), strategies.Sum(strategy => strategy.GetProperty("roundTrips").GetInt64()));
        foreach (var name in (string[])["realizedPnl", "unrealizedPnl", "fees"])
            Assert.Equal(_summary.GetProperty(name).GetDecimal(), strategies.Sum(strategy => strategy.GetProperty(name).GetDecimal()));
        if (strategies is not [var only])
            return;
        foreach (var name in (string[])["winRate", "profitFactor"])
            Assert.Equal(_summary.GetProperty(name).GetRawText(), only.GetProperty(name).GetRawText());
    }

    private async Task<JsonElement> GetAsync(string path) => JsonElement.Parse(await _client.GetStringAsync(new Uri(Cluster.ApiAddress, path)));

    /// <summary>How far everybody is, for the text of a failure.</summary>
    private async Task<string> FiguresAsync()
    {
        var text = new StringBuilder();
        text.AppendLine(await Ask(new Uri(Cluster.ApiAddress, "/api/portfolios/default"), isShown: null));
        foreach (var symbol in _symbols)
            text.AppendLine(await Ask(new Uri(Cluster.ApiAddress, $"/api/symbols/{symbol}"), isShown: null));
        foreach (var line in await Cluster.StatusAsync())
        {
            text.AppendLine(line);
            if (line.StartsWith("silo-", StringComparison.Ordinal))
                text.AppendLine(await Ask(new Uri(line[line.IndexOf("http", StringComparison.Ordinal)..] + "/metrics"), shown => shown.StartsWith("streaming_kafka_", StringComparison.Ordinal)));
        }

        return text.ToString();

        async Task<string> Ask(Uri address, Predicate<string>? isShown)
        {
            try
            {
                var answer = await _client.GetStringAsync(address);
                return isShown is null ? answer : string.Join('\n', answer.Split('\n').Where(shown => isShown(shown)));
            }
            catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
            {
                return $"{address}: {e.Message}";
            }
        }
    }

    private async Task UntilAsync(Func<Task<bool>> condition, string what)
    {
        var time = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                if (await condition())
                    return;
            }
            catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
            {
                // The API is there, the cluster behind it may not be for a while.
            }

            if (time.Elapsed > TimeSpan.FromMinutes(4))
                Assert.Fail($"{what}: not seen after {time.Elapsed}; {await FillsAsync()} fills\n{await FiguresAsync()}{Cluster.Logs()}");
            await Task.Delay(100, TestContext.Current.CancellationToken);
        }
    }

    private string FirstDifference(byte[] actual)
    {
        var (expected, got) = (Lines(_expected), Lines(actual));
        var at = expected.Zip(got).TakeWhile(pair => pair.First == pair.Second).Count();
        return $"{got.Length} rows instead of {expected.Length}; row {at + 1}: {got.ElementAtOrDefault(at)} instead of {expected.ElementAtOrDefault(at)}";

        static string[] Lines(byte[] text) => Encoding.UTF8.GetString(text).Split('\n');
    }
}
