using System.Text;
using TradeBooks.Domain.Books;
using TradeBooks.Domain.Market;
using TradeBooks.EndToEnd.Tests.Running;
using TradeBooks.Feeds.Exchanges;
using TradeBooks.Feeds.Kafka;
using TradeBooks.Tests;
using TradeBooks.Tests.Kafka;

namespace TradeBooks.EndToEnd.Tests.Replay;

/// <summary>Recorded frames through <c>replay</c> into Kafka, and books from what the topics hold.</summary>
public sealed class ReplayToKafkaTests
{
    [Fact]
    public void Replay_BinanceSpotToKafka_GivesTheSameBookBehindIt()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["binance-config.json"], """{"btcusdt":1,"ethusdt":0}""");
        var capture = SharedData.Path("book/binance/binance_spot_btcusdt_20240808.gz");
        using var broker = KafkaBroker.Start(new KafkaBrokerOptions { Partitions = 2 });
        Replay(folder, broker, "binance-spot", "hftbacktest", folder["binance-config.json"], capture).ShouldExit(0);

        var records = TopicReader.ReadAll(broker.Client, "binance-orderbook");
        Assert.Equal(3452, records.Count);
        Assert.All(records, record => Assert.Equal((1, "btcusdt"), (record.Partition.Value, Encoding.UTF8.GetString(record.Message.Key))));
        Assert.Equal(File.ReadAllText(folder["tops.csv"]), Tops(Exchange.BinanceSpot, records.Select(record => record.Message.Value)));

        var trades = TopicReader.ReadAll(broker.Client, "binance-trades");
        Assert.Equal(9757, trades.Count);
        Assert.Equal(
            """{"exchange":"binance","symbol":"btcusdt","tradeId":3735683259,"eventTime":1723161255342000,"receivedTime":1723161254087896,"price":"61837.63000000","quantity":"0.02000000","side":"sell"}""",
            Encoding.UTF8.GetString(trades[0].Message.Value));
    }

    [Fact]
    public void Replay_OtherExchangesToKafka_GiveTheSameBooksBehindIt()
    {
        using var folder = new TemporaryFolder();
        using var broker = KafkaBroker.Start(new KafkaBrokerOptions { Partitions = 1 });
        foreach (var (exchange, format, file) in new[]
        {
            (Exchange.BinanceUsdm, "hftbacktest", "binance/binance_usdm_btcusdt_20240808.gz"),
            (Exchange.Kraken, "cryptofeed", "kraken/book1000_ws_v1_checksum.txt.gz"),
            (Exchange.Coinbase, "cryptofeed", "coinbase/level2_ws.txt.gz"),
        })
        {
            var map = folder[exchange.Id + "-config.json"];
            File.WriteAllText(map, $$"""{{{string.Join(',', Symbols(exchange).Select(symbol => $"\"{symbol}\":0"))}}}""");
            Replay(folder, broker, exchange.Name, format, map, SharedData.Path("book/" + file)).ShouldExit(0);
            var records = TopicReader.ReadAll(broker.Client, exchange.Id + "-orderbook");
            Assert.Equal(File.ReadAllText(folder["tops.csv"]), Tops(exchange, records.Select(record => record.Message.Value)));
        }
    }

    [Fact]
    public void Replay_SymbolNotInTheMap_IsOneError()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["map.json"], """{"ethusdt":0}""");
        File.WriteAllText(folder["frames.txt"], """1 {"e":"depthUpdate","E":1,"s":"BTCUSDT","U":1,"u":2,"b":[],"a":[]}""");
        using var broker = KafkaBroker.Start(new KafkaBrokerOptions { Partitions = 1 });
        Replay(folder, broker, "binance-spot", "hftbacktest", folder["map.json"], folder["frames.txt"])
            .ShouldExit(2).ShouldSayInOneLine("map.json: symbol btcusdt is missing");
    }

    [Fact]
    public void Replay_KafkaOptionsThatCantBe_AreOneError()
    {
        using var folder = new TemporaryFolder();
        string[] replay = ["replay", "--exchange", "kraken", "--format", "cryptofeed", "absent.txt"];
        RunningProgram.RunIn(folder.Root, null, [.. replay, "--partition-map", "x.json"]).ShouldExit(2).ShouldSayInOneLine("--partition-map is for --brokers alone");
        RunningProgram.RunIn(folder.Root, null, [.. replay, "--brokers", "127.0.0.1:1"]).ShouldExit(2).ShouldSayInOneLine("kraken-config.json");
    }

    private static string[] Symbols(Exchange exchange) => exchange == Exchange.BinanceUsdm
        ? ["btcusdt"]
        : exchange == Exchange.Kraken
            ? ["WAVES/EUR", "XMR/USD", "KSM/XBT", "GRT/ETH", "SC/EUR", "ETH/CHF", "OCEAN/XBT", "OMG/USD", "XBT/CHF", "ADA/XBT"]
            : ["SKL-USD", "SKL-BTC", "BAND-GBP", "NMR-EUR", "BAND-BTC", "YFI-BTC", "DASH-BTC", "NU-GBP", "CRV-EUR", "SKL-GBP"];

    private static ProgramResult Replay(
        TemporaryFolder folder, KafkaBroker broker, string exchange, string format, string map, string file) => RunningProgram.Run(
        [
            "replay", "--exchange", exchange, "--format", format, "--tops", folder["tops.csv"], "--brokers", broker.Address,
            "--partition-map", map, .. KafkaBroker.ClientProperties.SelectMany(property => new[] { "--set", $"Kafka:Client:{property.Key}={property.Value}" }),
            file,
        ]);

    // The rows that a consumer of the topic would write.
    private static string Tops(Exchange exchange, IEnumerable<byte[]> values)
    {
        var rows = new StringBuilder("symbol,updateId,bidPrice,bidQuantity,askPrice,askQuantity\n");
        var books = new Dictionary<string, SyncedBook>();
        foreach (var value in values)
        {
            Assert.Null(DepthMessage.TryRead(value, out var message));
            Assert.Equal(exchange.Id, message!.Exchange);
            if (!books.TryGetValue(message.Symbol, out var book))
            {
                var symbol = message.Symbol;
                books[symbol] = book = new SyncedBook(new LadderOrderBook(), exchange.CreateSequencer(), applied => rows.Append(
                    $"{symbol},{applied.LastUpdateId},{Level(applied.Book.BestBid)},{Level(applied.Book.BestAsk)}\n"));
            }

            book.Apply(message.Depth);
        }

        return rows.ToString();
    }

    private static string Level(DepthLevel? level) => level is { } one ? $"{one.Price},{one.Quantity}" : ",";
}
