using System.Globalization;
using System.Text;
using Confluent.Kafka;
using TradeBooks.Feeds.Kafka;

namespace TradeBooks.Benchmarks.Cluster;

/// <summary>More symbols than have data of their own: each takes the bars of one of six.</summary>
internal static class ManySymbols
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Names of so many symbols, in ordinal order.</summary>
    public static string[] Names(int count) =>
        [.. Enumerable.Range(0, count).Select(i => string.Create(CultureInfo.InvariantCulture, $"S{i:00000}"))];

    /// <summary>Writes bars slot by slot, one of every symbol, to a topic that is there.</summary>
    /// <param name="kafka">Broker and topic.</param>
    /// <param name="symbols">Keys of the records; their place says in which partition they are.</param>
    /// <param name="slots">Bars of each symbol.</param>
    /// <param name="partitions">Partitions of the topic.</param>
    public static void Fill(KafkaOptions kafka, string[] symbols, int slots, int partitions)
    {
        var shapes = MemoryBars.Load();
        var keys = symbols.Select(Encoding.UTF8.GetBytes).ToArray();
        var topic = kafka.Topic.TopicOf("");
        using var producer = new ProducerBuilder<byte[], byte[]>(
            new ProducerConfig(kafka.CreateProducerConfig().ToDictionary()) { EnableDeliveryReports = false })
            .SetLogHandler((_, _) => { }).Build();
        var buffer = new byte[BarMessage.MaxLength];
        for (var slot = 0; slot < slots; slot++)
        {
            for (var symbol = 0; symbol < symbols.Length; symbol++)
            {
                var bar = shapes[symbol % shapes.Length][slot].Bar;
                Send(producer, new TopicPartition(topic, symbol % partitions), keys[symbol], buffer.AsSpan(0, BarMessage.Write(buffer, bar)));
            }
        }

        producer.Flush(Patience);
    }

    private static void Send(IProducer<byte[], byte[]> producer, TopicPartition target, byte[] key, ReadOnlySpan<byte> value)
    {
        var message = new Message<byte[], byte[]> { Key = key, Value = value.ToArray() };
        while (true)
        {
            try
            {
                producer.Produce(target, message);
                return;
            }
            catch (ProduceException<byte[], byte[]> e) when (e.Error.Code == Confluent.Kafka.ErrorCode.Local_QueueFull)
            {
                producer.Poll(TimeSpan.FromMilliseconds(20));
            }
        }
    }
}
