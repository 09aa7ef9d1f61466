using TradeBooks.Tests.Kafka;

namespace TradeBooks.Streaming.Kafka.Tests.Cluster;

/// <summary>Silos that die, stop, come and go, and grains that fail or stand still.</summary>
[Collection(BrokerGroup.Name)]
public sealed class FaultTests(BrokerFixture fixture)
{
    private static readonly string[] Keys = ["a0", "b0", "c1", "d2", "e3"];

    [Fact]
    public async Task KillSilo_InTheMiddle_NothingIsLostAndOnlyReplaysComeAgain()
    {
        using var topic = new TestTopic(fixture.Broker, "killed");
        var tape = Tape.Of(topic.Name);
        tape.Before = (_, _) => Task.Delay(2, CancellationToken.None);
        await topic.CreateAsync();
        await using var cluster = await StreamCluster.StartAsync(fixture.Broker, topic.Name, silos: 3, configure: options => options.MaxRecordsPerEvent = 5, isToBeKilled: true);
        // Before, the first one has all of them, and the others have nothing to lose.
        await StreamCluster.WaitAsync(
            () => cluster.Silos.Silos.All(silo => StreamCluster.HealthOf(silo).Partitions.Count > 0), () => string.Join(Environment.NewLine, cluster.Partitions));
        await cluster.WaitForPartitionsAsync();
        var writing = Task.Run(() =>
        {
            for (var i = 0; i < 30; i++)
            {
                topic.Write(50, Keys);
                TestContext.Current.CancellationToken.WaitHandle.WaitOne(20);
            }
        }, TestContext.Current.CancellationToken);
        await StreamCluster.WaitAsync(() => tape.Records > 1000, () => $"{tape.Records} came before the kill");
        var victim = cluster.Silos.Silos.Skip(1).MaxBy(silo => StreamCluster.HealthOf(silo).Partitions.Count)!;
        Assert.NotEmpty(StreamCluster.HealthOf(victim).Partitions);
        await cluster.Silos.KillSiloAsync(victim);
        await writing;
        await StreamCluster.WaitForAllAsync(topic);
        tape.AssertReplaysOnly(topic.Written);
        await cluster.WaitForPartitionsAsync();
    }

    [Fact]
    public async Task StopAndStart_AllSilos_GoesOnWhereItStopped()
    {
        using var topic = new TestTopic(fixture.Broker, "stopped");
        await topic.CreateAsync();
        await using (var first = await StreamCluster.StartAsync(fixture.Broker, topic.Name, silos: 2))
        {
            await first.WaitForSharesAsync();
            topic.Write(200, Keys);
            await StreamCluster.WaitForAllAsync(topic);
            // A grain has what its silo does not know yet to be delivered.
            await first.WaitForAnswersAsync();
        }

        var before = topic.Written.ToDictionary();
        topic.Write(100, Keys);
        await using var cluster = await StreamCluster.StartAsync(fixture.Broker, topic.Name, silos: 2);
        await StreamCluster.WaitForAllAsync(topic);

        // What one silo is delivering when the other joins may come again; nothing from before the stop does.
        var tape = Tape.Of(topic.Name);
        tape.AssertReplaysOnly(topic.Written);
        foreach (var (key, count) in before)
            Assert.Equal(Enumerable.Range(1, count), tape.Got(key).Select(record => record.Number).Where(number => number <= count));
    }

    [Fact]
    public async Task AddAndStopSilo_WhileRecordsFlow_PartitionsAreHandedOverWithoutLoss()
    {
        using var topic = new TestTopic(fixture.Broker, "handed");
        await topic.CreateAsync();
        await using var cluster = await StreamCluster.StartAsync(fixture.Broker, topic.Name);
        topic.Write(200, Keys);
        await StreamCluster.WaitForAllAsync(topic);
        var added = await cluster.Silos.StartAdditionalSiloAsync();
        await StreamCluster.WaitAsync(
            () =>
            {
                topic.Write(5, Keys);
                return StreamCluster.HealthOf(added).Partitions.Count > 0 && cluster.Partitions.Count == BrokerFixture.Partitions;
            },
            () => $"the new silo has {StreamCluster.HealthOf(added).Partitions.Count} of {cluster.Partitions.Count}");
        topic.Write(100, Keys);
        await StreamCluster.WaitForAllAsync(topic);
        await cluster.Silos.StopSiloAsync(added);
        topic.Write(100, Keys);
        await StreamCluster.WaitForAllAsync(topic);
        Tape.Of(topic.Name).AssertReplaysOnly(topic.Written);
    }

