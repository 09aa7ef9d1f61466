using System.Buffers;
using System.Text;
using TradeBooks.Domain.Market;
using TradeBooks.Feeds.Kafka;

namespace TradeBooks.Feeds.Tests.Kafka.Messages;

public sealed class DepthMessageTests
{
    private const string Snapshot =
        """{"exchange":"binance","symbol":"btcusdt","type":"snapshot","eventTime":1741380840000000,"receivedTime":1741380840000123,"firstUpdateId":0,"lastUpdateId":9223372036854775807,"previousUpdateId":-1,"bids":[["90000.10","0.00100000"],["90000","12"]],"asks":[],"checksum":-1234567890}""";

    private const string Update =
        """{"exchange":"kraken","symbol":"XBT/USD","type":"update","eventTime":1,"receivedTime":2,"firstUpdateId":3,"lastUpdateId":4,"previousUpdateId":2,"bids":[],"asks":[["0.00000001","0"]]}""";

    /// <summary>A text in a good value, what takes its place, and the reason that follows.</summary>
    public static readonly TheoryData<string, string, string> Poison = new()
    {
        { "\"exchange\":\"binance\",", "", "exchange is missing" },
        { "\"asks\":[],", "", "asks is missing" },
        { "\"binance\"", "\"\"", "exchange is empty" },
        { "\"binance\"", "null", "exchange is null, not a string" },
        { "\"btcusdt\"", "\"\"", "symbol is empty" },
        { "\"btcusdt\"", "\"\\udc00\"", "symbol is not Unicode text" },
        { "\"snapshot\"", "\"partial\"", "type 'partial' is neither snapshot nor update" },
        { "\"snapshot\"", "1", "type is a number, not a string" },
        { "1741380840000000", "\"1741380840000000\"", "eventTime is a string, not a number" },
        { "1741380840000000", "1.5", "eventTime '1.5' is not a whole number of 64 bits" },
        { "1741380840000000", "1e3", "eventTime '1e3' is not a whole number of 64 bits" },
        { "1741380840000000", "NaN", "eventTime 'NaN' is not a number" },
        { "1741380840000000", "253402300800000000", "eventTime 253402300800000000 is outside the years 1 to 9999" },
        { "1741380840000123", "-62135596800000001", "receivedTime -62135596800000001 is outside the years 1 to 9999" },
        { "9223372036854775807", "9223372036854775808", "lastUpdateId '9223372036854775808' is not a whole number of 64 bits" },
        { "-1234567890", "\"1\"", "checksum is a string, not a number" },
        { "-1234567890", "1,\"checksum\":null", "checksum is given twice" },
        { "-1234567890", "1,\"sequence\":1", "unknown member 'sequence'" },
        { "\"asks\":[]", "\"asks\":{}", "asks is an object, not an array" },
        { "\"asks\":[]", "\"asks\":null", "asks is null, not an array" },
        { "\"asks\":[]", "\"asks\":[1]", "asks has a level that is not [\"price\",\"quantity\"]" },
        { "\"asks\":[]", "\"asks\":[[]]", "asks has a level that is not [\"price\",\"quantity\"]" },
        { "\"asks\":[]", "\"asks\":[[\"1\"]]", "asks has a level that is not [\"price\",\"quantity\"]" },
        { "\"asks\":[]", "\"asks\":[[\"1\",\"2\",\"3\"]]", "asks has a level that is not [\"price\",\"quantity\"]" },
        { "\"asks\":[]", "\"asks\":[[1,2]]", "asks has a level that is not [\"price\",\"quantity\"]" },
        { "\"asks\":[]", "\"asks\":[[[\"1\"],\"2\"]]", "asks has a level that is not [\"price\",\"quantity\"]" },
        { "\"90000.10\"", "\"-1\"", "bids has the price '-1', which is not a plain decimal number" },
        { "\"90000.10\"", "\"+1\"", "bids has the price '+1', which is not a plain decimal number" },
        { "\"90000.10\"", "\"1e5\"", "bids has the price '1e5', which is not a plain decimal number" },
        { "\"90000.10\"", "\"1.\"", "bids has the price '1.', which is not a plain decimal number" },
        { "\"90000.10\"", "\".5\"", "bids has the price '.5', which is not a plain decimal number" },
        { "\"90000.10\"", "\"1.2.3\"", "bids has the price '1.2.3', which is not a plain decimal number" },
        { "\"90000.10\"", "\"\"", "bids has the price '', which is not a plain decimal number" },
        { "\"90000.10\"", "\"١\"", "bids has the price '١', which is not a plain decimal number" },
        { "\"90000.10\"", "\"\\u0031\"", "bids has the price '\\u0031', which is not a plain decimal number" },
        { "\"90000.10\"", "\"007\"", "bids has the price '007', which has a needless 0, more digits than 64 bits hold or more than 28 decimals" },
        { "\"90000.10\"", "\"9223372036854775808\"", "bids has the price '9223372036854775808', which has a needless 0, more digits than 64 bits hold or more than 28 decimals" },
        { "\"0.00100000\"", "\"0.00000000000000000000000000001\"", "bids has the quantity '0.00000000000000000000000000001', which has a needless 0, more digits than 64 bits hold or more than 28 decimals" },
        { "\"0.00100000\"", "\"NaN\"", "bids has the quantity 'NaN', which is not a plain decimal number" },
        { "\"0.00100000\"", "NaN", "the value is not JSON from byte 215 on" },
        { "\"0.00100000\"]", "\"0.00100000\"", "bids has a level that is not [\"price\",\"quantity\"]" },
    };

