using System.Diagnostics;
using System.Text;
using TradeBooks.Tests.Kafka;

namespace TradeBooks.Streaming.Kafka.Tests.Cluster;

/// <summary>Records of a real broker on their way to grains, without faults.</summary>
[Collection(BrokerGroup.Name)]
public sealed class DeliveryTests(BrokerFixture fixture)
{
    [Fact]
    public async Task Delivery_SeveralKeysOnAllPartitionsTwoSilos_EachRecordComesOnceAndInOrder()
    {
        using var topic = new TestTopic(fixture.Broker, "several");
        await topic.CreateAsync();
        await using var cluster = await StreamCluster.StartAsync(fixture.Broker, topic.Name, silos: 2);
        await cluster.WaitForSharesAsync();
        topic.Write(500, "a0", "b0", "c1", "d2", "e3", "f3");
        await StreamCluster.WaitForAllAsync(topic);
        topic.Write(20, "a0", "c1");
        await StreamCluster.WaitForAllAsync(topic);

        Tape.Of(topic.Name).AssertOnce(topic.Written);
        // One record more made the topic.
        await StreamCluster.WaitForCommitsAsync(topic, [1021, 520, 500, 1000]);
        Assert.Equal(BrokerFixture.Partitions, cluster.Partitions.Count);
        Assert.Equal(BrokerFixture.Partitions, cluster.Partitions.Select(partition => partition.Partition).Distinct().Count());
        await StreamCluster.WaitAsync(
            () => cluster.Partitions.All(partition => partition is { State: KafkaStreamState.Reading, Lag: 0, DeliveryLag: 0 } && partition.Committed == partition.Position),
            () => string.Join(Environment.NewLine, cluster.Partitions));
    }

    [Theory]
    [InlineData(4, 50)]
    [InlineData(400, 5)]
    public async Task Delivery_Backlog_ManyRecordsShareADelivery(int keys, int atLeast)
    {
        const int count = 400_000;
        using var topic = new TestTopic(fixture.Broker, "backlog");
        topic.Write(count / keys, 100, [.. Enumerable.Range(0, keys).Select(i => $"key{i}")]);
        var tape = Tape.Of(topic.Name);
        tape.CountsOnly = true;
        var adapter = new TimingAdapter();
        await using var cluster = await StreamCluster.StartAsync(fixture.Broker, topic.Name, adapter: adapter);
        await StreamCluster.WaitAsync(() => tape.Records >= count, () => $"{tape.Records} of {count} came");
        var time = Stopwatch.GetElapsedTime(adapter.FirstRead);
        TestContext.Current.TestOutputHelper?.WriteLine($"{count / time.TotalSeconds:N0} records/s of 100 bytes to {keys} keys in {tape.Deliveries} deliveries");

        Assert.Equal(count, tape.Records);
        Assert.True(tape.Deliveries < count / atLeast, $"{count} records took {tape.Deliveries} deliveries");
    }

    [Fact]
    public async Task Delivery_OneRecordAtATime_ComesLongBeforeOrleansOwnPollingPeriod()
    {
        using var topic = new TestTopic(fixture.Broker, "latency");
        topic.Write(1, "a0");
        await using var cluster = await StreamCluster.StartAsync(fixture.Broker, topic.Name);
        await StreamCluster.WaitForAllAsync(topic);
        var came = new SemaphoreSlim(0);
        var at = 0L;
        Tape.Of(topic.Name).Before = (_, _) =>
        {
            at = Stopwatch.GetTimestamp();
            came.Release();
            return Task.CompletedTask;
        };
        var times = new List<double>();
        for (var i = 0; i < 100; i++)
        {
            var start = Stopwatch.GetTimestamp();
            topic.Write(1, "a0");
            Assert.True(await came.WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken));
            times.Add(Stopwatch.GetElapsedTime(start, at).TotalMilliseconds);
        }

