using Confluent.Kafka;

namespace TradeBooks.Streaming.Kafka;

/// <summary>
/// Makes containers from the records of a partition: those of one key that come in one read share one, up to the limits,
/// and the order of a key's records is kept. Used by one thread.
/// </summary>
internal sealed class ContainerBuilder(TopicPartition partition, KafkaStreamOptions options, IKafkaDataAdapter adapter, PartitionSession? session)
{
    // More are only in use while a read holds many keys.
    private const int SpareBuilders = 256;

    private readonly PartitionKeys _keys = new(partition.Topic, partition.Partition.Value, adapter);
    private readonly List<PartitionKeys.Entry> _open = [];
    private readonly List<KafkaBatchContainer> _containers = [];
    private readonly List<RefusedRecords> _refused = [];
    private readonly Stack<RecordsBuilder> _spare = [];

    public void Add(
        long offset, long timestamp, bool keyIsNull, ReadOnlySpan<byte> key, bool isTombstone, ReadOnlySpan<byte> value,
        IReadOnlyList<KafkaHeader>? headers)
    {
        var entry = _keys.Find(keyIsNull, key);
        if (entry.Builder is { } full && full.Bytes + value.Length > options.MaxBytesPerEvent)
            Build(entry, full);
        if (entry.Builder is not { } builder)
        {
            entry.Builder = builder = _spare.TryPop(out var spare) ? spare : new RecordsBuilder();
            _open.Add(entry);
        }

        builder.Add(offset, timestamp, isTombstone, value, headers);
        if (builder.Count >= options.MaxRecordsPerEvent)
            Build(entry, builder);
    }

    /// <summary>What was collected, each list in the order of first offsets; both are valid until the next call.</summary>
    public void Take(out IReadOnlyList<KafkaBatchContainer> containers, out IReadOnlyList<RefusedRecords> refused)
    {
        foreach (var entry in _open)
        {
            if (entry.Builder is { } builder)
                Build(entry, builder);
        }

        _open.Clear();
        _keys.Trim();
        _containers.Sort((x, y) => x.Records.FirstOffset.CompareTo(y.Records.FirstOffset));
        _refused.Sort((x, y) => x.Records.FirstOffset.CompareTo(y.Records.FirstOffset));
        containers = [.. _containers];
        refused = _refused.Count == 0 ? [] : [.. _refused];
        _containers.Clear();
        _refused.Clear();
    }

    private void Build(PartitionKeys.Entry entry, RecordsBuilder builder)
    {
        var records = builder.Build(partition.Topic, partition.Partition.Value, entry.Key);
        entry.Builder = null;
        if (_spare.Count < SpareBuilders)
            _spare.Push(builder);
        if (entry.Refusal is { } refusal)
        {
            _refused.Add(new RefusedRecords(records, refusal));
            return;
        }

        try
        {
            _containers.Add(new KafkaBatchContainer(entry.StreamId, adapter.CreateEvent(records), records, session));
        }
#pragma warning disable CA1031 // Whatever the adapter has against the records, they go to the dead letters with it.
        catch (Exception e)
#pragma warning restore CA1031
        {
            _refused.Add(new RefusedRecords(records, e.Message));
        }
    }
}
