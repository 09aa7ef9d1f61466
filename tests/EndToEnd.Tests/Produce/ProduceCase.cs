using System.Diagnostics;
using System.Text;
using Confluent.Kafka;
using TradeBooks.EndToEnd.Tests.Running;
using TradeBooks.Tests.Kafka;

namespace TradeBooks.EndToEnd.Tests.Produce;

/// <summary>The program's producer, one broker, and what arrives there.</summary>
/// <param name="client">How the broker is reached.</param>
/// <param name="data">Folder of the bar files.</param>
internal sealed class ProduceCase(ClientConfig client, string data)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly byte[] EndValue = "{\"control\":\"end-of-data\"}"u8.ToArray();

    public ProduceCase(KafkaBroker broker, string data)
        : this(broker.Client, data)
    {
    }

    public string[] Arguments(params IEnumerable<string> more) =>
    [
        "produce", "--data", data, "--brokers", client.BootstrapServers,
        .. client.Where(property => property.Key != "bootstrap.servers")
            .SelectMany(property => new[] { "--set", $"Kafka:Client:{property.Key}={property.Value}" }),
        .. more,
    ];

    public ProgramResult Run(params IEnumerable<string> more) => RunningProgram.Run(Arguments(more));

    public RunningProgram Start(params IEnumerable<string> more) => RunningProgram.Start(Arguments(more));

    /// <summary>All records of a topic; those of one partition in their order.</summary>
    public List<ConsumeResult<byte[], byte[]>> Read(string topic) => TopicReader.ReadAll(client, topic);

    /// <summary>How many records a topic has on one partition; 0 where there is no such topic.</summary>
    public long Count(string topic, int partition = 0)
    {
        var config = new ConsumerConfig(client) { GroupId = "produce-case" };
        using var consumer = new ConsumerBuilder<byte[], byte[]>(config).SetLogHandler((_, _) => { }).SetErrorHandler((_, _) => { }).Build();
        try
        {
            return consumer.QueryWatermarkOffsets(new TopicPartition(topic, partition), TimeSpan.FromSeconds(5)).High;
        }
        catch (KafkaException)
        {
            return 0;
        }
    }

    /// <summary>Waits until a topic has so many records, while the program runs.</summary>
    public void WaitForCount(RunningProgram program, string topic, long count)
    {
        for (var time = Stopwatch.StartNew(); Count(topic) < count;)
        {
            Assert.True(time.Elapsed < Patience, $"{topic} has {Count(topic)} of {count} records after {time.Elapsed}");
            if (program.HasExited)
                Assert.Fail($"the program has ended with {Count(topic)} of {count} records\n{program.WaitForExit()}");
        }
    }

    /// <summary>Fails unless the records of a partition are these bars in this order, each symbol's end behind its last.</summary>
    public static void ShouldHold(
        IReadOnlyList<BarRow> expected, IEnumerable<ConsumeResult<byte[], byte[]>> records, bool withEnds = true)
    {
        var all = records.ToList();
        var bars = all.Where(record => !IsEnd(record)).Select(record => BarRow.OfValue(KeyOf(record), record.Message.Value)).ToList();
        for (var i = 0; i < Math.Min(expected.Count, bars.Count); i++)
            Assert.True(expected[i] == bars[i], $"record {i}: {bars[i]} instead of {expected[i]}");
        Assert.Equal(expected.Count, bars.Count);
        var last = new Dictionary<string, int>();
        for (var i = 0; i < all.Count; i++)
        {
            if (IsEnd(all[i]))
                Assert.True(last.Remove(KeyOf(all[i])), $"record {i}: an end of {KeyOf(all[i])} without a bar before it");
            else
                last[KeyOf(all[i])] = i;
        }

        Assert.Equal(withEnds ? [] : expected.Select(row => row.Symbol).Distinct().Order(), last.Keys.Order());
    }

    public static string KeyOf(ConsumeResult<byte[], byte[]> record) => Encoding.UTF8.GetString(record.Message.Key);

    public static bool IsEnd(ConsumeResult<byte[], byte[]> record) =>
        record.Message.Value is not { Length: > 0 } || record.Message.Value.AsSpan().SequenceEqual(EndValue);
}