        times.Sort();
        TestContext.Current.TestOutputHelper?.WriteLine($"append to OnNext in ms: p50 {times[50]:F1}, p90 {times[90]:F1}, max {times[^1]:F1}");
        Assert.True(times[50] < 50, $"half of the records took more than {times[50]} ms");
    }

    [Fact]
    public async Task Delivery_TopicIsNotThereAtStart_IsReadWhenItComes()
    {
        using var topic = new TestTopic(fixture.Broker, "late");
        var starting = StreamCluster.StartAsync(fixture.Broker, topic.Name);
        Assert.NotSame(starting, await Task.WhenAny(starting, Task.Delay(TimeSpan.FromSeconds(1), TestContext.Current.CancellationToken)));
        topic.Write(10, "a0", "b1");
        await using var cluster = await starting;
        await StreamCluster.WaitForAllAsync(topic);
        Tape.Of(topic.Name).AssertOnce(topic.Written);
    }

    [Fact]
    public async Task Start_TopicDoesNotComeInTime_FailsAndNamesIt()
    {
        var missing = TestBroker.NewName("missing");
        var error = await Assert.ThrowsAnyAsync<Exception>(() =>
            StreamCluster.StartAsync(fixture.Broker, missing, configure: options => options.TopicWait = TimeSpan.FromMilliseconds(200)));
        Assert.Contains($"there is no topic {missing}", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Delivery_NobodySubscribes_IsCommittedAllTheSame()
    {
        using var topic = new TestTopic(fixture.Broker, "unheard");
        topic.Write(300, "a0", "b1", "c2", "d3");
        await using var cluster = await StreamCluster.StartAsync(fixture.Broker, topic.Name);
        await StreamCluster.WaitForCommitsAsync(topic, [300, 300, 300, 300]);
        topic.Write(1, "a0");
        await StreamCluster.WaitForCommitsAsync(topic, [301, 300, 300, 300]);
        Assert.Equal(0, Tape.Of(topic.Name).Records);
    }

    [Fact]
    public async Task Produce_FromClientAndGrain_ComesBackThroughTheTopic()
    {
        using var topic = new TestTopic(fixture.Broker, "produced");
        await topic.CreateAsync();
        await using var cluster = await StreamCluster.StartAsync(fixture.Broker, topic.Name);
        var stream = cluster.Silos.Client.GetStreamProvider(StreamCluster.Provider).GetStream<KafkaRecords>(StreamId.Create(topic.Name, "key"));
        await stream.OnNextAsync(KafkaRecords.FromValues("1"u8.ToArray(), "2"u8.ToArray()));
        await cluster.Silos.Client.GetGrain<ITapeGrain>("key").ProduceAsync(topic.Name, "3"u8.ToArray());
        await StreamCluster.WaitAsync(() => Tape.Of(topic.Name).Distinct("key") == 3, () => $"{Tape.Of(topic.Name).Distinct("key")} of 3 came");

        Assert.Equal([1, 2, 3], Tape.Of(topic.Name).Got("key").Select(record => record.Number));
        var records = TopicReader.ReadAll(fixture.Broker.Client, topic.Name).Where(record => Encoding.UTF8.GetString(record.Message.Key) == "key").ToList();
        Assert.Equal(3, records.Count);
        Assert.Single(records.Select(record => record.Partition.Value).Distinct());
    }

    /// <summary>Notes when the first record was read.</summary>
    private sealed class TimingAdapter : IKafkaDataAdapter
    {
        private readonly KafkaDataAdapter _inner = new();
        private long _firstRead;

        public long FirstRead => Interlocked.Read(ref _firstRead);

        public StreamId GetStreamId(string topic, int partition, byte[]? key)
        {
            Interlocked.CompareExchange(ref _firstRead, Stopwatch.GetTimestamp(), 0);
            return _inner.GetStreamId(topic, partition, key);
        }

        public object CreateEvent(KafkaRecords records) => _inner.CreateEvent(records);

        public IEnumerable<KafkaMessage> CreateMessages(StreamId streamId, object item) => _inner.CreateMessages(streamId, item);
    }
}
