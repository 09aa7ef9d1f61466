using System.Text.Json;
using TradeBooks.Domain.Books;
using TradeBooks.Domain.Market;
using TradeBooks.Feeds.Captures;
using TradeBooks.Feeds.Exchanges;
using TradeBooks.Tests;

namespace TradeBooks.Feeds.Tests.Exchanges;

/// <summary>Recorded frames of the exchanges: the book is the exchange's own, by its own best bid and ask or checksum.</summary>
public sealed class CaptureTests
{
    private const string Spot8 = "binance/binance_spot_btcusdt_20240808.gz";
    private const string Spot9 = "binance/binance_spot_btcusdt_20240809.gz";

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void BinanceSpot_Replayed_EqualsTheBookTicker(bool isNaive)
    {
        var check = new TopCheck(Exchange.BinanceSpot, isNaive);
        Captures.Read(Exchange.BinanceSpot, CaptureFormat.HftBacktest, check, Spot8);
        var book = check.Books["btcusdt"];
        Assert.Equal(new BookCounters(3451, 1, 3449, 2, 0, 0, 0), book.Counters);
        Assert.Equal((564, 564), check.Compare());
        Assert.Equal((28_040, 9_757), (check.Quotes, check.Trades));
        Assert.Equal(11_239, book.Book.AbsentRemovals);
        Assert.Equal(50_093_421_584, book.LastUpdateId);
    }

    [Fact]
    public void BinanceSpot_TwoFiles_ContinueOverMidnight()
    {
        var check = new TopCheck(Exchange.BinanceSpot, isNaive: false);
        Captures.Read(Exchange.BinanceSpot, CaptureFormat.HftBacktest, check, Spot8, Spot9);
        Assert.Equal(new BookCounters(3451 + 3044, 1, 3449 + 3044, 2, 0, 0, 0), check.Books["btcusdt"].Counters);
        var (equal, compared) = check.Compare();
        Assert.Equal(compared, equal);
        Assert.True(compared > 1000, $"{compared} compared");
    }

    [Fact]
    public void BinanceSpot_SecondFileAlone_IsNeverInSync()
    {
        var check = new TopCheck(Exchange.BinanceSpot, isNaive: false);
        Captures.Read(Exchange.BinanceSpot, CaptureFormat.HftBacktest, check, Spot9);
        var book = check.Books["btcusdt"];
        Assert.Equal(new BookCounters(3044, 0, 0, 0, 0, 0, 3044), book.Counters);
        Assert.Equal(DepthReason.NoSnapshot, book.Reason);
        Assert.Equal((0, 0), check.Compare());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void BinanceUsdm_Replayed_EqualsTheBookTicker(bool isNaive)
    {
        var check = new TopCheck(Exchange.BinanceUsdm, isNaive);
        Captures.Read(Exchange.BinanceUsdm, CaptureFormat.HftBacktest, check, "binance/binance_usdm_btcusdt_20240808.gz");
        Assert.Equal(new BookCounters(6551, 1, 6547, 4, 0, 0, 0), check.Books["btcusdt"].Counters);
        Assert.Equal((629, 629), check.Compare());
    }

    [Fact]
    public void BinanceSpot_WebSocketBeforeSnapshots_FollowsOnThem()
    {
        var check = new TopCheck(Exchange.BinanceSpot, isNaive: false);
        Captures.Read(
            Exchange.BinanceSpot, CaptureFormat.Cryptofeed, check,
            "binance/cryptofeed_spot_ws.txt.gz", "binance/cryptofeed_spot_snapshots.txt.gz");
        Assert.Equal(["blzeth", "lrcbtc", "nknusdt", "runeeur"], check.Books.Keys);
        Assert.Equal(new BookCounters(150, 1, 149, 1, 0, 0, 0), check.Books["nknusdt"].Counters);
        Assert.Equal(new BookCounters(10, 1, 9, 1, 0, 0, 0), check.Books["blzeth"].Counters);
        Assert.Equal(new BookCounters(15, 1, 13, 2, 0, 0, 0), check.Books["lrcbtc"].Counters);
        Assert.Equal(new BookCounters(2, 1, 1, 1, 0, 0, 0), check.Books["runeeur"].Counters);
        var (equal, compared) = check.Compare();
        Assert.Equal(compared, equal);
        Assert.True(compared > 20, $"{compared} compared");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Kraken_Replayed_HasEveryChecksumAndTheExpectedEnd(bool isNaive)
    {
        var check = new TopCheck(Exchange.Kraken, isNaive);
        Captures.Read(Exchange.Kraken, CaptureFormat.Cryptofeed, check, "kraken/book1000_ws_v1_checksum.txt.gz");
        Assert.Equal(10, check.Books.Count);
        Assert.Equal(4269, check.Books.Values.Sum(book => book.Counters.Applied));
        Assert.All(check.Books.Values, book => Assert.Equal((0, 0, 0), (book.Counters.Dropped, book.Counters.Resyncs, book.Counters.ChecksumFailures)));
        using var expected = JsonDocument.Parse(File.ReadAllText(SharedData.Path("book/kraken/expected_kraken.json")));
        foreach (var pair in expected.RootElement.GetProperty("per_pair").EnumerateObject())
        {
            var expectedLevels = (pair.Value.GetProperty("ask_levels").GetInt32(), pair.Value.GetProperty("bid_levels").GetInt32());
            Assert.Equal(expectedLevels, check.SnapshotLevels[pair.Name]);
            Assert.Equal(pair.Value.GetProperty("updates").GetInt64(), check.Books[pair.Name].Counters.Applied);
        }

        foreach (var top in expected.RootElement.GetProperty("end_top").EnumerateObject())
        {
            var book = check.Books[top.Name].Book;
            Assert.Equal(Level(top.Value.GetProperty("ask")), book.BestAsk);
            Assert.Equal(Level(top.Value.GetProperty("bid")), book.BestBid);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Coinbase_Replayed_IsNeverCrossed(bool isNaive)
    {
        var check = new TopCheck(Exchange.Coinbase, isNaive);
        Captures.Read(Exchange.Coinbase, CaptureFormat.Cryptofeed, check, "coinbase/level2_ws.txt.gz");
        Assert.Equal(10, check.Books.Count);
        Assert.Equal(9719, check.Books.Values.Sum(book => book.Counters.Applied));
        Assert.All(check.Books.Values, book => Assert.Equal((1, 0, 0), (book.Counters.Snapshots, book.Counters.Dropped, book.Counters.Resyncs)));
        Assert.All(check.Books.Values, book => Assert.Equal(0, book.Book.AbsentRemovals));
        Assert.Equal(97, check.Trades);
    }

    [Fact]
    public void Kraken_TradeChannel_GivesTheTrades()
    {
        var check = new TopCheck(Exchange.Kraken, isNaive: false);
        Captures.Read(Exchange.Kraken, CaptureFormat.Cryptofeed, check, "kraken/trade_ws_v1.txt.gz");
        var expected = Captures.Load(CaptureFormat.Cryptofeed, "kraken/trade_ws_v1.txt.gz")
            .Select(frame => JsonDocument.Parse(frame.Frame).RootElement)
            .Where(frame => frame.ValueKind == JsonValueKind.Array)
            .Sum(frame => frame[1].GetArrayLength());
        Assert.True(expected > 0, "there are trades");
        Assert.Equal(expected, check.Trades);
    }

    private static DepthLevel? Level(JsonElement level) => new DepthLevel(level[0].GetString()!, level[1].GetString()!);
}
