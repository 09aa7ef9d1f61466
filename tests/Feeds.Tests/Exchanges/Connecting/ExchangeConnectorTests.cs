using System.Diagnostics;
using TradeBooks.Domain.Settings;
using TradeBooks.Feeds.Captures;
using TradeBooks.Feeds.Exchanges;
using TradeBooks.Feeds.Exchanges.Connecting;
using TradeBooks.Tests.Markets;

namespace TradeBooks.Feeds.Tests.Exchanges.Connecting;

/// <summary>Connectors as they are in production, at an exchange on loopback.</summary>
public sealed class ExchangeConnectorTests
{
    [Theory]
    [InlineData(MarketFormat.BinanceSpot)]
    [InlineData(MarketFormat.BinanceFutures)]
    [InlineData(MarketFormat.Kraken)]
    [InlineData(MarketFormat.Coinbase)]
    internal async Task RunAsync_UndisturbedExchange_BooksAreTheExchanges(MarketFormat format)
    {
        await using var market = new ConnectorCase(format).Start();
        await market.UntilAsync(() => market.Applied > 300 && market.Trades > 10, "300 events and 10 trades");
        await market.ShouldEndEqualAsync();
        Assert.Equal(1, market.Only.Connects);
        Assert.Equal(0, market.Only.BadFrames);
        Assert.True(market.Only is { IsConnected: true, Frames: > 300, Bytes: > 30_000, Symbols: 3, InSync: 3 }, market.Only.ToString());
        await market.StopAsync();
        Assert.False(market.Only.IsConnected);
        Assert.Equal(0, market.Only.InSync);
    }

    [Theory]
    [InlineData(MarketFormat.BinanceSpot)]
    [InlineData(MarketFormat.BinanceFutures)]
    [InlineData(MarketFormat.Kraken)]
    [InlineData(MarketFormat.Coinbase)]
    internal async Task RunAsync_RandomFaults_BookIsRightOrClosed(MarketFormat format)
    {
        var isLong = Environment.GetEnvironmentVariable("TRADEBOOKS_LONG") == "1";
        await using var market = new ConnectorCase(format, seed: 7);
        market.Options = market.Options with { Silence = TimeSpan.FromSeconds(2), RequestTimeout = TimeSpan.FromSeconds(5) };
        market.Market.Faults = new MarketFaults
        {
            // What Coinbase has sent and nobody received cannot be seen; TCP does not lose it.
            Drop = format == MarketFormat.Coinbase ? 0 : 300,
            Double = 200,
            Garbage = 500,
            CutOff = 500,
            Disconnect = 1000,
            Silence = 4000,
            RefuseRequest = 25,
            FailRequest = 10,
            SlowRequest = 15,
            GarbageAnswer = 10,
            StaleAnswer = 5,
        };
        market.Start();
        await market.UntilAsync(() => market.Applied > 300, "300 events");
        var (before, length) = (MemoryInUse(), isLong ? TimeSpan.FromMinutes(10) : TimeSpan.FromSeconds(8));
        for (var watch = Stopwatch.StartNew(); watch.Elapsed < length;)
        {
            var next = market.Applied + 100;
            await market.UntilAsync(() => market.Applied > next, "100 events more");
        }

        await market.UntilAsync(() => market.Only is { Connects: > 1, BadFrames: > 1, Resyncs: > 1 }, "every kind of loss");
        Assert.Equal(0, market.Market.Impatient);
        await market.ShouldEndEqualAsync();
        if (isLong)
            Assert.InRange(MemoryInUse() - before, long.MinValue, 16 << 20);
    }

    [Fact]
    public async Task RunAsync_TooManyRequests_WaitsAsLongAsTold()
    {
        await using var market = new ConnectorCase(MarketFormat.BinanceSpot);
        market.Market.Faults = new MarketFaults { RefuseRequest = 1 };
        market.Start();
        await market.UntilAsync(() => market.Market.Refusals >= 2, "two refusals");
        await market.ShouldEndEqualAsync();
        Assert.Equal(0, market.Market.Impatient);
        Assert.Equal(market.Market.Refusals, market.Only.Refusals);
        Assert.Contains(market.Said, line => line.Contains("asks to wait 1 s", StringComparison.Ordinal));
    }

