using System.Text;
using Confluent.Kafka;
using TradeBooks.Feeds.Kafka;

namespace TradeBooks.Feeds.Tests.Kafka.Messages;

public sealed class DeadLetterTests
{
    private static readonly DateTimeOffset Time = new(2026, 11, 21, 5, 42, 0, 123, TimeSpan.FromHours(1));

    private static readonly byte[] NoUtf8 = [0x7B, 0xFF, 0x00];

    public static readonly TheoryData<string, string> WrongEnvelopes = new()
    {
        { "", "the value is empty" },
        { "{\"open\":1}", "unknown member 'open'" },
        { "{\"reason\":\"r\",\"topic\":\"t\",\"partition\":0,\"offset\":0,\"key\":null,\"value\":null}", "time is missing" },
        { Envelope("\"key\":null"), "value is missing" },
        { Envelope("\"value\":\"v\""), "key is missing" },
        { Envelope("\"key\":null,\"value\":\"v\",\"valueBase64\":\"dg==\""), "value and valueBase64 are both given" },
        { Envelope("\"key\":null,\"keyBase64\":\"dg==\",\"value\":\"v\""), "key and keyBase64 are both given" },
        { Envelope("\"key\":null,\"valueBase64\":\"d\""), "valueBase64 is not Base64" },
        { Envelope("\"key\":1,\"value\":\"v\""), "key is a number, not a string" },
        { Envelope("\"key\":null,\"value\":\"v\"", offset: "-1"), "offset -1 is not between 0 and 9223372036854775807" },
        { Envelope("\"key\":null,\"value\":\"v\"", partition: "2147483648"), "partition 2147483648 is not between 0 and 2147483647" },
        { Envelope("\"key\":null,\"value\":\"v\"", time: "today"), "time 'today' is not a time in ISO 8601" },
    };

    [Fact]
    public void TopicOf_Topic_HasTheSuffix() => Assert.Equal("topic_aapl.dead-letter", DeadLetter.TopicOf("topic_aapl"));

    [Fact]
    public void ToMessage_WithHeaders_LeavesTheRecordAndAddsHeaders()
    {
        var letter = Letter("AAPL"u8.ToArray(), NoUtf8, new Headers { { "trace", [1, 2] }, { "empty", null } });
        var message = letter.ToMessage(withHeaders: true);
        Assert.Same(letter.Key, message.Key);
        Assert.Same(letter.Value, message.Value);
        Assert.Equal(
            [
                "trace=\u0001\u0002", "empty=null", "tradebooks-reason=low 3 is above high 2 — really", "tradebooks-topic=topic_aapl",
                "tradebooks-partition=3", "tradebooks-offset=9000000000", "tradebooks-time=2026-11-21T04:42:00.1230000Z",
            ],
            message.Headers.Select(Show));
        // The record's own headers are its own.
        Assert.Equal(2, letter.Headers.Count);
    }

