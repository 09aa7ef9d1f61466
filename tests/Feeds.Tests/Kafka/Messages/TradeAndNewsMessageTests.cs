using System.Buffers;
using System.Text;
using TradeBooks.Domain.Market;
using TradeBooks.Feeds.Kafka;

namespace TradeBooks.Feeds.Tests.Kafka.Messages;

public sealed class TradeAndNewsMessageTests
{
    private const string Trade =
        """{"exchange":"binance","symbol":"btcusdt","tradeId":4242,"eventTime":1741380840000000,"receivedTime":1741380840000123,"price":"90000.10","quantity":"0.00100","side":"sell"}""";

    private const string News =
        """{"symbol":"AAPL","time":1741380840000000,"headline":"Apple's \"best\" <quarter> \u0007— 5 %\n","source":""}""";

    public static readonly TheoryData<string, string, string> TradePoison = new()
    {
        { "\"90000.10\"", "90000.10", "price is a number, not a string" },
        { "\"90000.10\"", "\"-90000.10\"", "price '-90000.10' is not a plain decimal number" },
        { "\"90000.10\"", "\"9e4\"", "price '9e4' is not a plain decimal number" },
        { "\"90000.10\"", "\"0.00\"", "price 0.00 is not above 0" },
        { "\"90000.10\"", "\"NaN\"", "price 'NaN' is not a plain decimal number" },
        { "\"90000.10\"", "\"1234567890.123456789\"", "price '1234567890.123456789' has more than 18 digits or 28 decimals" },
        { "\"0.00100\"", "\"0\"", "quantity 0 is not above 0" },
        { "\"0.00100\"", "null", "quantity is null, not a string" },
        { "\"sell\"", "\"SELL\"", "side 'SELL' is neither buy nor sell" },
        { "\"sell\"", "true", "side is true, not a string" },
        { "4242", "\"4242\"", "tradeId is a string, not a number" },
        { "4242", "42.5", "tradeId '42.5' is not a whole number of 64 bits" },
        { "\"side\":\"sell\"", "\"maker\":true", "unknown member 'maker'" },
        { ",\"side\":\"sell\"", "", "side is missing" },
        { "\"side\":\"sell\"", "\"side\":\"sell\",\"price\":\"1\"", "price is given twice" },
    };

    public static readonly TheoryData<string, string, string> NewsPoison = new()
    {
        { "\"AAPL\"", "\"\"", "symbol is empty" },
        { "1741380840000000", "\"2025-03-07\"", "time is a string, not a number" },
        { "1741380840000000", "999999999999999999", "time 999999999999999999 is outside the years 1 to 9999" },
        { "\"headline\"", "\"title\"", "unknown member 'title'" },
        { ",\"source\":\"\"", "", "source is missing" },
        { "\"source\":\"\"", "\"source\":null", "source is null, not a string" },
        { "\\u0007", "\\ud83d", "headline is not Unicode text" },
        { "\"}", "\"", "the value is not JSON from byte 108 on" },
    };

    [Fact]
    public void WriteTo_KnownTrade_GivesTheseBytes()
    {
        var trade = new Trade(new EventTime(1_741_380_840_000_000), new Decimal64(9_000_010, 2), new Decimal64(100, 5), Side.Sell, 4242);
        Assert.Equal(Trade, Write(new TradeMessage("binance", "btcusdt", trade, new EventTime(1_741_380_840_000_123)).WriteTo));
        Assert.EndsWith(
            "\"side\":\"buy\"}",
            Write(new TradeMessage("binance", "btcusdt", trade with { Aggressor = Side.Buy }, default).WriteTo), StringComparison.Ordinal);
    }

    [Fact]
    public void TryRead_Trade_GivesItsParts()
    {
        Assert.Null(TradeMessage.TryRead(Encoding.UTF8.GetBytes(Trade), out var message));
        Assert.Equal(("binance", "btcusdt"), (message!.Exchange, message.Symbol));
        Assert.Equal(new EventTime(1_741_380_840_000_000), message.Trade.Time);
        Assert.Equal(new EventTime(1_741_380_840_000_123), message.ReceivedTime);
        Assert.Equal("90000.10", message.Trade.Price.ToString());
        Assert.Equal("0.00100", message.Trade.Quantity.ToString());
        Assert.Equal((Side.Sell, 4242), (message.Trade.Aggressor, message.Trade.TradeId));
        Assert.Equal(Trade, Write(message.WriteTo));
    }

    [Fact]
    public void WriteToAndTryRead_News_AreTheSame()
    {
        var news = new NewsMessage(
            "AAPL", new NewsItem(new EventTime(1_741_380_840_000_000), "Apple's \"best\" <quarter> \a— 5 %\n", ""));
        Assert.Equal(News, Write(news.WriteTo));
        Assert.Null(NewsMessage.TryRead(Encoding.UTF8.GetBytes(News), out var message));
        Assert.Equal(news, message);
    }

    [Theory]
    [MemberData(nameof(TradePoison))]
    public void TryRead_PoisonTrade_SaysWhy(string good, string bad, string reason)
    {
        Assert.Equal(reason, TradeMessage.TryRead(Replace(Trade, good, bad), out var message));
        Assert.Null(message);
    }

    [Theory]
    [MemberData(nameof(NewsPoison))]
    public void TryRead_PoisonNews_SaysWhy(string good, string bad, string reason)
    {
        Assert.Equal(reason, NewsMessage.TryRead(Replace(News, good, bad), out var message));
        Assert.Null(message);
    }

    [Fact]
    public void TryRead_TooLong_SaysSo()
    {
        Assert.Equal("the value has 4097 bytes, more than 4096", TradeMessage.TryRead(new byte[4097], out _));
        Assert.Equal("the value has 65537 bytes, more than 65536", NewsMessage.TryRead(new byte[65537], out _));
    }

    private static byte[] Replace(string text, string good, string bad)
    {
        Assert.Contains(good, text, StringComparison.Ordinal);
        return Encoding.UTF8.GetBytes(text.Replace(good, bad, StringComparison.Ordinal));
    }

    private static string Write(Action<IBufferWriter<byte>> write)
    {
        var bytes = new ArrayBufferWriter<byte>();
        write(bytes);
        return Encoding.UTF8.GetString(bytes.WrittenSpan);
    }
}
