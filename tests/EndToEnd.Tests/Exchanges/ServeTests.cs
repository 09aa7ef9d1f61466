using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text.Json;
using TradeBooks.EndToEnd.Tests.Running;
using TradeBooks.EndToEnd.Tests.Serve;
using TradeBooks.Tests.Kafka;
using TradeBooks.Tests.Markets;

namespace TradeBooks.EndToEnd.Tests.Exchanges;

/// <summary>The API of an ingest.</summary>
public sealed class ServeTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Serve_Kraken_ShowsTheExchangesBooksAndNoPortfolio()
    {
        using var cluster = MockCluster.Start();
        using var folder = new TemporaryFolder();
        await using var market = LocalExchange.Start(MarketFormat.Kraken, ["X0/USD", "X1/USD"], seed: 5);
        using var served = ServedProgram.Start(Arguments(cluster, folder, market));
        await served.UntilAsync("/api/connections", answer => answer.GetProperty("connections")[0].GetProperty("inSync").GetInt32() == 2);

        // Every book that is answered has been the exchange's.
        for (var i = 0; i < 100; i++)
        {
            var book = await served.GetAsync("/api/symbols/X0%2FUSD/book?levels=100");
            Assert.True(book.GetProperty("isInSync").GetBoolean(), book.GetRawText());
            Assert.True(market.HasBeen("X0/USD", MarketBook.Hash(Texts(book, "bids"), Texts(book, "asks"))), book.GetRawText());
        }

        var state = await served.GetAsync("/api/symbols/X1%2FUSD");
        Assert.Equal("X1/USD", state.GetProperty("symbol").GetString());
        Assert.Equal("[]", (await served.GetAsync("/api/portfolios")).GetProperty("portfolios").GetRawText());
        Assert.Equal("""["X0/USD","X1/USD"]""", (await served.GetAsync("/api/symbols")).GetProperty("symbols").GetRawText());
        using var client = new HttpClient { BaseAddress = served.Address };
        foreach (var path in (string[])["portfolios/default", "portfolios/default/trades", "profit-book", "symbols/X9%2FUSD/book", "replay"])
        {
            using var response = await client.GetAsync("/api/" + path, TestContext.Current.CancellationToken);
            Assert.Equal((path, HttpStatusCode.NotFound), (path, response.StatusCode));
        }

        foreach (var path in (string[])["/api/symbols/X0%2FUSD/pause", "/api/portfolios/default/halt"])
        {
            using var response = await served.PostAsync(path, served.ItsKey);
            Assert.Equal((path, HttpStatusCode.NotFound), (path, response.StatusCode));
        }

        await ShouldShowMetricsAsync(served, market);
    }

    [Fact]
    public async Task Serve_CtrlCWithAnOpenStream_EndsAsWithoutOne()
    {
        using var cluster = MockCluster.Start();
        using var folder = new TemporaryFolder();
        await using var market = LocalExchange.Start(MarketFormat.Kraken, ["X0/USD", "X1/USD"], seed: 6);
        using var served = ServedProgram.Start(Arguments(cluster, folder, market));
        await served.UntilAsync("/api/connections", answer => answer.GetProperty("connections")[0].GetProperty("inSync").GetInt32() == 2);
        using var live = await served.LiveAsync();
        var names = new HashSet<string>();
        for (var time = Stopwatch.StartNew(); !names.IsSupersetOf(["event: marks", "event: lag"]);)
        {
            Assert.True(time.Elapsed < Patience, string.Join(' ', names));
            names.Add(await live.ReadLineAsync(TestContext.Current.CancellationToken) ?? "");
        }

        served.Program.Signal("INT");
        var result = served.Program.WaitForExit().ShouldExit(130);
        using var summary = JsonDocument.Parse(result.Output);
        Assert.True(summary.RootElement.GetProperty("records").GetInt64() > 0, result.Output);
    }

    [Fact]
    public async Task Serve_PortInUse_IsOneLine()
    {
        using var cluster = MockCluster.Start();
        using var folder = new TemporaryFolder();
        await using var market = LocalExchange.Start(MarketFormat.Kraken, ["X0/USD", "X1/USD"], seed: 6);
        var taken = market.Rest.Port.ToString(CultureInfo.InvariantCulture);
        RunningProgram.Run([.. Arguments(cluster, folder, market), "--serve", "--port", taken]).ShouldExit(2).ShouldSayInOneLine("--serve: ");
    }

    private static string[] Arguments(MockCluster cluster, TemporaryFolder folder, LocalExchange market)
    {
        File.WriteAllText(folder["kraken-config.json"], """{"X0/USD":0,"X1/USD":1}""");
        return
        [
            "ingest", "--exchange", "kraken", "--symbols", "X0/USD,X1/USD", "--brokers", cluster.Address, "--json",
            "--partition-map", folder["kraken-config.json"], "--stream-address", market.Stream.ToString(),
        ];
    }

    // What Prometheus gets is what the API says, once the market stands still.
    private static async Task ShouldShowMetricsAsync(ServedProgram served, LocalExchange market)
    {
        market.IsMoving = false;
        await served.UntilAsync("/api/connections", answer => answer.GetProperty("connections")[0].GetProperty("framesPerSecond").GetDouble() == 0);
        var metrics = (await served.TextAsync("/metrics")).Split('\n');
        var counters = (await served.GetAsync("/api/symbols/X1%2FUSD/book")).GetProperty("counters");
        const string book = "exchange=\"kraken\",symbol=\"X1/USD\"";
        foreach (var (metric, name) in new[]
        {
            ("messages_total", "messages"), ("applied_total", "applied"), ("dropped_total", "dropped"), ("snapshots_total", "snapshots"),
            ("resyncs_total", "resyncs"), ("checksum_failures_total", "checksumFailures"), ("held", "held"),
        })
        {
            Assert.Equal(counters.GetProperty(name).GetDouble(), Sample(metrics, "tradebooks_book_" + metric, book));
        }

        Assert.Equal(1, Sample(metrics, "tradebooks_book_in_sync", book));
        var connection = (await served.GetAsync("/api/connections")).GetProperty("connections")[0];
        const string number = "connection=\"1\",exchange=\"kraken\"";
        foreach (var (metric, name) in new[]
        {
            ("received_bytes_total", "bytes"), ("bad_frames_total", "badFrames"), ("events_total", "events"), ("connects_total", "connects"),
            ("snapshots_total", "snapshots"), ("resyncs_total", "resyncs"), ("refusals_total", "refusals"), ("in_sync", "inSync"),
        })
        {
            Assert.Equal(connection.GetProperty(name).GetDouble(), Sample(metrics, "tradebooks_connection_" + metric, number));
        }

        Assert.Equal(1, Sample(metrics, "tradebooks_connection_connected", number));
        Assert.Equal(connection.GetProperty("latencyMilliseconds").GetDouble() / 1000, Sample(metrics, "tradebooks_connection_latency_seconds", number), 9);
    }

    private static double Sample(string[] metrics, string name, string labels)
    {
        var line = Assert.Single(metrics, line => line.StartsWith(name + "{", StringComparison.Ordinal) && line.Contains(labels + "}", StringComparison.Ordinal));
        return double.Parse(line[(line.LastIndexOf(' ') + 1)..], CultureInfo.InvariantCulture);
    }

    private static IEnumerable<(string Price, string Quantity)> Texts(JsonElement book, string side) => book.GetProperty(side)
        .EnumerateArray().Select(level => (level.GetProperty("price").GetRawText(), level.GetProperty("quantity").GetRawText()));
}