    [Fact]
    public void ToMessage_WithoutHeaders_IsThisEnvelope()
    {
        var text = Letter("AAPL"u8.ToArray(), "{\"open\":\"é\"}\n"u8.ToArray()).ToMessage(withHeaders: false);
        Assert.Equal("AAPL"u8.ToArray(), text.Key);
        Assert.Null(text.Headers);
        Assert.Equal(
            """{"reason":"low 3 is above high 2 — really","topic":"topic_aapl","partition":3,"offset":9000000000,"time":"2026-11-21T04:42:00.1230000Z","key":"AAPL","value":"{\"open\":\"é\"}\n"}""",
            Encoding.UTF8.GetString(text.Value));
        var bytes = Letter(NoUtf8, NoUtf8).ToMessage(withHeaders: false);
        Assert.Equal(NoUtf8, bytes.Key);
        Assert.EndsWith(""","keyBase64":"e/8A","valueBase64":"e/8A"}""", Encoding.UTF8.GetString(bytes.Value), StringComparison.Ordinal);
        var none = Letter(null, null).ToMessage(withHeaders: false);
        Assert.Null(none.Key);
        Assert.EndsWith(""","key":null,"value":null}""", Encoding.UTF8.GetString(none.Value), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void TryRead_OwnMessage_GivesTheLetterBack(bool withHeaders)
    {
        var random = new Random(1);
        byte[]?[] contents = [null, [], "AAPL"u8.ToArray(), NoUtf8, "\u0000\u2028\uD83D\uDE00\uFEFF\"\\/"u8.ToArray(), new byte[70_000]];
        random.NextBytes(contents[^1]!);
        foreach (var key in contents)
        {
            foreach (var value in contents)
            {
                var letter = Letter(key, value, withHeaders ? new Headers { { "trace", [7] }, { "trace", null } } : null);
                Assert.Null(DeadLetter.TryRead(letter.ToMessage(withHeaders), out var read));
                AssertSame(letter, read!);
            }
        }
    }

    [Fact]
    public void TryRead_LetterThatBecameOneItself_GivesTheFirstBack()
    {
        var first = Letter("AAPL"u8.ToArray(), NoUtf8, new Headers { { "trace", [7] } });
        var message = first.ToMessage(withHeaders: true);
        var second = new DeadLetter
        {
            Topic = DeadLetter.TopicOf(first.Topic),
            Partition = 0,
            Offset = 1,
            Key = message.Key,
            Value = message.Value,
            Headers = message.Headers,
            Reason = "no bar either",
            Time = Time.AddDays(1),
        };
        Assert.Null(DeadLetter.TryRead(second.ToMessage(withHeaders: true), out var outer));
        AssertSame(second, outer!);
        Assert.Null(DeadLetter.TryRead(
            new Message<byte[], byte[]> { Key = outer!.Key!, Value = outer.Value!, Headers = outer.Headers }, out var inner));
        AssertSame(first, inner!);
    }

    [Theory]
    [MemberData(nameof(WrongEnvelopes))]
    public void TryRead_OtherValue_SaysWhy(string value, string reason)
    {
        Assert.Equal(reason, DeadLetter.TryRead(new Message<byte[], byte[]> { Value = Encoding.UTF8.GetBytes(value) }, out var letter));
        Assert.Null(letter);
    }

    [Theory]
    [InlineData(DeadLetter.TopicHeader, null, "header tradebooks-topic is missing")]
    [InlineData(DeadLetter.PartitionHeader, "-1", "header tradebooks-partition '-1' is not a partition")]
    [InlineData(DeadLetter.OffsetHeader, "x", "header tradebooks-offset 'x' is not an offset")]
    [InlineData(DeadLetter.TimeHeader, "noon", "header tradebooks-time 'noon' is not a time in ISO 8601")]
    public void TryRead_WrongHeader_SaysWhich(string name, string? value, string reason)
    {
        var message = Letter(null, NoUtf8).ToMessage(withHeaders: true);
        message.Headers.Remove(name);
        if (value is not null)
            message.Headers.Add(name, Encoding.UTF8.GetBytes(value));
        Assert.Equal(reason, DeadLetter.TryRead(message, out var letter));
        Assert.Null(letter);
    }

    [Fact]
    public void TryRead_NeitherHeaderNorValue_SaysSo() => Assert.Equal(
        "there is neither a header tradebooks-reason nor a value",
        DeadLetter.TryRead(new Message<byte[], byte[]> { Key = NoUtf8, Headers = [] }, out _));

    private static DeadLetter Letter(byte[]? key, byte[]? value, Headers? headers = null) => new()
    {
        Topic = "topic_aapl",
        Partition = 3,
        Offset = 9_000_000_000,
        Key = key,
        Value = value,
        Headers = headers ?? [],
        Reason = "low 3 is above high 2 — really",
        Time = Time,
    };

    private static void AssertSame(DeadLetter expected, DeadLetter actual)
    {
        Assert.Equal(expected.Topic, actual.Topic);
        Assert.Equal((expected.Partition, expected.Offset), (actual.Partition, actual.Offset));
        Assert.Equal(expected.Key, actual.Key);
        Assert.Equal(expected.Value, actual.Value);
        Assert.Equal(expected.Headers.Select(Show), actual.Headers.Select(Show));
        Assert.Equal(expected.Reason, actual.Reason);
        Assert.Equal(expected.Time, actual.Time);
    }

    private static string Show(IHeader header) =>
        $"{header.Key}={(header.GetValueBytes() is { } bytes ? Encoding.UTF8.GetString(bytes) : "null")}";

    private static string Envelope(
        string contents, string partition = "0", string offset = "0", string time = "2026-11-21T04:42:00Z") =>
        $"{{\"reason\":\"r\",\"topic\":\"t\",\"partition\":{partition},\"offset\":{offset},\"time\":\"{time}\",{contents}}}";
}
