using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization;
using Orleans.Streams;

namespace TradeBooks.Streaming.Kafka.Tests.Unit;

public sealed class SerializationTests
{
    [Fact]
    public void Container_SentToAnotherSilo_HoldsTheSameRecords()
    {
        using var services = new ServiceCollection().AddSerializer().BuildServiceProvider();
        var serializer = services.GetRequiredService<Serializer>();
        var builder = new RecordsBuilder();
        builder.Add(5, 77, false, "value"u8, [new KafkaHeader("name", [1]), new KafkaHeader("none", null)]);
        builder.Add(9, -1, true, default, null);
        var records = builder.Build("topic", 2, "key"u8.ToArray());
        var sent = new KafkaBatchContainer(StreamId.Create("topic", "key"), records, records, session: null);

        var received = serializer.Deserialize<IBatchContainer>(serializer.SerializeToArray<IBatchContainer>(sent));
        Assert.Equal(sent.StreamId, received.StreamId);
        Assert.Equal(sent.SequenceToken, received.SequenceToken);
        var (copy, _) = Assert.Single(received.GetEvents<KafkaRecords>());
        Assert.Equal(("topic", 2, 2), (copy.Topic, copy.Partition, copy.Count));
        Assert.Equal("key"u8.ToArray(), copy.Key);
        Assert.Equal((5L, 77L), (copy[0].Offset, copy[0].UnixTimeMilliseconds));
        Assert.Equal("value"u8, copy[0].Value);
        Assert.Equal(["name", "none"], copy[0].Headers.Select(header => header.Name));
        Assert.Null(copy[0].Headers[1].Value);
        Assert.True(copy[1].IsTombstone);
    }

    [Fact]
    public void Records_CopiedInsideASilo_AreTheSameObject()
    {
        using var services = new ServiceCollection().AddSerializer().BuildServiceProvider();
        var records = KafkaRecords.FromValues([1]);
        Assert.Same(records, services.GetRequiredService<DeepCopier>().Copy(records));
    }
}
