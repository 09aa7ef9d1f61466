using Confluent.Kafka;

namespace TradeBooks.Streaming.Kafka;

/// <summary>The provider's producer, made when it is first needed.</summary>
internal sealed class KafkaProducer : IDisposable
{
    private static readonly TimeSpan FlushPatience = TimeSpan.FromSeconds(5);
    private readonly bool _hasHeaders;
    private readonly Lazy<IProducer<byte[]?, byte[]?>> _producer;

    public KafkaProducer(KafkaStreamOptions options, KafkaStreamHealth health)
    {
        _hasHeaders = KafkaProperties.HasHeaders(options);
        _producer = new(() => new ProducerBuilder<byte[]?, byte[]?>(KafkaProperties.Producer(options))
            .SetErrorHandler((_, error) => health.Note(error.Reason))
            .SetLogHandler((_, _) => { })
            .Build());
    }

    /// <summary>Sends records in their order; completes when the brokers have all of them.</summary>
    /// <exception cref="KafkaException">They did not take one.</exception>
    public Task ProduceAsync(IEnumerable<KafkaMessage> messages) => Task.WhenAll(messages.Select(message =>
        _producer.Value.ProduceAsync(message.Topic, new Message<byte[]?, byte[]?>
        {
            Key = message.Key,
            Value = message.Value,
            Headers = _hasHeaders ? ToHeaders(message.Headers) : null,
        })).ToList());

    public void Dispose()
    {
        if (!_producer.IsValueCreated)
            return;
        _producer.Value.Flush(FlushPatience);
        _producer.Value.Dispose();
    }

    private static Headers? ToHeaders(IReadOnlyList<KafkaHeader>? headers)
    {
        if (headers is not { Count: > 0 })
            return null;
        var result = new Headers();
        foreach (var header in headers)
            result.Add(header.Name, header.Value);
        return result;
    }
}
