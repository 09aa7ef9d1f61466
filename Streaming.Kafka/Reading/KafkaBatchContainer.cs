using Orleans.Providers.Streams.Common;
using Orleans.Streams;

namespace TradeBooks.Streaming.Kafka;

/// <summary>One event on its way to its stream's consumers. What follows it up stays on the silo that read it.</summary>
[GenerateSerializer, Immutable, Alias("kafka.container")]
internal sealed class KafkaBatchContainer : IBatchContainer
{
    [Id(0)]
    private readonly object _event;

    [Id(1)]
    private readonly EventSequenceTokenV2 _token;

    [NonSerialized]
    private readonly PartitionSession? _session;

    [NonSerialized]
    private readonly KafkaRecords? _records;

    public KafkaBatchContainer(StreamId streamId, object item, KafkaRecords records, PartitionSession? session)
    {
        StreamId = streamId;
        _event = item;
        _token = new EventSequenceTokenV2(records.FirstOffset);
        _session = session;
        _records = records;
    }

    [Id(2)]
    public StreamId StreamId { get; }

    public StreamSequenceToken SequenceToken => _token;

    /// <summary>What was read; only on the silo that read it.</summary>
    public KafkaRecords Records => _records!;

    /// <summary>Its place in the watermark; set when the session knows of it.</summary>
    [field: NonSerialized]
    public OffsetWatermark.Pending? Pending { get; set; }

    /// <summary>Delivered, or without anybody to be delivered to.</summary>
    public void Complete() => _session?.Complete(this);

    public IEnumerable<Tuple<T, StreamSequenceToken>> GetEvents<T>() =>
        _event is T item ? [Tuple.Create<T, StreamSequenceToken>(item, _token)] : [];

    public bool ImportRequestContext() => false;

    public override string ToString() => $"{StreamId} @{_token.SequenceNumber}";
}