    [Fact]
    public void WriteTo_KnownEvents_GivesTheseBytes()
    {
        Assert.Equal(Snapshot, Write(new DepthMessage("binance", "btcusdt", new DepthEvent(
            EventKind.DepthSnapshot, new EventTime(1_741_380_840_000_000), new EventTime(1_741_380_840_000_123),
            0, long.MaxValue, -1, [new DepthLevel("90000.10", "0.00100000"), new DepthLevel("90000", "12")], [], -1_234_567_890))));
        Assert.Equal(Update, Write(new DepthMessage("kraken", "XBT/USD", new DepthEvent(
            EventKind.DepthUpdate, new EventTime(1), new EventTime(2), 3, 4, 2, [], [new DepthLevel("0.00000001", "0")], null))));
    }

    [Fact]
    public void WriteTo_EventOfAnotherKind_Throws() => Assert.Throws<ArgumentException>(() => Write(new DepthMessage(
        "binance", "btcusdt", new DepthEvent(EventKind.Bar, default, default, 0, 0, 0, [], [], null))));

    [Theory]
    [InlineData(Snapshot)]
    [InlineData(Update)]
    public void TryRead_WrittenEvent_IsWrittenTheSame(string text)
    {
        Assert.Null(DepthMessage.TryRead(Encoding.UTF8.GetBytes(text), out var message));
        Assert.Equal(text, Write(message!));
    }

    [Fact]
    public void TryRead_Snapshot_GivesItsParts()
    {
        Assert.Null(DepthMessage.TryRead(Encoding.UTF8.GetBytes(Snapshot), out var message));
        Assert.Equal(("binance", "btcusdt"), (message!.Exchange, message.Symbol));
        Assert.Equal(EventKind.DepthSnapshot, message.Depth.Kind);
        Assert.Equal(new EventTime(1_741_380_840_000_000), message.Depth.Time);
        Assert.Equal(new EventTime(1_741_380_840_000_123), message.Depth.ReceivedTime);
        Assert.Equal((0, long.MaxValue, -1), (message.Depth.FirstUpdateId, message.Depth.LastUpdateId, message.Depth.PreviousUpdateId));
        Assert.Equal([new DepthLevel("90000.10", "0.00100000"), new DepthLevel("90000", "12")], message.Depth.Bids.ToArray());
        Assert.True(message.Depth.Asks.IsEmpty, "there are no asks");
        Assert.Equal(-1_234_567_890, message.Depth.Checksum);
    }

    [Fact]
    public void TryRead_ChecksumNull_IsNone()
    {
        var text = Snapshot.Replace("-1234567890", "null", StringComparison.Ordinal);
        Assert.Null(DepthMessage.TryRead(Encoding.UTF8.GetBytes(text), out var message));
        Assert.Null(message!.Depth.Checksum);
        Assert.Equal(Snapshot.Replace(",\"checksum\":-1234567890", "", StringComparison.Ordinal), Write(message));
    }

    [Theory]
    [MemberData(nameof(Poison))]
    public void TryRead_Poison_SaysWhy(string good, string bad, string reason)
    {
        Assert.Contains(good, Snapshot, StringComparison.Ordinal);
        var at = Snapshot.IndexOf(good, StringComparison.Ordinal);
        var text = Snapshot[..at] + bad + Snapshot[(at + good.Length)..];
        Assert.Equal(reason, DepthMessage.TryRead(Encoding.UTF8.GetBytes(text), out var message));
        Assert.Null(message);
    }

    [Fact]
    public void TryRead_EmptyOrHuge_SaysWhy()
    {
        Assert.Equal("the value is empty", DepthMessage.TryRead([], out _));
        Assert.Equal(
            "the value has 8388609 bytes, more than 8388608",
            DepthMessage.TryRead(new byte[DepthMessage.MaxReadLength + 1], out _));
    }

    [Fact]
    public void WriteToAndTryRead_BookOfManyLevels_ComesBack()
    {
        var bids = Enumerable.Range(1, 5000).Select(i => new DepthLevel($"{100_000 - i}.50", $"0.{i:00000}")).ToArray();
        var depth = new DepthEvent(EventKind.DepthSnapshot, default, default, 1, 2, 0, bids, bids, 0);
        Assert.Null(DepthMessage.TryRead(Encoding.UTF8.GetBytes(Write(new DepthMessage("x", "y", depth))), out var message));
        Assert.Equal(bids, message!.Depth.Bids.ToArray());
        Assert.Equal(bids, message.Depth.Asks.ToArray());
    }

    private static string Write(DepthMessage message)
    {
        var bytes = new ArrayBufferWriter<byte>();
        message.WriteTo(bytes);
        return Encoding.UTF8.GetString(bytes.WrittenSpan);
    }
}
