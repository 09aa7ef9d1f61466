using System.Diagnostics;
using System.Text.Json;
using TradeBooks.Domain.Books;
using TradeBooks.EndToEnd.Tests.Running;
using TradeBooks.Feeds.Exchanges;
using TradeBooks.Feeds.Kafka;
using TradeBooks.Tests.Kafka;
using TradeBooks.Tests.Markets;

namespace TradeBooks.EndToEnd.Tests.Exchanges;

/// <summary>The program at an exchange and a broker on loopback.</summary>
public sealed class LiveTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    [Fact]
    public async Task Ingest_StoppedByCtrlC_TopicsHoldTheExchangesBooks()
    {
        using var cluster = MockCluster.Start();
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["binance-config.json"], """{"x0usdt":2,"x1usdt":0}""");
        await using var market = LocalExchange.Start(MarketFormat.BinanceSpot, ["X0USDT", "X1USDT"], seed: 3);
        string[] arguments =
        [
            "ingest", "--exchange", "binance-spot", "--symbols", "x0usdt,X1USDT", "--brokers", cluster.Address, "--snapshots", "1s",
            .. Addresses(market), "--json",
        ];
        using var program = RunningProgram.Start(arguments, folder.Root);
        Until(program, () => market.Requests >= 2, "the snapshots");
        market.Disconnect();
        Until(program, () => market.Connections >= 2 && market.Requests >= 4, "a second connection");
        Until(program, () => program.ErrorSoFar.Contains("2 of 2 books in sync", StringComparison.Ordinal), "a line of progress");
        market.IsMoving = false;
        program.Signal("INT");
        var result = program.WaitForExit().ShouldExit(130);
        using var summary = JsonDocument.Parse(result.Output);

        var records = TopicReader.ReadAll(cluster.Client, "binance-orderbook");
        Assert.True(summary.RootElement.GetProperty("connections")[0].GetProperty("connects").GetInt64() >= 2, result.Output);
        foreach (var (symbol, partition) in new[] { ("x0usdt", 2), ("x1usdt", 0) })
        {
            var checks = 0;
            var book = new SyncedBook(new LadderOrderBook(), Exchange.BinanceSpot.CreateSequencer(), synced =>
            {
                checks++;
                Assert.True(market.HasBeen(symbol, State(synced)), $"{symbol} at {synced.LastUpdateId} has never been like this");
            });
            foreach (var record in records.Where(record => record.Partition.Value == partition))
            {
                Assert.Null(DepthMessage.TryRead(record.Message.Value, out var message));
                Assert.Equal(("binance", symbol), (message!.Exchange, message.Symbol));
                book.Apply(message.Depth);
            }

            Assert.True(book.IsInSync && checks > 20, $"{symbol}: {checks} checked; {book.Reason}");
        }

        var trades = TopicReader.ReadAll(cluster.Client, "binance-trades");
        Assert.Equal(summary.RootElement.GetProperty("records").GetInt64(), records.Count + trades.Count);
        Assert.All(trades, record => Assert.Null(TradeMessage.TryRead(record.Message.Value, out _)));
        Assert.NotEmpty(trades);
    }

    [Theory]
    [InlineData("binance-spot", "X0USDT", "X1USDT")]
    [InlineData("kraken", "X0/USD", "X1/USD")]
    public async Task Record_ForAWhile_ReplayReadsIt(string exchange, params string[] symbols)
    {
        using var folder = new TemporaryFolder();
        var file = folder["frames.gz"];
        var tops = folder["tops.csv"];
        var format = exchange == "kraken" ? MarketFormat.Kraken : MarketFormat.BinanceSpot;
        await using (var market = LocalExchange.Start(format, symbols, seed: 4))
        {
            var recorded = RunningProgram.Run(
                ["record", "--exchange", exchange, "--symbols", string.Join(',', symbols), "--out", file, "--duration", "5s", .. Addresses(market)])
                .ShouldExit(0);
            Assert.Contains("2 in sync", recorded.Output);
        }

        var replayed = RunningProgram.Run("replay", "--exchange", exchange, "--format", "hftbacktest", "--tops", tops, file).ShouldExit(0);
        Assert.Equal(2, replayed.Output.Split("; in sync").Length - 1);
        Assert.True(File.ReadLines(tops).Count() > 50, "there are tops");
    }

    [Theory]
    [InlineData("no symbol of", "ingest", "--exchange", "kraken", "--symbols", "XBTUSD", "--brokers", "127.0.0.1:1")]
    [InlineData("--stream-address http://x", "record", "--exchange", "kraken", "--symbols", "XBT/USD", "--out", "x.gz", "--stream-address", "http://x")]
    [InlineData("--duration 5", "record", "--exchange", "kraken", "--symbols", "XBT/USD", "--out", "x.gz", "--duration", "5")]
    [InlineData("kraken-config.json", "ingest", "--exchange", "kraken", "--symbols", "XBT/USD", "--brokers", "127.0.0.1:1")]
    public void Live_WrongArgument_IsOneLine(string words, params string[] arguments)
    {
        using var folder = new TemporaryFolder();
        RunningProgram.RunIn(folder.Root, null, arguments).ShouldExit(2).ShouldSayInOneLine(words);
    }

    private static string[] Addresses(LocalExchange market) =>
        ["--stream-address", market.Stream.ToString(), "--rest-address", market.Rest.ToString()];

    private static ulong State(SyncedBook book) => MarketBook.Hash(Texts(book.Book, BookSide.Bid), Texts(book.Book, BookSide.Ask));

    private static IEnumerable<(string Price, string Quantity)> Texts(OrderBook book, BookSide side) =>
        book.Levels(side).Select(level => (level.Price.ToString(), level.Quantity.ToString()));

    private static void Until(RunningProgram program, Func<bool> condition, string what)
    {
        for (var watch = Stopwatch.StartNew(); !condition(); Thread.Yield())
        {
            Assert.True(watch.Elapsed < Patience, $"{what} has not come\n{program.ErrorSoFar}");
            Assert.False(program.HasExited, program.ErrorSoFar);
        }
    }
}
