using System.Diagnostics;
using Confluent.Kafka;
using TradeBooks.Domain.Market;
using TradeBooks.Domain.Settings;
using TradeBooks.Feeds.Kafka;
using TradeBooks.Tests.Kafka;

namespace TradeBooks.Feeds.Tests.Kafka.Producing;

/// <summary>The publisher in this process, against injected errors: no record twice, none lost, none out of order.</summary>
public sealed class KafkaPublisherTests
{
    private const string Topic = "bars";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly DateTime Start = new(2026, 3, 12, 13, 30, 0, DateTimeKind.Utc);
    private readonly List<string> _said = [];

    [Theory]
    [InlineData(ErrorCode.NotLeaderForPartition)]
    [InlineData(ErrorCode.RequestTimedOut)]
    [InlineData(ErrorCode.NotEnoughReplicasAfterAppend)]
    [InlineData(ErrorCode.Local_Transport)]
    public void Publish_PassingErrors_EachRecordOnceInOrder(ErrorCode error)
    {
        using var cluster = Cluster(partitions: 1);
        using var publisher = Open(
            cluster, "A,B", ("Kafka.Producer.batch.num.messages", "50"), ("Kafka.Producer.retry.backoff.ms", "1"),
            ("Kafka.Client.reconnect.backoff.ms", "1"), ("Kafka.Client.reconnect.backoff.max.ms", "10"));
        for (var i = 0; i < 3000; i++)
        {
            if (i % 500 == 100)
                cluster.PushErrors(MockRequest.Produce, error, ErrorCode.NoError, error, error);
            Publish(publisher, i % 2, i);
        }

        Flush(publisher);
        Assert.Equal(Enumerable.Range(0, 3000), Read(cluster));
    }

