using Confluent.Kafka;

namespace TradeBooks.Streaming.Kafka.Tests.Unit;

public sealed class KafkaTopologyTests
{
    [Fact]
    public void Select_SeveralTopics_AreSortedByNameThenNumber()
    {
        var topology = new KafkaTopology(new KafkaStreamOptions { Topics = ["b", "a", "B"] });
        var partitions = topology.Select(Topics(("a", 2), ("b", 11), ("B", 1), ("c", 1)), out var missing);
        Assert.Null(missing);
        Assert.Equal(["B/0", "a/0", "a/1", .. Enumerable.Range(0, 11).Select(i => $"b/{i}")], partitions.Select(partition => $"{partition.Topic}/{partition.Partition.Value}"));
    }

    [Fact]
    public void Select_TopicIsNotThere_NamesIt()
    {
        new KafkaTopology(new KafkaStreamOptions { Topics = ["a", "b"] }).Select(Topics(("a", 1)), out var missing);
        Assert.Equal("there is no topic b", missing);
    }

    [Fact]
    public void Select_PartitionsAreNamed_AreTheOnlyOnesOfTheirTopic()
    {
        var options = new KafkaStreamOptions { Topics = ["a", "b"] };
        options.Partitions["b"] = [7, 2];
        var topology = new KafkaTopology(options);
        var partitions = topology.Select(Topics(("a", 2), ("b", 8)), out var missing);
        Assert.Null(missing);
        Assert.Equal(["a/0", "a/1", "b/2", "b/7"], partitions.Select(partition => $"{partition.Topic}/{partition.Partition.Value}"));
        Assert.Null(topology.Compare(partitions, Topics(("a", 2), ("b", 9))));
        Assert.Equal("a has 3 partitions and had 2", topology.Compare(partitions, Topics(("a", 3), ("b", 9))));
    }

    [Fact]
    public void Select_APartitionThatIsNamedIsNotThere_NamesIt()
    {
        var options = new KafkaStreamOptions { Topics = ["a"] };
        options.Partitions["a"] = [1, 4, 5];
        new KafkaTopology(options).Select(Topics(("a", 4)), out var missing);
        Assert.Equal("topic a has no partition 4", missing);
    }

    [Fact]
    public void Select_Pattern_MatchesWholeNamesButNeitherDeadLettersNorKafkasOwn()
    {
        var topology = new KafkaTopology(new KafkaStreamOptions { TopicPattern = ".*bars|_+.*|bars[.].*" });
        var partitions = topology.Select(Topics(("bars", 1), ("mybars", 1), ("bars.dead-letter", 1), ("__consumer_offsets", 50), ("barsx", 1), ("bars.x", 1)), out _);
        Assert.Equal(["bars", "bars.x", "mybars"], partitions.Select(partition => partition.Topic));
    }

    [Fact]
    public void Select_PatternMatchesNothing_SaysSo()
    {
        new KafkaTopology(new KafkaStreamOptions { TopicPattern = "x" }).Select(Topics(("a", 1)), out var missing);
        Assert.Equal("no topic matches ^(?:x)$", missing);
    }

    [Theory]
    [InlineData(2, null)]
    [InlineData(3, "a has 3 partitions and had 2")]
    [InlineData(1, "a has 1 partitions and had 2")]
    public void Compare_CountOfATopic_IsAChangeWhereItDiffers(int count, string? changes)
    {
        var topology = new KafkaTopology(new KafkaStreamOptions { Topics = ["a"] });
        var before = topology.Select(Topics(("a", 2)), out _);
        Assert.Equal(changes, topology.Compare(before, Topics(("a", count), ("other", 1))));
    }

    [Fact]
    public void Compare_TopicIsGone_IsNoChange()
    {
        var topology = new KafkaTopology(new KafkaStreamOptions { Topics = ["a"] });
        Assert.Null(topology.Compare(topology.Select(Topics(("a", 2)), out _), Topics()));
    }

    [Fact]
    public void Mapper_SamePartitions_AgreesEverywhereAndSpreadsThemOverTheRing()
    {
        TopicPartition[] partitions = [.. Enumerable.Range(0, 100).Select(i => new TopicPartition("t", i))];
        var one = new KafkaQueueMapper(partitions);
        var other = new KafkaQueueMapper([.. partitions]);
        var queues = one.GetAllQueues().ToList();
        Assert.Equal(queues, other.GetAllQueues());
        Assert.Equal(partitions, queues.Select(other.GetPartition));
        Assert.Equal(25, queues.Count(queue => queue.GetUniformHashCode() < uint.MaxValue / 4));
        Assert.All(Enumerable.Range(0, 50), i =>
        {
            var stream = StreamId.Create("t", $"key {i}");
            Assert.Equal(one.GetQueueForStream(stream), other.GetQueueForStream(stream));
        });
    }

    [Fact]
    public void Mapper_TwoRangesOfTheRing_ShareEveryQueueOutOnce()
    {
        var mapper = new KafkaQueueMapper([.. Enumerable.Range(0, 7).Select(i => new TopicPartition("t", i))]);
        var low = mapper.GetQueuesForRange(RangeFactory.CreateRange(0, 1u << 31)).ToList();
        var high = mapper.GetQueuesForRange(RangeFactory.CreateRange(1u << 31, 0)).ToList();
        Assert.Empty(low.Intersect(high));
        Assert.Equal(mapper.GetAllQueues().ToHashSet(), low.Concat(high).ToHashSet());
    }

    private static Dictionary<string, int> Topics(params (string Name, int Partitions)[] topics) =>
        topics.ToDictionary(topic => topic.Name, topic => topic.Partitions, StringComparer.Ordinal);
}
