using System.Text;
using Confluent.Kafka;
using TradeBooks.Feeds.Kafka;
using TradeBooks.Tests;

namespace TradeBooks.Feeds.Tests.Kafka.Reading;

public sealed class RecordDecoderTests
{
    private static readonly byte[] Good = MockTopics.BarOf("A", 1, 12.5m).Value;

    [Fact]
    public void Decode_TopicPerSymbol_TakesItsOwnKeyOnly()
    {
        var decoder = Decoder("topic_{symbol}", null, "A", "B");
        Assert.Equal((0, RecordKind.Bar), Decode(decoder, "topic_a", "A", Good));
        Assert.Equal(TestBars.At(1), decoder.Bar.Time);
        Assert.Equal((1, RecordKind.Bar), Decode(decoder, "topic_b", "B", Good));
        Assert.Equal((RecordDecoder.Wrong, RecordKind.Bad), Decode(decoder, "topic_a", "B", Good));
        Bad(decoder, "key 'B' does not belong in topic topic_a", "B", Good);
        Assert.Equal((RecordDecoder.Wrong, RecordKind.Bad), Decode(decoder, "topic_a", "C", Good));
        Bad(decoder, "key 'C' is not the symbol of the topic", "C", Good);
        Assert.Equal((RecordDecoder.Wrong, RecordKind.Bad), Decode(decoder, "topic_a", "a", Good));
        Assert.Equal((0, RecordKind.Bar), Decode(decoder, "topic_a", "A", Good));
    }

    [Fact]
    public void Decode_SharedTopicWithoutMap_LeavesOthersAlone()
    {
        var decoder = Decoder("bars", null, "A", "B");
        Assert.Equal((1, RecordKind.Bar), Decode(decoder, "bars", "B", Good));
        Assert.Equal((RecordDecoder.Unwanted, RecordKind.Unwanted), Decode(decoder, "bars", "C", Good));
        Assert.Equal((RecordDecoder.Unwanted, RecordKind.Unwanted), Decode(decoder, "bars", "C", "no bar"u8.ToArray()));
        Assert.Equal((0, RecordKind.Bar), Decode(decoder, "bars", "A", Good));
    }

    [Fact]
    public void Decode_SharedTopicWithMap_KnowsWhoCanBeThere()
    {
        var decoder = Decoder("bars", new PartitionMap("map.json", [new("A", 0), new("B", 1)]), "A");
        Assert.Equal((0, RecordKind.Bar), Decode(decoder, "bars", "A", Good));
        Assert.Equal((RecordDecoder.Unwanted, RecordKind.Unwanted), Decode(decoder, "bars", "B", Good));
        Assert.Equal((RecordDecoder.Wrong, RecordKind.Bad), Decode(decoder, "bars", "C", Good));
        Bad(decoder, "key 'C' is no symbol of map.json", "C", Good);
    }

    [Theory]
    [InlineData("topic_{symbol}", "topic_a")]
    [InlineData("bars", "bars")]
    public void Decode_KeyThatIsNone_SaysSo(string template, string topic)
    {
        var decoder = Decoder(template, null, "A");
        foreach (var key in new byte[]?[] { null, [] })
        {
            Decode(decoder, topic, "A", Good);
            Assert.Equal((RecordDecoder.Wrong, RecordKind.Bad), Decode(decoder, topic, key, Good));
            Assert.Equal("the key, which is the symbol, is missing", decoder.Reason);
            Assert.Equal(key, decoder.RawKey);
            Assert.Equal(Good, decoder.RawValue);
        }

        // No UTF-8: where keys decide, it may be somebody else's.
        Assert.Equal(topic == "bars" ? RecordKind.Unwanted : RecordKind.Bad, Decode(decoder, topic, [0xC3, 0x28], Good).Kind);
        foreach (var length in new[] { 257, 100_000 })
        {
            var key = Enumerable.Repeat((byte)'A', length).ToArray();
            Assert.Equal((RecordDecoder.Wrong, RecordKind.Bad), Decode(decoder, topic, key, null));
            Assert.Equal(key, decoder.RawKey);
            Assert.Null(decoder.RawValue);
            Assert.DoesNotContain('\n', decoder.Reason);
            Assert.InRange(decoder.Reason.Length, 10, 200);
        }
    }

