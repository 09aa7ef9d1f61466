using System.Diagnostics;
using System.Text;
using Confluent.Kafka;
using TradeBooks.Tests.Kafka;

namespace TradeBooks.Feeds.Tests.Kafka;

public sealed class MockClusterTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public void Start_IdempotentProducerAndHeaders_RecordsComeBackWhole()
    {
        using var cluster = MockCluster.Start();
        using (var producer = Numbers.Producer(new ProducerConfig(cluster.Client) { EnableIdempotence = true }))
        {
            var message = Numbers.Message(1);
            message.Key = "AAPL"u8.ToArray();
            message.Headers = new Headers { { "tradebooks-control", "end-of-data"u8.ToArray() } };
            producer.Produce(new TopicPartition("numbers", 3), message);
            Assert.Equal(0, producer.Flush(Patience));
        }

        var record = Assert.Single(TopicReader.ReadAll(cluster.Client, "numbers"));
        Assert.Equal(new TopicPartitionOffset("numbers", 3, 0), record.TopicPartitionOffset);
        Assert.Equal("AAPL", Encoding.ASCII.GetString(record.Message.Key));
        Assert.Equal(1, Numbers.Of(record));
        Assert.Equal("end-of-data", Encoding.ASCII.GetString(record.Message.Headers.GetLastBytes("tradebooks-control")));
        Assert.StartsWith("127.0.0.1:", cluster.Address, StringComparison.Ordinal);
    }

    [Fact]
    public void CreateTopic_SevenPartitions_HasThem()
    {
        using var cluster = MockCluster.Start(brokers: 3);

        cluster.CreateTopic("numbers", 7);

        Assert.Equal(7, Metadata(cluster, "numbers").Partitions.Count);
        Assert.Throws<KafkaException>(() => cluster.CreateTopic("numbers", 7));
    }

    [Fact]
    public void PushErrors_NotLeaderOnce_IsRetried()
    {
        using var cluster = MockCluster.Start();
        cluster.CreateTopic("numbers", 1);
        cluster.TrackRequests();
        cluster.PushErrors(MockRequest.Produce, ErrorCode.NotLeaderForPartition);

        Assert.Null(Produce(cluster, new ProducerConfig()));

        Assert.Equal(2, cluster.CountRequests(MockRequest.Produce));
        Assert.Single(TopicReader.ReadAll(cluster.Client, "numbers"));
    }

    [Fact]
    public void PushErrors_Disconnects_AreRetried()
    {
        using var cluster = MockCluster.Start();
        cluster.CreateTopic("numbers", 1);
        cluster.TrackRequests();
        cluster.PushErrors(MockRequest.Produce, ErrorCode.Local_Transport, ErrorCode.Local_Transport);

        Assert.Null(Produce(cluster, new ProducerConfig { EnableIdempotence = true }));

        Assert.Equal(3, cluster.CountRequests(MockRequest.Produce));
        Assert.Single(TopicReader.ReadAll(cluster.Client, "numbers"));
    }

    [Fact]
    public void PushErrors_Permanent_ReachesTheProducer()
    {
        using var cluster = MockCluster.Start();
        cluster.CreateTopic("numbers", 1);
        cluster.PushErrors(MockRequest.Produce, ErrorCode.TopicAuthorizationFailed);

        Assert.Equal(ErrorCode.TopicAuthorizationFailed, Produce(cluster, new ProducerConfig()));

        cluster.PushErrors(MockRequest.Produce, ErrorCode.TopicAuthorizationFailed);
        cluster.ClearErrors(MockRequest.Produce);
        Assert.Null(Produce(cluster, new ProducerConfig()));
    }

    [Fact]
    public void PushErrors_InitProducerIdRefused_IsFatalToAnIdempotentProducer()
    {
        using var cluster = MockCluster.Start();
        cluster.CreateTopic("numbers", 1);
        cluster.PushErrors(MockRequest.InitProducerId, ErrorCode.ClusterAuthorizationFailed);
        Error? fatal = null;

        Produce(cluster, new ProducerConfig { EnableIdempotence = true }, error => fatal = error.IsFatal ? error : fatal);

        Assert.Equal(ErrorCode.ClusterAuthorizationFailed, fatal?.Code);
    }

    [Fact]
    public async Task TakeDown_ThenUp_DeliversWhatWaited()
    {
        using var cluster = MockCluster.Start();
        cluster.CreateTopic("numbers", 1);
        using var down = new ManualResetEventSlim();
        using var producer = Numbers.Producer(new ProducerConfig(cluster.Client) { ReconnectBackoffMaxMs = 100 }, error =>
        {
            if (error.Code == ErrorCode.Local_AllBrokersDown)
                down.Set();
        });
        await producer.ProduceAsync("numbers", Numbers.Message(0), TestContext.Current.CancellationToken).WaitAsync(Patience, TestContext.Current.CancellationToken);

        cluster.TakeDown(1);
        var waiting = producer.ProduceAsync("numbers", Numbers.Message(1), TestContext.Current.CancellationToken);
        Assert.True(down.Wait(Patience, TestContext.Current.CancellationToken));
        Assert.False(waiting.IsCompleted);
        cluster.BringUp(1);

        Assert.Equal(1, (await waiting.WaitAsync(Patience, TestContext.Current.CancellationToken)).Offset.Value);
        Assert.Equal([0, 1], TopicReader.ReadAll(cluster.Client, "numbers").Select(Numbers.Of));
    }

    [Fact]
    public void SetRoundTrip_HalfASecond_AnswersComeNoSooner()
    {
        using var cluster = MockCluster.Start();
        cluster.CreateTopic("numbers", 1);
        var delay = TimeSpan.FromMilliseconds(500);
        cluster.SetRoundTrip(MockCluster.AllBrokers, delay);
        var watch = Stopwatch.StartNew();

        Metadata(cluster, "numbers");

        Assert.InRange(watch.Elapsed, delay, Patience);
    }

    [Fact]
    public void SetLeader_OtherBroker_ClientsFollow()
    {
        using var cluster = MockCluster.Start(brokers: 2);
        cluster.CreateTopic("numbers", 1);
        using var producer = Numbers.Producer(new ProducerConfig(cluster.Client));

        foreach (var leader in new[] { 1, 2, 1 })
        {
            cluster.SetLeader("numbers", 0, leader);
            Assert.Equal(leader, Metadata(cluster, "numbers").Partitions.Single().Leader);
            producer.Produce("numbers", Numbers.Message(leader));
            Assert.Equal(0, producer.Flush(Patience));
        }

        Assert.Equal([1, 2, 1], TopicReader.ReadAll(cluster.Client, "numbers").Select(Numbers.Of));
    }

    [Fact]
    public void DeleteRecords_BeforeSix_FirstFourAreOutOfRange()
    {
        using var cluster = MockCluster.Start();
        cluster.CreateTopic("numbers", 1);
        using (var producer = Numbers.Producer(new ProducerConfig(cluster.Client)))
        {
            // One batch each: the mock drops whole batches.
            for (var i = 0; i < 10; i++)
            {
                producer.Produce("numbers", Numbers.Message(i));
                Assert.Equal(0, producer.Flush(Patience));
            }
        }

        cluster.DeleteRecords("numbers", 0, before: 6);

        Assert.Equal([6, 7, 8, 9], TopicReader.ReadAll(cluster.Client, "numbers").Select(Numbers.Of));
        using var consumer = Consumer(cluster);
        consumer.Assign(new TopicPartitionOffset("numbers", 0, 4));
        var error = Assert.Throws<ConsumeException>(() => consumer.Consume(Patience));
        Assert.Equal(ErrorCode.Local_AutoOffsetReset, error.Error.Code);
    }

    [Fact]
    public void SetTopicError_AuthorizationFailed_IsInItsMetadata()
    {
        using var cluster = MockCluster.Start();
        cluster.CreateTopic("numbers", 1);

        cluster.SetTopicError("numbers", ErrorCode.TopicAuthorizationFailed);
        Assert.Equal(ErrorCode.TopicAuthorizationFailed, Metadata(cluster, "numbers").Error.Code);

        cluster.SetTopicError("numbers", ErrorCode.NoError);
        Assert.Equal(ErrorCode.NoError, Metadata(cluster, "numbers").Error.Code);
    }

    [Fact]
    public void SetRebalanceDelay_None_GroupBeginsSooner()
    {
        using var cluster = MockCluster.Start();
        cluster.CreateTopic("numbers", 1);
        Numbers.Produce(cluster.Client, "numbers", 1);
        cluster.SetRebalanceDelay(TimeSpan.Zero);
        var least = TimeSpan.MaxValue;
        for (var i = 0; i < 5 && least > TimeSpan.FromSeconds(2); i++)
        {
            // Each in a new group. None could begin before the three seconds that there are otherwise; some may wait for their turn.
            using var consumer = Consumer(cluster, AutoOffsetReset.Earliest, $"group{i}");
            var watch = Stopwatch.StartNew();

            consumer.Subscribe("numbers");

            Assert.NotNull(consumer.Consume(Patience));
            least = watch.Elapsed < least ? watch.Elapsed : least;
        }

        Assert.InRange(least, TimeSpan.Zero, TimeSpan.FromSeconds(2));
    }

    /// <summary>Produces one record; says what became of it.</summary>
    private static ErrorCode? Produce(MockCluster cluster, ProducerConfig config, Action<Error>? onError = null)
    {
        config.BootstrapServers = cluster.Address;
        config.MessageTimeoutMs = (int)Patience.TotalMilliseconds;
        using var producer = Numbers.Producer(config, onError);
        ErrorCode? code = null;
        producer.Produce(new TopicPartition("numbers", 0), Numbers.Message(1), report => code = report.Error.IsError ? report.Error.Code : null);
        Assert.Equal(0, producer.Flush(Patience));
        return code;
    }

    private static IConsumer<byte[], byte[]> Consumer(MockCluster cluster, AutoOffsetReset reset = AutoOffsetReset.Error, string group = "group") =>
        new ConsumerBuilder<byte[], byte[]>(new ConsumerConfig(cluster.Client) { GroupId = group, AutoOffsetReset = reset })
            .SetLogHandler((_, _) => { }).Build();

    private static TopicMetadata Metadata(MockCluster cluster, string topic)
    {
        using var admin = new AdminClientBuilder(cluster.Client).SetLogHandler((_, _) => { }).Build();
        return admin.GetMetadata(topic, Patience).Topics.Single();
    }
}
