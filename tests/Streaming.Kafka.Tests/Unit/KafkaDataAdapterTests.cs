using System.Text;
using System.Text.Json;

namespace TradeBooks.Streaming.Kafka.Tests.Unit;

public sealed class KafkaDataAdapterTests
{
    private readonly KafkaDataAdapter _adapter = new();

    [Fact]
    public void GetStreamId_TopicAndKey_AreNamespaceAndKey() =>
        Assert.Equal(StreamId.Create("bärs", "kéy"), _adapter.GetStreamId("bärs", 1, Encoding.UTF8.GetBytes("kéy")));

    [Fact]
    public void GetStreamId_KeyThatIsNoText_IsKeptAsItIs() => Assert.Equal([0xff, 0x00, 0xfe], _adapter.GetStreamId("t", 1, [0xff, 0x00, 0xfe]).Key.ToArray());

    [Fact]
    public void CreateMessages_Records_GoToTopicAndKeyOfTheStream()
    {
        var messages = _adapter.CreateMessages(StreamId.Create("topic", "key"), KafkaRecords.FromValues("one"u8.ToArray(), null, [])).ToList();
        Assert.All(messages, message => Assert.Equal(("topic", "key"), (message.Topic, Encoding.UTF8.GetString(message.Key!))));
        Assert.Equal("one"u8.ToArray(), messages[0].Value);
        Assert.Null(messages[1].Value);
        Assert.Equal([], messages[2].Value!);
    }

    [Fact]
    public void CreateMessages_AnotherType_Throws() =>
        Assert.Throws<ArgumentException>(() => _adapter.CreateMessages(StreamId.Create("topic", "key"), "text"));

    [Fact]
    public void CreateMessages_NoNamespace_Throws() =>
        Assert.Throws<ArgumentException>(() => _adapter.CreateMessages(StreamId.Create("", "key"), KafkaRecords.FromValues([1])));

    [Fact]
    public void FromValues_None_Throws() => Assert.Throws<ArgumentException>(() => KafkaRecords.FromValues());

    [Fact]
    public void DeadLetterEnvelope_TextBinaryAndNone_TellsThemApart()
    {
        var builder = new RecordsBuilder();
        builder.Add(5, -1, false, "va\"lue"u8, null);
        builder.Add(6, -1, false, [0xff], null);
        builder.Add(7, -1, true, default, null);
        var records = builder.Build("topic", 2, [0xfe]);
        var time = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
        var envelopes = Enumerable.Range(0, 3).Select(i => JsonDocument.Parse(DeadLetterEnvelope.Write(records, i, "why", time)).RootElement).ToList();
        Assert.Equal("va\"lue", envelopes[0].GetProperty("value").GetString());
        Assert.Equal([0xff], envelopes[1].GetProperty("valueBase64").GetBytesFromBase64());
        Assert.Equal(JsonValueKind.Null, envelopes[2].GetProperty("value").ValueKind);
        Assert.All(envelopes, envelope => Assert.Equal([0xfe], envelope.GetProperty("keyBase64").GetBytesFromBase64()));
        Assert.Equal(["topic", "why", "2026-01-02T03:04:05.0000000Z"], new[] { "topic", "reason", "time" }.Select(name => envelopes[2].GetProperty(name).GetString()));
        Assert.Equal((2, 7), (envelopes[2].GetProperty("partition").GetInt32(), envelopes[2].GetProperty("offset").GetInt64()));
    }
}
