using System.Globalization;
using System.Text;
using Confluent.Kafka;

namespace TradeBooks.Feeds.Tests.Kafka;

/// <summary>Records that hold a number each.</summary>
internal static class Numbers
{
    public static Message<byte[], byte[]> Message(int number) =>
        new() { Value = Encoding.ASCII.GetBytes(number.ToString(CultureInfo.InvariantCulture)) };

    public static int Of(ConsumeResult<byte[], byte[]> record) =>
        int.Parse(Encoding.ASCII.GetString(record.Message.Value), CultureInfo.InvariantCulture);

    /// <summary>Produces 0 to <paramref name="count"/> - 1 to one partition and waits until all are acknowledged.</summary>
    public static void Produce(ClientConfig client, string topic, int count, int partition = 0)
    {
        using var producer = Producer(new ProducerConfig(client) { LingerMs = 0 });
        var failures = new List<Error>();
        for (var i = 0; i < count; i++)
        {
            producer.Produce(new TopicPartition(topic, partition), Message(i), report =>
            {
                if (report.Error.IsError)
                    failures.Add(report.Error);
            });
        }

        Assert.Equal(0, producer.Flush(TimeSpan.FromSeconds(30)));
        Assert.Empty(failures);
    }

    /// <summary>A producer that does not write its log to the tests' output.</summary>
    public static IProducer<byte[], byte[]> Producer(ProducerConfig config, Action<Error>? onError = null) =>
        new ProducerBuilder<byte[], byte[]>(config)
            .SetLogHandler((_, _) => { }).SetErrorHandler((_, error) => onError?.Invoke(error)).Build();
}