    [Fact]
    public async Task Delivery_GrainFailsForAWhile_IsTriedAgainInOrderAndNothingPasses()
    {
        using var topic = new TestTopic(fixture.Broker, "poison");
        var tape = Tape.Of(topic.Name);
        var failures = 0;
        tape.Before = (key, _) => key == "a0" && Interlocked.Increment(ref failures) <= 5
            ? throw new InvalidOperationException("not now")
            : Task.CompletedTask;
        topic.Write(50, Keys);
        await using var cluster = await StreamCluster.StartAsync(fixture.Broker, topic.Name, configure: options => options.MaxRecordsPerEvent = 10);
        await StreamCluster.WaitForAllAsync(topic);
        tape.AssertOnce(topic.Written);
        Assert.True(failures > 5, $"{failures} deliveries to the failing grain");
        await StreamCluster.WaitForCommitsAsync(topic, [100, 50, 50, 50]);
    }

    [Fact]
    public async Task Delivery_GrainStandsStill_ItsPartitionPausesOthersFlowAndItGoesOn()
    {
        const int limit = 200_000;
        using var topic = new TestTopic(fixture.Broker, "still");
        var tape = Tape.Of(topic.Name);
        var go = new TaskCompletionSource();
        tape.Before = (key, _) => key == "a0" ? go.Task : Task.CompletedTask;
        topic.Write(5000, 500, "a0", "b0", "c1");
        await using var cluster = await StreamCluster.StartAsync(fixture.Broker, topic.Name, configure: options =>
        {
            options.MaxPendingBytes = limit;
            options.MaxBytesPerEvent = 10_000;
        });
        await StreamCluster.WaitAsync(
            () => cluster.Partitions.Any(partition => partition is { Partition: 0, State: KafkaStreamState.Paused }) && tape.Distinct("c1") == 5000,
            () => $"{tape.Distinct("c1")} came to the other partition; {string.Join(Environment.NewLine, cluster.Partitions)}");
        var stuck = cluster.Partitions.Single(partition => partition.Partition == 0);
        Assert.Equal(0, stuck.Delivered);
        Assert.InRange(stuck.Position * 500, limit, limit + (1024 * 1024) + 500);
        Assert.True(topic.Committed(topic.Name)[0] <= 0, "the standing grain's records were committed");
        go.SetResult();
        await StreamCluster.WaitForAllAsync(topic);
        tape.AssertOnce(topic.Written);
        await StreamCluster.WaitForCommitsAsync(topic, [10_000, 5000, 0, 0]);
    }

