namespace TradeBooks.Streaming.Kafka;

/// <summary>
/// Says which stream a record belongs to and what its consumers get, and the way back for producing. Called from several
/// threads at a time. What it throws is taken for a fault of the records: they go to the dead-letter topic.
/// </summary>
public interface IKafkaDataAdapter
{
    /// <summary>
    /// The stream of a topic's key; asked once for a key of a partition, and again after many others. Several topics may
    /// share a namespace, but a stream should be fed by one partition only: from two, its order and its place in the log
    /// have no meaning.
    /// </summary>
    /// <param name="topic">Name of the topic.</param>
    /// <param name="partition">Partition of the topic.</param>
    /// <param name="key">The records' key; null where they have none.</param>
    StreamId GetStreamId(string topic, int partition, byte[]? key);

    /// <summary>
    /// The event that consumers get for consecutive records of one key. It is handed over without a copy inside a silo and
    /// serialized by Orleans between silos: it must be immutable and have a serializer. It may share the memory of
    /// <paramref name="records"/>, which nobody writes to.
    /// </summary>
    object CreateEvent(KafkaRecords records);

    /// <summary>The records for an event that is produced through the provider, in order.</summary>
    /// <exception cref="ArgumentException">It can't be written as records.</exception>
    IEnumerable<KafkaMessage> CreateMessages(StreamId streamId, object item);
}
