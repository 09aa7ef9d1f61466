using Confluent.Kafka;
using TradeBooks.Domain.Market;

namespace TradeBooks.Feeds.Tests.Kafka.Reading;

/// <summary>What a record costs in memory that is collected later, beside a loop that only consumes.</summary>
public sealed class PollAllocationTests
{
    private const int Records = 36_000;
    private const int BytesBeyondTheClient = 16;

    [Fact]
    public void Poll_GoodRecords_AllocatesWhatTheClientDoes()
    {
        using var topics = new MockTopics();
        topics.Cluster.CreateTopic("topic_a", 1);
        topics.Append("topic_a", 0, Enumerable.Range(0, Records).Select(minute => MockTopics.BarOf("A", minute)));

        var bare = Bare(topics);
        using var set = topics.Open("topic_{symbol}", "A");
        var taken = 0;
        var poll = PerRecord(() =>
        {
            set.Poll(TimeSpan.FromMilliseconds(50));
            // Its bars are handed on as trading would have them, so that no room has to grow.
            return taken += Math.Max(0, set.Feeds[0].NextBatch().Count);
        });

        Assert.Equal(EventBatch.Pending.Count, set.Feeds[0].NextBatch().Count);
        Assert.True(poll <= bare + BytesBeyondTheClient, $"{poll:0.0} bytes a record; a bare loop takes {bare:0.0}");
        TestContext.Current.TestOutputHelper?.WriteLine($"{poll:0.0} bytes a record; a bare loop takes {bare:0.0}");
    }

    private static double Bare(MockTopics topics)
    {
        var config = new ConsumerConfig(topics.Cluster.Client) { GroupId = "bare", EnableAutoCommit = false, FetchWaitMaxMs = 10 };
        using var consumer = new ConsumerBuilder<Ignore, Ignore>(config).SetLogHandler((_, _) => { }).Build();
        consumer.Assign(new TopicPartitionOffset("topic_a", 0, 0));
        var count = 0;
        return PerRecord(() => count += consumer.Consume(TimeSpan.FromMilliseconds(50)) is null ? 0 : 1);
    }

    /// <summary>Bytes per record of the second half, when both rooms of the feed have grown.</summary>
    private static double PerRecord(Func<int> read)
    {
        var start = TimeProvider.System.GetTimestamp();
        var (first, before) = (0, 0L);
        for (var count = 0; count < Records; count = read())
        {
            if (first == 0 && count >= Records / 2)
                (first, before) = (count, GC.GetAllocatedBytesForCurrentThread());
            Assert.True(TimeProvider.System.GetElapsedTime(start) < TimeSpan.FromSeconds(30), $"{count} records came");
        }

        return (GC.GetAllocatedBytesForCurrentThread() - before) / (double)(Records - first);
    }
}