    [Fact]
    public async Task Delivery_FailsBeyondTheLimit_GoesToTheDeadLettersThenPasses()
    {
        using var topic = new TestTopic(fixture.Broker, "limited");
        var tape = Tape.Of(topic.Name);
        tape.Before = (_, records) => records.FirstOffset == 1 ? throw new InvalidOperationException("never") : Task.CompletedTask;
        topic.Write(3, "a0");
        await using var cluster = await StreamCluster.StartAsync(
            fixture.Broker, topic.Name, configure: options => options.MaxRecordsPerEvent = 1, maxDeliveryTime: TimeSpan.FromSeconds(1));
        await StreamCluster.WaitAsync(() => tape.Distinct("a0") == 2, () => $"{tape.Distinct("a0")} of 2 came");
        Assert.Equal([1, 3], tape.Got("a0").Select(record => record.Number));
        await StreamCluster.WaitForCommitsAsync(topic, [3, 0, 0, 0]);

        var letter = Assert.Single(TopicReader.ReadAll(fixture.Broker.Client, topic.Name + ".dead-letter"));
        Assert.Equal("a0"u8.ToArray(), letter.Message.Key);
        using var envelope = System.Text.Json.JsonDocument.Parse(letter.Message.Value);
        Assert.Equal("2", envelope.RootElement.GetProperty("value").GetString());
        Assert.Equal(1, envelope.RootElement.GetProperty("offset").GetInt64());
        Assert.Equal(topic.Name, envelope.RootElement.GetProperty("topic").GetString());
        Assert.Contains("not delivered in time", envelope.RootElement.GetProperty("reason").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stop_WhileADeliveryFails_IsNoDeadLetterAndComesAgain()
    {
        using var topic = new TestTopic(fixture.Broker, "broken-off");
        var tape = Tape.Of(topic.Name);
        var failures = 0;
        tape.Before = (_, _) => Interlocked.Increment(ref failures) < int.MaxValue ? throw new InvalidOperationException("not yet") : Task.CompletedTask;
        topic.Write(3, "a0");
        await using (await StreamCluster.StartAsync(fixture.Broker, topic.Name, maxDeliveryTime: TimeSpan.FromHours(1)))
            await StreamCluster.WaitAsync(() => Volatile.Read(ref failures) > 2, () => $"{failures} failures");
        tape.Before = (_, _) => Task.CompletedTask;
        await using var cluster = await StreamCluster.StartAsync(fixture.Broker, topic.Name);
        await StreamCluster.WaitForAllAsync(topic);
        tape.AssertOnce(topic.Written);
        using var admin = new Confluent.Kafka.AdminClientBuilder(fixture.Broker.Client).SetLogHandler((_, _) => { }).Build();
        Assert.DoesNotContain(admin.GetMetadata(TimeSpan.FromSeconds(10)).Topics, other => other.Topic == topic.Name + ".dead-letter");
    }

    [Fact]
    public async Task Delivery_AdapterRefusesARecord_GoesToTheDeadLettersAndOthersPass()
    {
        using var topic = new TestTopic(fixture.Broker, "refused");
        topic.Write(10, "a0", "bad0");
        await using var cluster = await StreamCluster.StartAsync(fixture.Broker, topic.Name, adapter: new PickyAdapter());
        await StreamCluster.WaitForCommitsAsync(topic, [20, 0, 0, 0]);
        Assert.Equal(Enumerable.Range(1, 10), Tape.Of(topic.Name).Got("a0").Select(record => record.Number));
        Assert.Empty(Tape.Of(topic.Name).Got("bad0"));
        var letters = TopicReader.ReadAll(fixture.Broker.Client, topic.Name + ".dead-letter");
        Assert.Equal(10, letters.Count);
        Assert.All(letters, letter => Assert.Contains("no such key", System.Text.Encoding.UTF8.GetString(letter.Message.Value), StringComparison.Ordinal));
    }

    [Fact]
    public async Task Topology_NewTopicMatchesThePattern_IsAFailureThatHealthNames()
    {
        using var topic = new TestTopic(fixture.Broker, "pattern");
        topic.Write(5, "a0");
        await using var cluster = await StreamCluster.StartAsync(fixture.Broker, topic.Name, configure: options =>
        {
            options.Topics = [];
            options.TopicPattern = topic.Name + ".*";
            options.TopologyCheckInterval = TimeSpan.FromMilliseconds(200);
        });
        await StreamCluster.WaitForAllAsync(topic);
        var health = StreamCluster.HealthOf(cluster.Silos.Silos[0]);
        Assert.Equal(KafkaStreamState.Reading, health.State);
        using var producer = new Confluent.Kafka.ProducerBuilder<byte[]?, string>(fixture.Broker.Client).SetLogHandler((_, _) => { }).Build();
        await producer.ProduceAsync(topic.Name + "-more", new Confluent.Kafka.Message<byte[]?, string> { Value = "x" }, TestContext.Current.CancellationToken);
        await StreamCluster.WaitAsync(() => health.State == KafkaStreamState.Failed, () => $"{health.State}: {health.LastError}");
        Assert.Contains($"{topic.Name}-more is new", health.LastError, StringComparison.Ordinal);
        // One after the other.
        await StreamCluster.WaitAsync(
            () => health.Partitions.All(partition => partition.State == KafkaStreamState.Failed), () => string.Join(Environment.NewLine, health.Partitions));
    }

    /// <summary>Has something against one key.</summary>
    private sealed class PickyAdapter : IKafkaDataAdapter
    {
        private readonly KafkaDataAdapter _inner = new();

        public Orleans.Runtime.StreamId GetStreamId(string topic, int partition, byte[]? key) =>
            key.AsSpan().StartsWith("bad"u8) ? throw new InvalidOperationException("no such key") : _inner.GetStreamId(topic, partition, key);

        public object CreateEvent(KafkaRecords records) => _inner.CreateEvent(records);

        public IEnumerable<KafkaMessage> CreateMessages(Orleans.Runtime.StreamId streamId, object item) => _inner.CreateMessages(streamId, item);
    }
}