    [Fact]
    public void Publish_BrokerDownAndUp_EachRecordOnceInOrder()
    {
        using var cluster = Cluster(partitions: 1);
        using var publisher = Open(cluster, "A", ("Kafka.Client.reconnect.backoff.ms", "1"), ("Kafka.Client.reconnect.backoff.max.ms", "10"));
        for (var i = 0; i < 4000; i++)
        {
            if (i % 1000 == 500)
                cluster.TakeDown(1);
            Publish(publisher, 0, i);
            if (i % 1000 == 999)
                cluster.BringUp(1);
        }

        Flush(publisher);
        Assert.Equal(Enumerable.Range(0, 4000), Read(cluster));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Publish_RefusedForGood_StopsAndLetsNothingPass(bool isIdempotent)
    {
        using var cluster = Cluster(partitions: 1);
        var more = isIdempotent
            ? []
            : new[] { ("Kafka.Producer.enable.idempotence", "false"), ("Kafka.Producer.max.in.flight", "1") };
        using var publisher = Open(cluster, "A", [("Kafka.Producer.batch.num.messages", "10"), .. more]);
        for (var i = 0; i < 100; i++)
            Publish(publisher, 0, i);
        Flush(publisher);
        cluster.PushErrors(MockRequest.Produce, ErrorCode.TopicAuthorizationFailed);
        var failure = Assert.Throws<DeliveryException>(() =>
        {
            for (var i = 100; i < 1_000_000; i++)
                Publish(publisher, 0, i);
        });
        publisher.Dispose();

        Assert.Equal(Topic, failure.Failures[0].Route.Topic);
        Assert.Contains("Topic authorization failed", failure.Message, StringComparison.Ordinal);
        Assert.Equal(0, failure.Failures[0].Route.Partition);
        Assert.Equal(At(100), failure.Failures[0].Time);
        Assert.Equal(102, failure.Failures[0].Line);
        Assert.True(failure.Count >= failure.Failures.Count, $"{failure.Count} records");
        Assert.Equal(At(99), publisher.AcknowledgedUpTo);

        // What one request in flight may let pass before the client is gone is not asked of a producer without idempotence.
        if (isIdempotent)
            Assert.Equal(Enumerable.Range(0, 100), Read(cluster));
    }

    [Fact]
    public void Publish_BrokerDownForGood_StopsAfterTheTimeout()
    {
        using var cluster = Cluster(partitions: 1);
        using var publisher = Open(cluster, "A", ("Kafka.Producer.delivery.timeout.ms", "700"));
        Publish(publisher, 0, 0);
        Flush(publisher);
        cluster.TakeDown(1);
        Publish(publisher, 0, 1);
        Publish(publisher, 0, 2);
        var time = Stopwatch.StartNew();
        var failure = Assert.Throws<DeliveryException>(() => Flush(publisher));
        Assert.InRange(time.ElapsedMilliseconds, 500, 20_000);
        Assert.Equal(2, failure.Count);
        Assert.Equal([At(1), At(2)], failure.Failures.Select(row => row.Time));
        Assert.Contains("not acknowledged within 0.7 s", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Publish_QueueOfTheClientFull_WaitsAndDropsNothing()
    {
        using var cluster = Cluster(partitions: 1);
        using var publisher = Open(cluster, "A", ("Kafka.Producer.queue.buffering.max.messages", "10"));
        for (var i = 0; i < 1000; i++)
        {
            Publish(publisher, 0, i);
            Assert.InRange(publisher.InFlight, 0, 11);
        }

        Flush(publisher);
        Assert.Equal(Enumerable.Range(0, 1000), Read(cluster));
    }

    [Fact]
    public void Publish_StoppedWhileItWaits_SaysThatItWasNotSent()
    {
        using var cluster = Cluster(partitions: 1);
        using var publisher = Open(cluster, "A", ("Kafka.Producer.queue.buffering.max.messages", "5"));
        Publish(publisher, 0, 0);
        Flush(publisher);
        cluster.TakeDown(1);
        using var stop = new CancellationTokenSource();
        var sent = 1;
        for (; sent <= 5; sent++)
            Publish(publisher, 0, sent);
        stop.Cancel();
        Assert.False(publisher.Publish(0, Bar(sent), sent + 2, stop.Token));
        Assert.Equal(sent, publisher.Published);
        cluster.BringUp(1);
        Flush(publisher);
        Assert.Equal(Enumerable.Range(0, sent), Read(cluster));
    }

    [Fact]
    public void PublishEnd_HeadersOff_SendsTheValue()
    {
        using var cluster = Cluster(partitions: 1);
        using var publisher = Open(cluster, "A", ("Kafka.Headers", "off"));
        Assert.True(publisher.PublishEnd(0, TestContext.Current.CancellationToken));
        Flush(publisher);
        var record = Assert.Single(TopicReader.ReadAll(cluster.Client, Topic));
        Assert.True(EndOfData.IsValue(record.Message.Value));
        Assert.Empty(record.Message.Headers);
    }

    [Fact]
    public void Open_TwoSymbolsOfOneTopic_SaysHowToNameThem()
    {
        using var cluster = MockCluster.Start();
        var options = KafkaOptions.Read(new SettingsReader(new Dictionary<string, string>()), cluster.Address);
        Assert.Equal(
            "topic 'topic_brk' would be that of both BRK and brk; name topics with {SYMBOL}",
            Assert.Throws<SettingException>(() => new SymbolRoutes(options, ["BRK", "brk"])).Message);
    }

    [Fact]
    public void Open_ManySettings_GiveAProducerThatKeepsOrder()
    {
        var modern = Options("A").CreateProducerConfig();
        Assert.True(modern.EnableIdempotence);
        Assert.True(modern.EnableGaplessGuarantee);
        var old = Options("A", ("Kafka.Client.api.version.request", "false"), ("Kafka.Client.broker.version.fallback", "0.9.0.1"))
            .CreateProducerConfig();
        Assert.Null(old.EnableIdempotence);
        Assert.Null(old.EnableGaplessGuarantee);
        Assert.Equal("1", old.Get("max.in.flight.requests.per.connection"));
        var own = Options("A", ("Kafka.Producer.enable.idempotence", "false"), ("Kafka.Producer.partitioner", "consistent")).CreateProducerConfig();
        Assert.Null(own.EnableGaplessGuarantee);
        Assert.Equal(Partitioner.Consistent, own.Partitioner);
    }

    private static MockCluster Cluster(int partitions)
    {
        var cluster = MockCluster.Start();
        cluster.CreateTopic(Topic, partitions);
        return cluster;
    }

    private KafkaPublisher Open(MockCluster cluster, string symbols, params (string Key, string Value)[] settings)
    {
        var options = Options(cluster.Address, settings);
        return KafkaPublisher.Open(
            options, new SymbolRoutes(options, symbols.Split(',')), new BrokerNotices(_said.Add, TimeProvider.System),
            TimeProvider.System, TestContext.Current.CancellationToken);
    }

    private static KafkaOptions Options(string brokers, params (string Key, string Value)[] settings) => KafkaOptions.Read(
        new SettingsReader(settings.ToDictionary(setting => setting.Key, setting => setting.Value)), brokers, Topic);

    private static void Publish(KafkaPublisher publisher, int symbol, int number) =>
        Assert.True(publisher.Publish(symbol, Bar(number), number + 2, TestContext.Current.CancellationToken));

    private static Bar Bar(int number) => new(At(number), 10, 12, 9, 11, 1);

    private static EventTime At(int number) => EventTime.FromUtc(Start.AddMinutes(number));

    private static void Flush(KafkaPublisher publisher)
    {
        for (var time = Stopwatch.StartNew(); !publisher.Flush(TimeSpan.FromMilliseconds(100));)
            Assert.True(time.Elapsed < Patience, $"{publisher.InFlight} records are on their way after {time.Elapsed}");
        Assert.Equal(0, publisher.InFlight);
    }

    /// <summary>The numbers of the bars in the topic, which has one partition.</summary>
    private static IEnumerable<int> Read(MockCluster cluster)
    {
        var reader = new BarMessageReader();
        return TopicReader.ReadAll(cluster.Client, Topic).Select(record =>
        {
            Assert.Null(reader.TryRead(record.Message.Value, EventTime.MinValue, out var bar));
            return (int)((bar.Time.Microseconds - At(0).Microseconds) / EventTime.Minute);
        });
    }
}
