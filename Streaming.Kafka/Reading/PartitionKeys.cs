using System.Diagnostics.CodeAnalysis;

namespace TradeBooks.Streaming.Kafka;

/// <summary>The keys of a partition by their bytes, found without an allocation.</summary>
internal sealed class PartitionKeys(string topic, int partition, IKafkaDataAdapter adapter)
{
    // A partition may have keys without end.
    private const int Most = 65_536;

    private readonly Dictionary<byte[], Entry> _entries = new(new ByteComparer());
    private Entry? _withoutKey;
    private Entry? _last;

    public Entry Find(bool isNull, ReadOnlySpan<byte> key)
    {
        if (isNull)
            return _withoutKey ??= Create(null);
        // The key of the record before is the likeliest.
        if (_last is not null && key.SequenceEqual(_last.Key))
            return _last;
        var lookup = _entries.GetAlternateLookup<ReadOnlySpan<byte>>();
        if (!lookup.TryGetValue(key, out var entry))
        {
            entry = Create(key.ToArray());
            _entries.Add(entry.Key!, entry);
        }

        return _last = entry;
    }

    /// <summary>Forgets them when they are too many; not while one has a builder.</summary>
    public void Trim()
    {
        if (_entries.Count <= Most)
            return;
        _entries.Clear();
        _last = null;
    }

    private Entry Create(byte[]? key)
    {
        try
        {
            return new Entry(key, adapter.GetStreamId(topic, partition, key), null);
        }
#pragma warning disable CA1031 // Whatever the adapter has against the key, the records go to the dead letters with it.
        catch (Exception e)
#pragma warning restore CA1031
        {
            return new Entry(key, default, e.Message);
        }
    }

    /// <summary>A key, its stream, and what is being collected for it.</summary>
    internal sealed class Entry(byte[]? key, StreamId streamId, string? refusal)
    {
        public byte[]? Key { get; } = key;

        public StreamId StreamId { get; } = streamId;

        /// <summary>Why there is no stream for it; null where there is.</summary>
        public string? Refusal { get; } = refusal;

        public RecordsBuilder? Builder { get; set; }
    }

    private sealed class ByteComparer : IEqualityComparer<byte[]>, IAlternateEqualityComparer<ReadOnlySpan<byte>, byte[]>
    {
        public bool Equals(byte[]? x, byte[]? y) => x.AsSpan().SequenceEqual(y);

        public int GetHashCode([DisallowNull] byte[] obj) => GetHashCode(obj.AsSpan());

        public bool Equals(ReadOnlySpan<byte> alternate, byte[] other) => alternate.SequenceEqual(other);

        public int GetHashCode(ReadOnlySpan<byte> alternate)
        {
            var hash = default(HashCode);
            hash.AddBytes(alternate);
            return hash.ToHashCode();
        }

        public byte[] Create(ReadOnlySpan<byte> alternate) => alternate.ToArray();
    }
}
