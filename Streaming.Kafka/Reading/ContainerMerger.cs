namespace TradeBooks.Streaming.Kafka;

/// <summary>
/// Makes one container of several that wait for the same consumer, up to the limits of an event: who is behind gets
/// fewer and larger events, and so catches up.
/// </summary>
internal sealed class ContainerMerger(KafkaStreamOptions options, IKafkaDataAdapter adapter)
{
    /// <summary>One container in place of the first ones; null where there are no two that fit together.</summary>
    /// <param name="waiting">Containers of a stream in their order.</param>
    /// <param name="count">How many it stands for.</param>
    public KafkaBatchContainer? Merge(ReadOnlySpan<KafkaBatchContainer> waiting, out int count)
    {
        count = CountTogether(waiting);
        if (count < 2)
            return null;
        var parts = waiting[..count].ToArray();
        var records = KafkaRecords.Concat(Array.ConvertAll(parts, part => part.Records));
        try
        {
            return new KafkaBatchContainer(parts[0].StreamId, adapter.CreateEvent(records), records, parts);
        }
#pragma warning disable CA1031 // The adapter has taken each of them alone, and so they are delivered.
        catch (Exception)
#pragma warning restore CA1031
        {
            return null;
        }
    }

    private int CountTogether(ReadOnlySpan<KafkaBatchContainer> waiting)
    {
        var (records, bytes) = (0, 0);
        for (var i = 0; i < waiting.Length; i++)
        {
            var next = waiting[i].Records;
            // A log that was made anew begins with low offsets again, and they must ascend within an event.
            if (i > 0 && next.FirstOffset <= waiting[i - 1].Records.LastOffset)
                return i;
            records += next.Count;
            bytes += next.Values.Length;
            if (records > options.MaxRecordsPerEvent || bytes > options.MaxBytesPerEvent || !next.Follows(waiting[0].Records))
                return i;
        }

        return waiting.Length;
    }
}
