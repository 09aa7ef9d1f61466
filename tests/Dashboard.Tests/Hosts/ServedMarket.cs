using TradeBooks.EndToEnd.Tests.Running;
using TradeBooks.EndToEnd.Tests.Serve;
using TradeBooks.Tests.Kafka;
using TradeBooks.Tests.Markets;

namespace TradeBooks.Dashboard.Tests.Hosts;

/// <summary>A served ingest between an exchange and a broker on loopback.</summary>
internal sealed class ServedMarket : IAsyncDisposable
{
    private readonly MockCluster _cluster;
    private readonly TemporaryFolder _folder;

    private ServedMarket(MockCluster cluster, TemporaryFolder folder, LocalExchange market, ServedProgram served)
    {
        _cluster = cluster;
        _folder = folder;
        Market = market;
        Served = served;
    }

    public LocalExchange Market { get; }

    public ServedProgram Served { get; }

    /// <summary>Starts them, and waits until both books are in sync.</summary>
    public static Task<ServedMarket> StartBinanceAsync() =>
        StartAsync(MarketFormat.BinanceSpot, "binance-spot", "binance-config.json", "X0USDT", "X1USDT");

    /// <summary>The same with symbols that have a slash, and checksums.</summary>
    public static Task<ServedMarket> StartKrakenAsync() =>
        StartAsync(MarketFormat.Kraken, "kraken", "kraken-config.json", "X0/USD", "X1/USD");

    private static async Task<ServedMarket> StartAsync(MarketFormat format, string exchange, string map, params string[] symbols)
    {
        var cluster = MockCluster.Start();
        var folder = new TemporaryFolder();
        var market = LocalExchange.Start(format, symbols, seed: 7, TimeSpan.FromMilliseconds(10));
        var names = symbols.Select(symbol => format == MarketFormat.Kraken ? symbol : symbol.ToLowerInvariant()).ToList();
        await File.WriteAllTextAsync(
            folder[map], $$"""{"{{names[0]}}":0,"{{names[1]}}":1}""", TestContext.Current.CancellationToken);
        var served = ServedProgram.Start(
            "ingest", "--exchange", exchange, "--symbols", string.Join(',', symbols), "--brokers", cluster.Address,
            "--partition-map", folder[map],
            "--stream-address", market.Stream.ToString(), "--rest-address", market.Rest.ToString());
        var host = new ServedMarket(cluster, folder, market, served);
        try
        {
            await served.UntilAsync("/api/connections", answer => answer.GetProperty("connections")[0].GetProperty("inSync").GetInt32() == 2);
            return host;
        }
        catch
        {
            await host.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        Served.Dispose();
        await Market.DisposeAsync();
        _folder.Dispose();
        _cluster.Dispose();
    }
}
