using System.Text;
using TradeBooks.Domain.Market;
using TradeBooks.Feeds.Exchanges;
using TradeBooks.Tests;

namespace TradeBooks.Feeds.Tests.Exchanges;

/// <summary>Frames in, normalised events out: each kind of frame of each exchange, and what cannot be one.</summary>
public sealed class FrameParserTests
{
    private const string Update =
        """{"e":"depthUpdate","E":1723161255208,"s":"BTCUSDT","U":5,"u":9,"b":[["61737.63000000","0.00000000"]],"a":[]}""";

    private static readonly EventTime Received = new(77);

    [Theory]
    [InlineData(Update, "DepthUpdate btcusdt 5-9 after 0 at 1723161255208000 bids [0.00000000 at 61737.63000000] asks []")]
    [InlineData("{\"stream\":\"btcusdt@depth\",\"data\":" + Update + "}", "DepthUpdate btcusdt 5-9 after 0 at 1723161255208000 bids [0.00000000 at 61737.63000000] asks []")]
    [InlineData(""" { "u" : 9 , "a" : [ ] , "b" : [ [ "1.5" , "2" ] ] , "U" : 5 , "s":"X", "E" : 1, "e" : "depthUpdate" } """, "DepthUpdate x 5-9 after 0 at 1000 bids [2 at 1.5] asks []")]
    [InlineData("""{"lastUpdateId":7,"bids":[["1.0","2"]],"asks":[["1.1","3"],["1.2","4"]]}""", "DepthSnapshot btcusdt 0-7 after 0 at 77 bids [2 at 1.0] asks [3 at 1.1, 4 at 1.2]")]
    [InlineData("""{"u":400,"s":"BNBUSDT","b":"25.35190000","B":"31.21","a":"25.36","A":"40.66"}""", "Quote bnbusdt 400: 31.21 at 25.35190000 / 40.66 at 25.36, 77")]
    [InlineData("""{"e":"trade","E":2,"s":"BTCUSDT","t":12,"p":"1.10","q":"3","T":5,"m":true,"M":true}""", "Trade btcusdt 12: Sell 3 at 1.10, 5000")]
    [InlineData("""{"e":"aggTrade","E":2,"s":"BTCUSDT","a":13,"p":"1.10","q":"3","f":1,"l":2,"T":5,"m":false,"M":true}""", "Trade btcusdt 13: Buy 3 at 1.10, 5000")]
    [InlineData("""{"e":"kline","E":2,"s":"BTCUSDT","k":{"t":1,"b":[[1]]}}""", "Other")]
    [InlineData("""{"result":null,"id":1}""", "Confirmed")]
    [InlineData("""{"error":{"code":2,"msg":"Invalid request"},"id":1}""", """Refused {"error":{"code":2,"msg":"Invalid request"},"id":1}""")]
    public void BinanceSpot_Frame_GivesItsEvent(string frame, string expected) =>
        Assert.Equal([expected], Read(Exchange.BinanceSpot, frame));

    [Theory]
    [InlineData("""{"e":"depthUpdate","E":1,"T":2,"s":"BTCUSD_PERP","ps":"BTCUSD","U":5,"u":9,"pu":4,"b":[],"a":[["1","2"]]}""", "DepthUpdate btcusd_perp 5-9 after 4 at 1000 bids [] asks [2 at 1]")]
    [InlineData("""{"e":"bookTicker","u":8,"s":"BTCUSDT","b":"1","B":"2","a":"3","A":"4","T":5,"E":6}""", "Quote btcusdt 8: 2 at 1 / 4 at 3, 6000")]
    [InlineData("""{"e":"trade","E":2,"T":5,"s":"BTCUSDT","t":12,"p":"1.10","q":"3","X":"MARKET","m":false}""", "Trade btcusdt 12: Buy 3 at 1.10, 5000")]
    [InlineData("""{"e":"trade","E":2,"T":5,"s":"BTCUSDT","t":12,"p":"0","q":"0","X":"NA","m":false}""", "Other")]
    public void BinanceFutures_Frame_GivesItsEvent(string frame, string expected)
    {
        Assert.Equal([expected], Read(Exchange.BinanceUsdm, frame));
        Assert.Equal([expected], Read(Exchange.BinanceCoinm, frame));
    }