    [Fact]
    public async Task RunAsync_SilentConnection_IsMadeAgain()
    {
        await using var market = new ConnectorCase(MarketFormat.BinanceSpot);
        market.Options = market.Options with { Silence = TimeSpan.FromSeconds(2) };
        market.Start();
        await market.UntilAsync(() => market.Only.InSync == 3, "sync");
        market.Market.Faults = new MarketFaults { Silence = 1 };
        await market.UntilAsync(() => market.Only.Connects >= 2, "a second connection");
        await market.ShouldEndEqualAsync();
        Assert.Contains(market.Said, line => line.Contains("nothing came for 2", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(MarketFormat.BinanceSpot)]
    [InlineData(MarketFormat.Kraken)]
    [InlineData(MarketFormat.Coinbase)]
    internal async Task RunAsync_QuietMarket_PingsAndStaysConnected(MarketFormat format)
    {
        await using var market = new ConnectorCase(format);
        market.Options = market.Options with { Silence = TimeSpan.FromSeconds(5) };
        market.Start();
        await market.UntilAsync(() => market.Only.InSync == 3, "sync");
        market.Market.IsMoving = false;
        var frames = market.Only.Frames;

        // Three answered pings take longer than the silence that ends a connection.
        await market.UntilAsync(() => market.Only.Frames >= frames + 4, "answers to pings");
        Assert.Equal(1, market.Only.Connects);
        Assert.Equal(3, market.Only.InSync);
    }

    [Fact]
    public async Task RunAsync_ManySymbols_AreSharedOutOverConnections()
    {
        await using var market = new ConnectorCase(MarketFormat.Kraken, symbols: 5);
        market.Options = market.Options with { SymbolsPerConnection = 2 };
        market.Start();
        await market.UntilAsync(() => market.Connector.Counters.Sum(counters => counters.InSync) == 5, "sync");
        Assert.Equal([2, 2, 1], market.Connector.Counters.Select(counters => counters.Symbols));
        Assert.Equal(3, market.Market.Connections);
        await market.ShouldEndEqualAsync();
    }

    [Fact]
    public async Task RunAsync_LongestConnection_IsMadeAnewInTime()
    {
        await using var market = new ConnectorCase(MarketFormat.BinanceFutures);
        market.Options = market.Options with { LongestConnection = TimeSpan.FromMilliseconds(600) };
        market.Start();
        await market.UntilAsync(() => market.Only is { Connects: >= 3, InSync: 3 }, "a third connection");
        Assert.All(market.Said, line => Assert.Contains("made anew before the exchange ends it; again in 0 s", line));
        market.RequireRight();
    }

    [Theory]
    [InlineData(60)]
    [InlineData(-60)]
    public async Task RunAsync_ClockOfTheExchangeIsWrong_LatencySaysSoAndBooksAreRight(int seconds)
    {
        await using var market = new ConnectorCase(MarketFormat.BinanceSpot);
        market.Market.SetSkew(TimeSpan.FromSeconds(seconds));
        market.Start();
        await market.UntilAsync(() => market.Applied > 100, "100 events");
        Assert.InRange(market.Only.AverageLatency.TotalSeconds, -seconds - 1, -seconds + 30);
        await market.ShouldEndEqualAsync();
    }

    [Theory]
    [InlineData(MarketFormat.BinanceSpot, "NONEUSDT", "Invalid symbol")]
    [InlineData(MarketFormat.Kraken, "NONE/USD", "Currency pair not supported NONE/USD")]
    internal async Task RunAsync_SymbolThatIsNot_SaysSo(MarketFormat format, string symbol, string words)
    {
        await using var market = new ConnectorCase(format);
        market.Start([.. market.Symbols, symbol]);
        await market.UntilAsync(() => market.Said.Any(line => line.Contains(words, StringComparison.Ordinal)), words);
        await market.UntilAsync(() => market.Only.InSync == 3, "the others");
    }

    [Theory]
    [InlineData(MarketFormat.BinanceSpot)]
    [InlineData(MarketFormat.Kraken)]
    [InlineData(MarketFormat.Coinbase)]
    internal async Task Resync_OnDemand_BringsASnapshot(MarketFormat format)
    {
        await using var market = new ConnectorCase(format).Start();
        await market.UntilAsync(() => market.Only.InSync == 3, "sync");
        var snapshots = market.Only.Snapshots;
        Assert.True(market.Connector.Resync(market.Exchange.CreateParser().NameOf(market.Symbols[1])));
        Assert.False(market.Connector.Resync("none"));
        await market.UntilAsync(() => market.Only.Snapshots > snapshots, "a snapshot");
        await market.ShouldEndEqualAsync();
    }

    [Theory]
    [InlineData(MarketFormat.BinanceSpot)]
    [InlineData(MarketFormat.BinanceFutures)]
    [InlineData(MarketFormat.Kraken)]
    [InlineData(MarketFormat.Coinbase)]
    internal async Task Record_ThenReplayed_GivesTheSameTops(MarketFormat format)
    {
        var file = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid()}.gz");
        try
        {
            List<string> tops = [], replayed = [];
            using (var writer = new CaptureWriter(file, TimeProvider.System))
            {
                await using var market = new ConnectorCase(format) { Recorder = writer, Tops = tops };

                // Long enough for every book to move meanwhile: what follows without a gap needs no new snapshot in a replay.
                market.Options = market.Options with { FirstWait = TimeSpan.FromSeconds(1), LongestWait = TimeSpan.FromSeconds(1) };
                market.Start();
                await market.UntilAsync(() => market.Applied > 200, "200 events");
                market.Market.Disconnect();
                await market.UntilAsync(() => market.Only is { Connects: 2, InSync: 3 }, "a second connection");
                await market.UntilAsync(() => market.Applied > 400, "200 events more");
                await market.StopAsync();
            }

            var exchange = ConnectorCase.ExchangeOf(format);
            var parser = exchange.CreateParser();
            var books = new ExchangeBooks(exchange, (symbol, book) =>
                replayed.Add($"{symbol} {book.LastUpdateId} {book.Book.BestBid} {book.Book.BestAsk}"));
            foreach (var capture in CaptureReader.ReadAll([file], CaptureFormat.HftBacktest))
                Assert.Null(parser.TryRead(capture.Frame.Span, capture.ReceivedTime, books, capture.Symbol));
            Assert.Equal(tops, replayed);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Theory]
    [InlineData("binance-spot", "btc/usdt")]
    [InlineData("kraken", "XBTUSD")]
    [InlineData("coinbase", "BTC\"-USD")]
    [InlineData("coinbase", "")]
    public void Normalise_NoSymbol_IsRefused(string exchange, string symbol) =>
        Assert.Throws<SettingException>(() => ExchangeConnector.Normalise(Exchange.Find(exchange)!, [symbol]));

    [Fact]
    public void Normalise_SymbolsInAnyCase_AreTheExchanges()
    {
        Assert.Equal(["btcusdt", "ethusdt"], ExchangeConnector.Normalise(Exchange.BinanceSpot, ["BTCUSDT", "ethusdt"]));
        Assert.Equal(["XBT/USD"], ExchangeConnector.Normalise(Exchange.Kraken, ["xbt/usd"]));
        Assert.Throws<SettingException>(() => ExchangeConnector.Normalise(Exchange.BinanceSpot, ["BTCUSDT", "btcusdt"]));
        Assert.Throws<SettingException>(() => ExchangeConnector.Normalise(Exchange.BinanceSpot, []));
    }

    [Fact]
    public void Of_ProductionAddresses_AreEncrypted() => Assert.All(Exchange.All, exchange =>
    {
        var protocol = ExchangeProtocols.Of(exchange);
        Assert.Equal("wss", protocol.StreamAddress.Scheme);
        Assert.True(protocol.RestAddress is null or { Scheme: "https" }, exchange.Name);
    });

    private static long MemoryInUse() => GC.GetTotalMemory(forceFullCollection: true);
}
