using System.Text;
using Confluent.Kafka;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using TradeBooks.Tests.Kafka;

namespace TradeBooks.Streaming.Kafka.Tests.Cluster;

/// <summary>What only brokers since 0.11 have: headers, times and idempotence.</summary>
public sealed class HeaderTests
{
    [Fact]
    public async Task Headers_ProducedReadAndDeadLettered_StayWithTheRecords()
    {
        using var cluster = MockCluster.Start();
        cluster.CreateTopic("topic", 1);
        cluster.CreateTopic("topic.dead-letter", 1);
        var options = new KafkaStreamOptions { Brokers = cluster.Address, Topics = ["topic"], GroupId = "group", DeadLetterHeaderPrefix = "my-" };
        options.Consumer["fetch.wait.max.ms"] = "10";
        var health = new KafkaStreamHealth("test");
        using var services = new ServiceCollection().AddSingleton(health).AddSingleton<KafkaMetrics>().BuildServiceProvider();
        var metrics = services.GetRequiredService<KafkaMetrics>();
        using var producer = new KafkaProducer(options, health);
        await producer.ProduceAsync(
        [
            new KafkaMessage("topic", "key"u8.ToArray(), "value"u8.ToArray(), [new KafkaHeader("color", "red"u8.ToArray()), new KafkaHeader("none", null)]),
            new KafkaMessage("topic", "key"u8.ToArray(), null),
        ]);
        var deadLetters = new DeadLetterWriter(producer, options, metrics, TimeProvider.System, NullLogger.Instance);
        var partition = new TopicPartition("topic", 0);
        using var reader = new KafkaReader(options, [partition], new KafkaDataAdapter(), deadLetters, metrics, health, NullLogger.Instance);
        var receiver = new KafkaQueueReceiver(partition, options, () => reader);
        await receiver.Initialize(TimeSpan.FromSeconds(10));
        var read = new List<KafkaRecords>();
        await StreamCluster.WaitAsync(
            () =>
            {
                read.AddRange(receiver.GetQueueMessagesAsync(10).GetAwaiter().GetResult().Select(container => ((KafkaBatchContainer)container).Records));
                return read.Sum(records => records.Count) == 2;
            },
            () => $"{read.Sum(records => records.Count)} of 2 records came; {health.LastError}");
        var first = read[0][0];
        Assert.Equal(["color=red", "none="], first.Headers.Select(Text));
        Assert.InRange(first.UnixTimeMilliseconds, DateTimeOffset.UtcNow.AddMinutes(-5).ToUnixTimeMilliseconds(), DateTimeOffset.UtcNow.AddMinutes(5).ToUnixTimeMilliseconds());
        Assert.True(read[^1][read[^1].Count - 1].IsTombstone);

        foreach (var records in read)
            Assert.True(await deadLetters.WriteAsync(records, "no\ngood", TestContext.Current.CancellationToken));
        await receiver.Shutdown(TimeSpan.FromSeconds(10));
        var letters = TopicReader.ReadAll(cluster.Client, "topic.dead-letter");
        Assert.Equal(["value", null], letters.Select(letter => letter.Message.Value is { } value ? Encoding.UTF8.GetString(value) : null));
        var headers = letters[0].Message.Headers.Select(header => Text(new KafkaHeader(header.Key, header.GetValueBytes()))).ToList();
        Assert.Equal(["color=red", "none=", "my-reason=no good", "my-topic=topic", "my-partition=0", "my-offset=0"], headers[..^1]);
        Assert.StartsWith("my-time=20", headers[^1], StringComparison.Ordinal);
    }

    private static string Text(KafkaHeader header) => $"{header.Name}={Encoding.UTF8.GetString(header.Value ?? [])}";
}
