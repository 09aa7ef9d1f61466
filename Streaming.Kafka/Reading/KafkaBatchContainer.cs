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

    [NonSerialized]
    private readonly KafkaBatchContainer[]? _parts;

    public KafkaBatchContainer(StreamId streamId, object item, KafkaRecords records, PartitionSession? session)
    {
        StreamId = streamId;
        _event = item;
        _token = new EventSequenceTokenV2(records.FirstOffset);
        _session = session;
        _records = records;
    }

    /// <param name="streamId">The stream.</param>
    /// <param name="item">The event of all records.</param>
    /// <param name="records">The records of all parts.</param>
    /// <param name="parts">Containers that it stands for; each keeps its place in the watermark.</param>
    public KafkaBatchContainer(StreamId streamId, object item, KafkaRecords records, KafkaBatchContainer[] parts)
        : this(streamId, item, records, session: null) => _parts = parts;

    [Id(2)]
    public StreamId StreamId { get; }

    public StreamSequenceToken SequenceToken => _token;

    /// <summary>What was read; only on the silo that read it.</summary>
    public KafkaRecords Records => _records!;

    /// <summary>Its place in the watermark; set when the session knows of it.</summary>
    [field: NonSerialized]
    public OffsetWatermark.Pending? Pending { get; set; }

    /// <summary>Delivered, or without anybody to be delivered to.</summary>
    public void Complete()
    {
        _session?.Complete(this);
        foreach (var part in _parts ?? [])
            part.Complete();
    }

    public IEnumerable<Tuple<T, StreamSequenceToken>> GetEvents<T>() =>
        _event is T item ? [Tuple.Create<T, StreamSequenceToken>(item, _token)] : [];

    public bool ImportRequestContext() => false;

    public override string ToString() => $"{StreamId} @{_token.SequenceNumber}";
}
