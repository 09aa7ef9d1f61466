using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Sockets;
using Confluent.Kafka;
using TradeBooks.Tests;
using TradeBooks.Tests.Kafka;

namespace TradeBooks.Feeds.Tests.Kafka;

public sealed class KafkaBrokerTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public void Start_TopicNotCreated_FirstUseCreatesIt()
    {
        using var broker = KafkaBroker.Start(new KafkaBrokerOptions { Partitions = 3 });

        Numbers.Produce(broker.Client, "numbers", 1000, partition: 2);

        var records = TopicReader.ReadAll(broker.Client, "numbers");
        Assert.Equal(Enumerable.Range(0, 1000), records.Select(Numbers.Of));
        Assert.All(records, record => Assert.Equal(2, record.Partition.Value));
        Assert.Equal(3, Metadata(broker.Client, "numbers").Partitions.Count);
    }

    [Fact]
    public void Start_NoAutoCreation_TopicsMustBeCreated()
    {
        using var broker = KafkaBroker.Start(new KafkaBrokerOptions { AutoCreateTopics = false });
        Assert.Equal(ErrorCode.UnknownTopicOrPart, Metadata(broker.Client, "numbers").Error.Code);

        broker.CreateTopics(("numbers", 6), ("other", 1), ("third", 2));

        Assert.Equal([6, 1, 2], new[] { "numbers", "other", "third" }.Select(topic => Metadata(broker.Client, topic).Partitions.Count));
        Numbers.Produce(broker.Client, "numbers", 10, partition: 5);
        Assert.Equal(10, TopicReader.ReadAll(broker.Client, "numbers").Count);
    }

    [Fact]
    public void Start_TwentyNewTopicsAtOnce_OneClientCanUseThem()
    {
        using var broker = KafkaBroker.Start();
        // Not with _ or . in them: asked for twice at once, as by one client's two connections, Kafka 0.9 finds that such a
        // topic collides with itself, and calls it invalid.
        var topics = Enumerable.Range(10, 20).Select(number => $"topic-st{number}").ToArray();
        using var producer = Numbers.Producer(new ProducerConfig(broker.Client));

        var failures = new ConcurrentQueue<string>();
        foreach (var topic in topics)
        {
            producer.Produce(topic, Numbers.Message(1), report =>
            {
                if (report.Error.IsError)
                    failures.Enqueue($"{topic}: {report.Error}");
            });
        }

        Assert.Equal(0, producer.Flush(Patience));
        Assert.Empty(failures);
        // Seen once: a topic that was read as empty at first. Why is not known; a record that was lost still fails here.
        Assert.All(topics, topic => Assert.True(
            SpinWait.SpinUntil(() => TopicReader.ReadAll(broker.Client, topic).Count > 0, Patience), $"{topic} stays empty"));
        Assert.All(topics, topic => Assert.Single(TopicReader.ReadAll(broker.Client, topic)));
    }

    [Fact]
    public void CreateTopic_WithConfig_BrokerObeysIt()
    {
        using var broker = KafkaBroker.Start(new KafkaBrokerOptions { Settings = new Dictionary<string, string> { ["message.max.bytes"] = "5000" } });
        broker.CreateTopic("small", 1, ("max.message.bytes", "1000"));
        broker.CreateTopic("large", 1);
        using var producer = Numbers.Producer(new ProducerConfig(broker.Client));

        Assert.Null(ErrorOf(producer, "small", 500));
        Assert.Equal(ErrorCode.MsgSizeTooLarge, ErrorOf(producer, "small", 3000));
        Assert.Null(ErrorOf(producer, "large", 3000));
        Assert.Equal(ErrorCode.MsgSizeTooLarge, ErrorOf(producer, "large", 6000));
    }

    [Fact]
    public void CreateTopic_NameTaken_SaysSo()
    {
        using var broker = KafkaBroker.Start();
        broker.CreateTopic("numbers", 1);

        var error = Assert.Throws<InvalidOperationException>(() => broker.CreateTopic("numbers", 2));

        Assert.Contains("already exists", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Restart_KilledWhileProducing_LosesNoAcknowledgedRecord()
    {
        using var broker = KafkaBroker.Start();
        broker.CreateTopic("numbers", 2);
        var acknowledged = new List<int>();
        using var stop = new CancellationTokenSource();
        using var producer = Numbers.Producer(new ProducerConfig(broker.Client) { LingerMs = 1, Acks = Acks.All, ReconnectBackoffMaxMs = 200 });
        var work = Task.Run(() => ProduceUntil(producer, acknowledged, stop.Token));

        for (var i = 0; i < 2; i++)
        {
            WaitForMore(acknowledged, 2000);
            broker.Kill();
            Assert.Throws<SocketException>(() => Connect(broker.Address));
            broker.Restart();
        }

        WaitForMore(acknowledged, 2000);
        await stop.CancelAsync();
        var produced = await work;

        Assert.Equal(0, producer.Flush(Patience));
        Assert.Equal(produced, acknowledged.Count);
        Assert.Empty(acknowledged.Except(TopicReader.ReadAll(broker.Client, "numbers").Select(Numbers.Of)));
    }

    [Fact]
    public void Restart_CommittedOffset_IsKept()
    {
        using var broker = KafkaBroker.Start();
        var place = new TopicPartitionOffset("numbers", 0, 7);
        Numbers.Produce(broker.Client, "numbers", 10);
        using (var consumer = Consumer(broker.Client))
            consumer.Commit([place]);

        broker.Restart();

        using var second = Consumer(broker.Client);
        Assert.Equal(place, Assert.Single(second.Committed([place.TopicPartition], Patience)));
    }

    [Fact]
    public void Dispose_Running_NothingListens()
    {
        string address;
        using (var broker = KafkaBroker.Start())
        {
            address = broker.Address;
            Connect(address);
        }

        Assert.Throws<SocketException>(() => Connect(address));
    }

    [Fact]
    public void OrphanGuard_InputEnds_KillsWhatIsWatchedAndRemovesTheFolder()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "there is no POSIX shell");
        var folder = Directory.CreateTempSubdirectory("tradebooks-guard-").FullName;
        using var forgotten = Process.Start("sleep", "600");
        using var watched = Process.Start("sleep", "600");
        using (var guard = new OrphanGuard(folder))
        {
            guard.Watch(forgotten.Id);
            guard.Watch(watched.Id);
        }

        Assert.True(watched.WaitForExit(Patience));
        Assert.False(forgotten.HasExited);
        Assert.False(Directory.Exists(folder));
        forgotten.Kill();
    }

    [Fact]
    public void TestBroker_NamedOrOwn_ServesNewTopics()
    {
        using var broker = TestBroker.Start();
        var topic = TestBroker.NewName("numbers");
        broker.CreateTopics((topic, 2));

        Numbers.Produce(broker.Client, topic, 100, partition: 1);

        Assert.Equal(Enumerable.Range(0, 100), TopicReader.ReadAll(broker.Client, topic).Select(Numbers.Of));
    }

    /// <summary>Produces, with a few hundred in flight, until it is told to stop; says how many.</summary>
    private static int ProduceUntil(IProducer<byte[], byte[]> producer, List<int> acknowledged, CancellationToken stop)
    {
        var number = 0;
        for (; !stop.IsCancellationRequested; number++)
        {
            var current = number;
            producer.Produce(new TopicPartition("numbers", current % 2), Numbers.Message(current), report =>
            {
                if (report.Error.IsError)
                    return;
                lock (acknowledged)
                    acknowledged.Add(current);
            });
            SpinWait.SpinUntil(() => stop.IsCancellationRequested || Count(acknowledged) > current - 500);
        }

        return number;
    }

    private static void WaitForMore(List<int> acknowledged, int more)
    {
        var start = Count(acknowledged);
        Assert.True(
            SpinWait.SpinUntil(() => Count(acknowledged) >= start + more, Patience),
            $"after {start} only {Count(acknowledged) - start} more came");
    }

    private static int Count(List<int> numbers)
    {
        lock (numbers)
            return numbers.Count;
    }

    private static ErrorCode? ErrorOf(IProducer<byte[], byte[]> producer, string topic, int bytes)
    {
        ErrorCode? code = null;
        producer.Produce(topic, new Message<byte[], byte[]> { Value = new byte[bytes] }, report => code = report.Error.IsError ? report.Error.Code : null);
        Assert.Equal(0, producer.Flush(Patience));
        return code;
    }

    private static IConsumer<byte[], byte[]> Consumer(ClientConfig client) =>
        new ConsumerBuilder<byte[], byte[]>(new ConsumerConfig(client) { GroupId = "group", EnableAutoCommit = false })
            .SetLogHandler((_, _) => { }).Build();

    private static TopicMetadata Metadata(ClientConfig client, string topic)
    {
        using var admin = new AdminClientBuilder(client).SetLogHandler((_, _) => { }).Build();
        return admin.GetMetadata(topic, Patience).Topics.Single();
    }

    private static void Connect(string address)
    {
        using var client = new TcpClient();
        var colon = address.IndexOf(':', StringComparison.Ordinal);
        client.Connect(address[..colon], int.Parse(address.AsSpan(colon + 1), System.Globalization.CultureInfo.InvariantCulture));
    }
}