    [Theory]
    [InlineData("""[1360,{"as":[["1.20","3.0","1618678123.481570"]],"bs":[["1.10","2.0","1618678124.5"]]},"book-1000","ADA/XBT"]""", "DepthSnapshot ADA/XBT 0-0 after 0 at 1618678124500000 bids [2.0 at 1.10] asks [3.0 at 1.20]")]
    [InlineData("""[1,{"a":[["1.2","3","1.5"],["1.3","0.0","1.6","r"]]},{"b":[["1.1","0","1.7"]],"c":"4105471083"},"book-1000","XBT/USD"]""", "DepthUpdate XBT/USD 0-0 after 0 at 1700000 bids [0 at 1.1] asks [3 at 1.2, 0.0 at 1.3] checksum 4105471083")]
    [InlineData("""[1,[["5541.2","0.158","1534614057.321597","s","l",""],["5541.3","0.2","2.0","b","m",""]],"trade","XBT/USD"]""", "Trade XBT/USD 0: Sell 0.158 at 5541.2, 1534614057321597|Trade XBT/USD 0: Buy 0.2 at 5541.3, 2000000")]
    [InlineData("""[1,{"a":["5525.4",1,"1.0"]},"ticker","XBT/USD"]""", "Other")]
    [InlineData("""{"event":"heartbeat"}""", "Heartbeat")]
    [InlineData("""{"event":"subscriptionStatus","pair":"XBT/EUR","status":"subscribed"}""", "Confirmed")]
    [InlineData("""{"errorMessage":"Currency pair not supported","event":"subscriptionStatus","status":"error"}""", """Refused {"errorMessage":"Currency pair not supported","event":"subscriptionStatus","status":"error"}""")]
    [InlineData("""{"connectionID":17843232920108168701,"event":"systemStatus","status":"online","version":"1.8.3"}""", "Other")]
    public void Kraken_Frame_GivesItsEvents(string frame, string expected) =>
        Assert.Equal(expected.Split('|'), Read(Exchange.Kraken, frame));

    [Theory]
    [InlineData("""{"type":"snapshot","product_id":"BTC-USD","asks":[["1.2","3"]],"bids":[["1.1","2.50"]]}""", "DepthSnapshot BTC-USD 0-0 after 0 at 77 bids [2.50 at 1.1] asks [3 at 1.2]")]
    [InlineData("""{"type":"l2update","product_id":"BTC-USD","changes":[["sell","1.2","0"],["buy","1.1","4"]],"time":"2021-04-17T16:43:37.075687Z"}""", "DepthUpdate BTC-USD 0-0 after 0 at 1618677817075687 bids [4 at 1.1] asks [0 at 1.2]")]
    [InlineData("""{"type":"match","trade_id":28,"maker_order_id":"x","side":"sell","size":"985","price":"0.00001305","product_id":"SKL-BTC","sequence":177,"time":"2021-04-17T16:43:37.089723Z"}""", "Trade SKL-BTC 28: Buy 985 at 0.00001305, 1618677817089723")]
    [InlineData("""{"type":"last_match","trade_id":28,"side":"sell","size":"985","price":"0.00001305","product_id":"SKL-BTC","time":"2021-04-17T16:43:37.089723Z"}""", "Other")]
    [InlineData("""{"type":"subscriptions","channels":[{"name":"level2","product_ids":["BTC-USD"]}]}""", "Confirmed")]
    [InlineData("""{"type":"heartbeat","sequence":90,"product_id":"BTC-USD"}""", "Heartbeat")]
    [InlineData("""{"type":"error","message":"Failed"}""", """Refused {"type":"error","message":"Failed"}""")]
    public void Coinbase_Frame_GivesItsEvent(string frame, string expected) => Assert.Equal([expected], Read(Exchange.Coinbase, frame));

