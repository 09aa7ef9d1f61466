using System.Runtime.InteropServices;

namespace TradeBooks.Streaming.Kafka;

/// <summary>Collects the records of one event in buffers that are used again.</summary>
internal sealed class RecordsBuilder
{
    private const int KeptBytes = 64 * 1024;
    private RecordEntry[] _entries = new RecordEntry[4];
    private byte[] _values = new byte[256];
    private IReadOnlyList<KafkaHeader>?[]? _headers;

    public int Count { get; private set; }

    public int Bytes { get; private set; }

    public long FirstOffset => _entries[0].Offset;

    public void Add(long offset, long timestamp, bool isTombstone, ReadOnlySpan<byte> value, IReadOnlyList<KafkaHeader>? headers)
    {
        if (Count == _entries.Length)
            Array.Resize(ref _entries, Count * 2);
        if (Bytes + value.Length > _values.Length)
            Array.Resize(ref _values, Math.Max(_values.Length * 2, Bytes + value.Length));
        if (headers is { Count: > 0 })
        {
            if (_headers is null || _headers.Length <= Count)
                Array.Resize(ref _headers, _entries.Length);
            _headers[Count] = headers;
        }

        value.CopyTo(_values.AsSpan(Bytes));
        _entries[Count++] = new RecordEntry(offset, timestamp, Bytes, isTombstone ? RecordEntry.Tombstone : value.Length);
        Bytes += value.Length;
    }

    /// <summary>The records so far, in memory of their own; the builder is empty after it.</summary>
    public KafkaRecords Build(string topic, int partition, byte[]? key)
    {
        IReadOnlyList<KafkaHeader>?[]? headers = null;
        if (_headers is not null)
        {
            headers = new IReadOnlyList<KafkaHeader>?[Count];
            Array.Copy(_headers, headers, Math.Min(Count, _headers.Length));
            _headers = null;
        }

        var entries = MemoryMarshal.AsBytes(_entries.AsSpan(0, Count)).ToArray();
        var records = new KafkaRecords(topic, partition, key, entries, _values.AsSpan(0, Bytes).ToArray(), headers);
        Count = 0;
        Bytes = 0;
        // One huge record shall not be remembered by every key that ever had one.
        if (_values.Length > 2 * KeptBytes)
            _values = new byte[KeptBytes];
        return records;
    }
}
