using System.Globalization;
using System.Text;

namespace TradeBooks.Streaming.Kafka;

/// <summary>
/// The adapter that is used unless another is given: a stream's namespace is the topic and its key the record's key (in
/// UTF-8), its events are <see cref="KafkaRecords"/>. Records without a key, or with an empty one, belong to the stream <c>partition-N</c> of
/// their partition.
/// </summary>
public sealed class KafkaDataAdapter : IKafkaDataAdapter
{
    /// <inheritdoc/>
    public StreamId GetStreamId(string topic, int partition, byte[]? key) => StreamId.Create(
        Encoding.UTF8.GetBytes(topic),
        key is { Length: > 0 } ? key : Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"partition-{partition}")));

    /// <inheritdoc/>
    public object CreateEvent(KafkaRecords records) => records;

    /// <inheritdoc/>
    public IEnumerable<KafkaMessage> CreateMessages(StreamId streamId, object item)
    {
        if (item is not KafkaRecords records)
            throw new ArgumentException($"events of this stream provider are {nameof(KafkaRecords)}, not {item.GetType()}", nameof(item));
        var topic = streamId.GetNamespace();
        if (string.IsNullOrEmpty(topic))
            throw new ArgumentException($"stream {streamId} has no namespace, which would be the topic", nameof(streamId));
        var key = streamId.Key.ToArray();
        return Enumerable.Range(0, records.Count).Select(i => new KafkaMessage(topic, key, records.GetValue(i)?.ToArray(), records[i].Headers));
    }
}