    [Theory]
    [InlineData("binance-spot", "", "'{' is expected at byte 0")]
    [InlineData("binance-spot", "[]", "'{' is expected at byte 0")]
    [InlineData("binance-spot", "{}", "the frame is neither market data nor an answer at byte 2")]
    [InlineData("binance-spot", """{"e":"depthUpdate","E":1,"s":"X","U":1,"b":[],"a":[]}""", "the depthUpdate has no u at byte 53")]
    [InlineData("binance-spot", """{"e":"depthUpdate","e":"trade"}""", "e is given twice at byte 23")]
    [InlineData("binance-spot", """{"e":"depthUpdate","U":01}""", "a whole number is expected at byte 25")]
    [InlineData("binance-spot", """{"e":"depthUpdate","U":-1}""", "a whole number is expected at byte 23")]
    [InlineData("binance-spot", """{"e":"depthUpdate","U":9999999999999999999}""", "a number has more than 18 digits at byte 41")]
    [InlineData("binance-spot", """{"e":"depthUpdate","b":[["1e5","1"]]}""", "a text is not a plain decimal number of up to 64 bits at byte 26")]
    [InlineData("binance-spot", """{"e":"depthUpdate","b":[["1"]]}""", "',' is expected at byte 28")]
    [InlineData("binance-spot", """{"e":"depthUpdate","b":[["1","1"]""", "',' is expected at byte 33")]
    [InlineData("binance-spot", """{"e":"depthUpdate","b":[[1,1]]}""", "a decimal number in quotes is expected at byte 25")]
    [InlineData("binance-spot", """{"e":"depthUpdate","s":"B,C"}""", "'B,C' is not a symbol at byte 28")]
    [InlineData("binance-spot", """{"e":"depthUpdate","s":"B\nC"}""", "a text has an escape or a control character at byte 24")]
    [InlineData("binance-spot", """{"e":"depthUpdate","E":253402300800000}""", "a time is behind the year 9999 at byte 38")]
    [InlineData("binance-spot", """{"e":"depthUpdate","lastUpdateId":7,"bids":[],"asks":[]}""", "the frame is both a snapshot and an event at byte 56")]
    [InlineData("kraken", """[1,{"a":[["1","1","253402300800.0"]],"c":"1"},"book-1000","XBT/USD"]""", "a level has no time at byte 35")]
    [InlineData("binance-spot", """{"lastUpdateId":7,"bids":[]}""", "the snapshot has no a at byte 28")]
    [InlineData("binance-spot", """{"e":"trade","s":"X","t":1,"p":"0.0","q":"1","T":1,"m":true}""", "a trade has the price or the quantity 0 at byte 60")]
    [InlineData("binance-usdm", Update, "the depthUpdate has no pu at byte 108")]
    [InlineData("binance-spot", Update + "x", "the frame goes on where it should end at byte 108")]
    [InlineData("kraken", "[1,2]", "the frame is neither an object nor an array that ends with channel and symbol at byte 0")]
    [InlineData("kraken", """[1,{"a":[["1","1","1"]],"c":"x"},"book-1000","XBT/USD"]""", "'x' is not a whole number at byte 31")]
    [InlineData("kraken", """[1,{"a":[["1","1"]],"c":"1"},"book-1000","XBT/USD"]""", "a level has no time at byte 18")]
    [InlineData("kraken", """[1,{"a":[],"bs":[]},"book-1000","XBT/USD"]""", "the frame is both a snapshot and an update at byte 42")]
    [InlineData("kraken", """[1,{"c":"5"},"book-1000","XBT/USD"]""", "the frame has no levels at byte 35")]
    [InlineData("kraken", """[1,{"a":[]},"book-10","XBT/USD"]""", "the channel book-10 is not book-1000 at byte 0")]
    [InlineData("coinbase", """{"product_id":"X"}""", "the frame has no type at byte 18")]
    [InlineData("coinbase", """{"type":"l2update","product_id":"X"}""", "the frame has no member for Changes at byte 36")]
    [InlineData("coinbase", """{"type":"l2update","product_id":"X","changes":[["hold","1","1"]]}""", "a side is neither buy nor sell at byte 54")]
    [InlineData("coinbase", """{"type":"snapshot","product_id":"X","bids":[],"asks":[],"changes":[]}""", "the frame is both a snapshot and an update at byte 69")]
    public void AnyExchange_Garbage_IsOneReasonAndNoEvent(string exchange, string frame, string reason)
    {
        var list = new EventList();
        Assert.Equal(reason, Exchange.Find(exchange)!.CreateParser().TryRead(Encoding.UTF8.GetBytes(frame), Received, list, "BTCUSDT"));
        Assert.Empty(list.Events);
    }

