using System.Diagnostics;
using Confluent.Kafka;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Orleans.Streams;

namespace TradeBooks.Streaming.Kafka.Tests.Cluster;

/// <summary>Receivers as Orleans calls them, without Orleans.</summary>
[Collection(BrokerGroup.Name)]
public sealed class ReceiverTests(BrokerFixture fixture)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Initialize_AfterShutdown_ReadsFromWhatWasDelivered()
    {
        using var topic = new TestTopic(fixture.Broker, "again");
        topic.Write(3, "a0");
        using var host = new ReaderHost(fixture, topic.Name);
        var receiver = host.CreateReceiver(0);
        await receiver.Initialize(Patience);
        var containers = await ReadAsync(receiver, 3);
        Assert.Equal([0, 1, 2], containers.SelectMany(Offsets));
        containers[0].Complete();
        await receiver.Shutdown(Patience);
        Assert.Empty(await receiver.GetQueueMessagesAsync(10));
        Assert.Empty(host.Health.Partitions);
        var delivered = containers[0].Records.LastOffset + 1;
        Assert.Equal(delivered, topic.Committed(topic.Name)[0]);

        await receiver.Initialize(Patience);
        topic.Write(1, "a0");
        Assert.Equal(Enumerable.Range((int)delivered, 4 - (int)delivered).Select(offset => (long)offset), (await ReadAsync(receiver, 4 - (int)delivered)).SelectMany(Offsets));
        await receiver.Shutdown(Patience);
    }

    [Fact]
    public async Task GetQueueMessages_InitializeFailed_TriesAgainItself()
    {
        using var topic = new TestTopic(fixture.Broker, "failing");
        topic.Write(2, "a0");
        using var host = new ReaderHost(fixture, topic.Name);
        var fails = true;
        var receiver = new KafkaQueueReceiver(
            new TopicPartition(topic.Name, 0), host.Options, () => fails ? throw new InvalidOperationException("no consumer") : host.Reader);
        await Assert.ThrowsAsync<InvalidOperationException>(() => receiver.Initialize(Patience));
        await Assert.ThrowsAsync<InvalidOperationException>(() => receiver.GetQueueMessagesAsync(10));
        fails = false;
        Assert.Equal(2, (await ReadAsync(receiver, 2)).Sum(container => container.Records.Count));
        await receiver.Shutdown(Patience);
    }

    [Fact]
    public async Task TwoOwners_OneGoes_TheOtherIsNotDisturbed()
    {
        using var topic = new TestTopic(fixture.Broker, "twice");
        topic.Write(10, "a0");
        using var oldHost = new ReaderHost(fixture, topic.Name);
        using var newHost = new ReaderHost(fixture, topic.Name);
        var oldOwner = oldHost.CreateReceiver(0);
        var newOwner = newHost.CreateReceiver(0);
        await oldOwner.Initialize(Patience);
        var old = await ReadAsync(oldOwner, 10);
        await newOwner.Initialize(Patience);
        var taken = await ReadAsync(newOwner, 10);
        Assert.Equal(Enumerable.Range(0, 10).Select(offset => (long)offset), taken.SelectMany(Offsets));
        taken.ForEach(container => container.Complete());
        await StreamCluster.WaitForCommitsAsync(topic, [10, Offset.Unset, Offset.Unset, Offset.Unset]);

        topic.Write(5, "a0");
        Assert.Equal([10L, 11, 12, 13, 14], (await ReadAsync(oldOwner, 5)).SelectMany(Offsets));
        await oldOwner.Shutdown(Patience);
        Assert.Equal([10L, 11, 12, 13, 14], (await ReadAsync(newOwner, 5)).SelectMany(Offsets));
        // What comes late is nothing to the old owner any more.
        old.ForEach(container => container.Complete());
        Assert.Equal(10, topic.Committed(topic.Name)[0]);
        await newOwner.Shutdown(Patience);
    }

    [Fact]
    public async Task Meter_RecordsReadAndCommitted_CountsThem()
    {
        using var topic = new TestTopic(fixture.Broker, "metered");
        var sums = new System.Collections.Concurrent.ConcurrentDictionary<string, double>();
        using var listener = new System.Diagnostics.Metrics.MeterListener
        {
            InstrumentPublished = (instrument, self) =>
            {
                if (instrument.Meter.Name == "Streaming.Kafka")
                    self.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) =>
        {
            foreach (var tag in tags)
            {
                if (tag.Key == "topic" && Equals(tag.Value, topic.Name))
                    sums.AddOrUpdate(instrument.Name, value, (_, sum) => sum + value);
            }
        });
        listener.Start();
        topic.Write(7, "a0");
        using var host = new ReaderHost(fixture, topic.Name);
        var receiver = host.CreateReceiver(0);
        await receiver.Initialize(Patience);
        await ReadAsync(receiver, 7);
        await StreamCluster.WaitAsync(() => host.Health.Partitions[0].Lag == 0, () => host.Health.Partitions[0].ToString());
        listener.RecordObservableInstruments();
        Assert.Equal(7, sums["streaming.kafka.records"]);
        Assert.Equal(7, sums["streaming.kafka.bytes"]);
        Assert.Equal(0, sums["streaming.kafka.lag"]);
        Assert.Equal(7, sums["streaming.kafka.delivery_lag"]);
        await receiver.Shutdown(Patience);
    }

    [Fact]
    public async Task Meter_RecordsRead_AreCountedBeforeAnybodyHasThem()
    {
        using var topic = new TestTopic(fixture.Broker, "counted");
        using var isCounting = new ManualResetEventSlim();
        using var go = new ManualResetEventSlim();
        using var listener = new System.Diagnostics.Metrics.MeterListener
        {
            InstrumentPublished = (instrument, self) =>
            {
                if (instrument.Name == "streaming.kafka.records")
                    self.EnableMeasurementEvents(instrument);
            },
        };
        // In the reading thread.
        listener.SetMeasurementEventCallback<long>((_, _, tags, _) =>
        {
            foreach (var tag in tags)
            {
                if (tag.Key != "topic" || !Equals(tag.Value, topic.Name))
                    continue;
                isCounting.Set();
                go.Wait(Patience);
            }
        });
        listener.Start();
        topic.Write(7, "a0");
        using var host = new ReaderHost(fixture, topic.Name);
        var receiver = host.CreateReceiver(0);
        await receiver.Initialize(Patience);
        Assert.True(isCounting.Wait(Patience, TestContext.Current.CancellationToken), "nothing is counted");
        var early = await receiver.GetQueueMessagesAsync(10);
        go.Set();
        Assert.Empty(early);
        await ReadAsync(receiver, 7);
        await receiver.Shutdown(Patience);
    }

    private static async Task<List<KafkaBatchContainer>> ReadAsync(KafkaQueueReceiver receiver, int records)
    {
        var read = new List<KafkaBatchContainer>();
        var watch = Stopwatch.StartNew();
        while (read.Sum(container => container.Records.Count) < records)
        {
            read.AddRange((await receiver.GetQueueMessagesAsync(QueueAdapterConstants.UNLIMITED_GET_QUEUE_MSG)).Cast<KafkaBatchContainer>());
            Assert.True(watch.Elapsed < Patience, $"{read.Sum(container => container.Records.Count)} of {records} records were read");
        }

        return read;
    }

    private static IEnumerable<long> Offsets(KafkaBatchContainer container) =>
        Enumerable.Range(0, container.Records.Count).Select(i => container.Records[i].Offset);

    /// <summary>A silo's reader.</summary>
    private sealed class ReaderHost : IDisposable
    {
        private readonly ServiceProvider _services;
        private readonly KafkaProducer _producer;

        public ReaderHost(BrokerFixture fixture, string topic)
        {
            StreamCluster.Configure(Options, fixture.Broker, topic);
            Health = new KafkaStreamHealth("test");
            _services = new ServiceCollection().AddSingleton(Health).AddSingleton<KafkaMetrics>().BuildServiceProvider();
            var metrics = _services.GetRequiredService<KafkaMetrics>();
            _producer = new KafkaProducer(Options, Health);
            var deadLetters = new DeadLetterWriter(_producer, Options, metrics, TimeProvider.System, NullLogger.Instance);
            TopicPartition[] partitions = [.. Enumerable.Range(0, BrokerFixture.Partitions).Select(i => new TopicPartition(topic, i))];
            Reader = new KafkaReader(Options, partitions, new KafkaDataAdapter(), deadLetters, metrics, Health, NullLogger.Instance);
        }

        public KafkaStreamOptions Options { get; } = new();

        public KafkaStreamHealth Health { get; }

        public KafkaReader Reader { get; }

        public KafkaQueueReceiver CreateReceiver(int partition) => new(new TopicPartition(Options.Topics[0], partition), Options, () => Reader);

        public void Dispose()
        {
            Reader.Dispose();
            _producer.Dispose();
            _services.Dispose();
        }
    }
}
