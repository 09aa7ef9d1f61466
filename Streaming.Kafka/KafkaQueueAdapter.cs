using Orleans.Streams;

namespace TradeBooks.Streaming.Kafka;

/// <summary>Produces for streams, and makes the receivers of the silo's partitions.</summary>
internal sealed class KafkaQueueAdapter(
    string name, IKafkaDataAdapter dataAdapter, KafkaProducer producer, Func<QueueId, IQueueAdapterReceiver> createReceiver) : IQueueAdapter
{
    public string Name => name;

    /// <summary>The log could be read again, but not for one subscriber: a consumer keeps its own place.</summary>
    public bool IsRewindable => false;

    public StreamProviderDirection Direction => StreamProviderDirection.ReadWrite;

    public IQueueAdapterReceiver CreateReceiver(QueueId queueId) => createReceiver(queueId);

    public Task QueueMessageBatchAsync<T>(
        StreamId streamId, IEnumerable<T> events, StreamSequenceToken? token, Dictionary<string, object> requestContext) =>
        producer.ProduceAsync([.. events.SelectMany(item => dataAdapter.CreateMessages(streamId, item!))]);
}