    [Fact]
    public void BinanceSpot_SnapshotOfNoSymbol_IsRefused() => Assert.Equal(
        "the snapshot names no symbol at byte 39",
        Exchange.BinanceSpot.CreateParser().TryRead("""{"lastUpdateId":7,"bids":[],"asks":[] }"""u8, Received, new EventList()));

    [Fact]
    public void EveryCapture_CutOffAnywhere_IsRefused()
    {
        var random = new Random(5);
        foreach (var (file, format, exchange) in Captures.All)
        {
            var parser = exchange.CreateParser();
            foreach (var (frame, time, symbol) in Captures.Load(format, file).Where((_, i) => i % 50 == 0))
            {
                var list = new EventList();
                Assert.NotNull(parser.TryRead(frame.AsSpan(0, random.Next(frame.Length)), time, list, symbol));
                Assert.Empty(list.Events);
            }
        }
    }

    [Fact]
    public void EveryCapture_AnyByteDamaged_GivesAReasonOrEvents()
    {
        var random = new Random(6);
        var refused = 0;
        foreach (var (file, format, exchange) in Captures.All)
        {
            var parser = exchange.CreateParser();
            foreach (var (frame, time, symbol) in Captures.Load(format, file).Where((frame, i) => i % 20 == 0 && frame.Frame.Length < 4000))
            {
                var list = new EventList();
                for (var hits = random.Next(1, 4); hits > 0; hits--)
                    frame[random.Next(frame.Length)] = (byte)random.Next(256);
                if (parser.TryRead(frame, time, list, symbol) is not { } reason)
                    continue;
                refused++;
                Assert.Empty(list.Events);
                Assert.True(reason.Length is > 0 and < 300 && !reason.Any(char.IsControl), reason);
            }
        }

        Assert.True(refused > 1000, $"{refused} refused");
    }

    [Fact]
    public void BinanceSpot_FramesOfAKnownSymbol_AllocateNothing()
    {
        var parser = Exchange.BinanceSpot.CreateParser();
        var sink = new DepthRecorder(new ExchangeBooks(Exchange.BinanceSpot), (_, _) => { });
        byte[][] frames =
        [
            Encoding.UTF8.GetBytes("""{"lastUpdateId":4,"bids":[["61737.60","1"]],"asks":[["61737.70","1"]]}"""),
            Encoding.UTF8.GetBytes(Update),
            """{"u":400,"s":"BTCUSDT","b":"25.35190000","B":"31.21","a":"25.36","A":"40.66"}"""u8.ToArray(),
            """{"e":"trade","E":2,"s":"BTCUSDT","t":12,"p":"1.10","q":"3","T":5,"m":true,"M":true}"""u8.ToArray(),
        ];
        Assert.Equal(0, Allocations.Least(() =>
        {
            foreach (var frame in frames)
                parser.TryRead(frame, Received, sink, "btcusdt");
        }));
    }

    private static List<string> Read(Exchange exchange, string frame)
    {
        var list = new EventList();
        Assert.Null(exchange.CreateParser().TryRead(Encoding.UTF8.GetBytes(frame), Received, list, "BTCUSDT"));
        return list.Events;
    }
}
