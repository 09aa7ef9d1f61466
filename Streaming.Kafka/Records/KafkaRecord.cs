namespace TradeBooks.Streaming.Kafka;

/// <summary>One record of <see cref="KafkaRecords"/>.</summary>
public readonly ref struct KafkaRecord
{
    internal KafkaRecord(long offset, long timestamp, bool isTombstone, ReadOnlySpan<byte> value, IReadOnlyList<KafkaHeader> headers)
    {
        Offset = offset;
        UnixTimeMilliseconds = timestamp;
        IsTombstone = isTombstone;
        Value = value;
        Headers = headers;
    }

    /// <summary>Its place in the partition.</summary>
    public long Offset { get; }

    /// <summary>Its time as the broker has it, in milliseconds since 1970 UTC; -1 where it has none.</summary>
    public long UnixTimeMilliseconds { get; }

    /// <summary>Whether it has no value, which is not the same as an empty one.</summary>
    public bool IsTombstone { get; }

    /// <summary>Its value; empty for a tombstone.</summary>
    public ReadOnlySpan<byte> Value { get; }

    /// <summary>Its headers, in order; none where they are not read.</summary>
    public IReadOnlyList<KafkaHeader> Headers { get; }
}