    [Fact]
    public void Decode_Values_AreBarsEndsOrBad()
    {
        var decoder = Decoder("bars", null, "A");
        Assert.Equal((0, RecordKind.EndOfData), Decode(decoder, "bars", "A", EndOfData.Value.ToArray()));
        var end = MockTopics.EndOf("A");
        Assert.Equal((0, RecordKind.EndOfData), Decode(decoder, "bars", "A", end.Value, end.Headers));
        Assert.Equal((0, RecordKind.Bad), Decode(decoder, "bars", "A", []));
        Bad(decoder, "the value is empty, and no end of data", "A", []);
        Assert.Equal((0, RecordKind.Bad), Decode(decoder, "bars", "A", null));
        Assert.Null(decoder.RawValue);
        Assert.Equal((0, RecordKind.Bad), Decode(decoder, "bars", "A", "{}"u8.ToArray()));
        Bad(decoder, decoder.Reason, "A", "{}"u8.ToArray());
        Assert.NotEmpty(decoder.Reason);
    }

    [Fact]
    public void Decode_GoodAndUnwantedRecords_AllocateNothing()
    {
        var decoder = Decoder("bars", new PartitionMap("map.json", [new("A", 0), new("B", 0), new("C", 1)]), "A", "B");
        var keys = new[] { "A", "A", "B", "C" }.Select(Encoding.UTF8.GetBytes).ToArray();
        var (key, value) = (Context(MessageComponentType.Key, "bars", null), Context(MessageComponentType.Value, "bars", null));
        var counts = new int[4];
        Assert.Equal(0, Allocations.Least(() =>
        {
            for (var i = 0; i < 10_000; i++)
            {
                ((IDeserializer<int>)decoder).Deserialize(keys[i % 4], false, key);
                counts[(int)((IDeserializer<RecordKind>)decoder).Deserialize(Good, false, value)]++;
            }
        }));
        Assert.True(counts[(int)RecordKind.Bar] == 3 * counts[(int)RecordKind.Unwanted] && counts[(int)RecordKind.Bad] == 0);
    }

    private static RecordDecoder Decoder(string template, PartitionMap? map, params string[] symbols)
    {
        var topics = TopicTemplate.Parse(template);
        return new RecordDecoder(
            [.. symbols.Select(symbol => new KafkaFeed(symbol, topics.TopicOf(symbol)))], topics, map, new BarMessageReader());
    }

    private static (int Key, RecordKind Kind) Decode(RecordDecoder decoder, string topic, string key, byte[]? value, Headers? headers = null) =>
        Decode(decoder, topic, Encoding.UTF8.GetBytes(key), value, headers);

    private static (int Key, RecordKind Kind) Decode(RecordDecoder decoder, string topic, byte[]? key, byte[]? value, Headers? headers = null) => (
        ((IDeserializer<int>)decoder).Deserialize(key, key is null, Context(MessageComponentType.Key, topic, headers)),
        ((IDeserializer<RecordKind>)decoder).Deserialize(value, value is null, Context(MessageComponentType.Value, topic, headers)));

    private static SerializationContext Context(MessageComponentType part, string topic, Headers? headers) => new(part, topic, headers);

    private static void Bad(RecordDecoder decoder, string reason, string key, byte[] value)
    {
        Assert.Equal(reason, decoder.Reason);
        Assert.Equal(Encoding.UTF8.GetBytes(key), decoder.RawKey);
        Assert.Equal(value, decoder.RawValue);
    }
}
