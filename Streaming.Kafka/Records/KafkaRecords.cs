using System.Runtime.InteropServices;

namespace TradeBooks.Streaming.Kafka;

/// <summary>
/// Consecutive records of one key of a partition, as they are: the event of <see cref="KafkaDataAdapter"/>, and what
/// other adapters make theirs from. Offsets rise and may have gaps: other keys' records lie between.
/// </summary>
[GenerateSerializer, Immutable, Alias("kafka.records")]
public sealed class KafkaRecords
{
    [Id(0)]
    private readonly byte[] _entries;

    [Id(1)]
    private readonly byte[] _values;

    [Id(2)]
    private readonly IReadOnlyList<KafkaHeader>?[]? _headers;

    internal KafkaRecords(
        string topic, int partition, byte[]? key, byte[] entries, byte[] values, IReadOnlyList<KafkaHeader>?[]? headers)
    {
        Topic = topic;
        Partition = partition;
        Key = key;
        _entries = entries;
        _values = values;
        _headers = headers;
    }

    /// <summary>The topic; empty for records that are to be produced.</summary>
    [Id(3)]
    public string Topic { get; }

    /// <summary>The partition; -1 for records that are to be produced.</summary>
    [Id(4)]
    public int Partition { get; }

    /// <summary>The key of all of them, which nobody may write to; null for none.</summary>
    [Id(5)]
    public byte[]? Key { get; }

    /// <summary>How many there are; at least one.</summary>
    public int Count => _entries.Length / RecordEntry.Size;

    /// <summary>Offset of the first.</summary>
    public long FirstOffset => Entries[0].Offset;

    /// <summary>Offset of the last.</summary>
    public long LastOffset => Entries[^1].Offset;

    /// <summary>The values, one after the other. Where one starts: <see cref="GetValue"/>.</summary>
    public ReadOnlyMemory<byte> Values => _values;

    /// <param name="index">From 0 to <see cref="Count"/> - 1.</param>
    /// <exception cref="IndexOutOfRangeException">There is no such record.</exception>
    public KafkaRecord this[int index]
    {
        get
        {
            ref readonly var entry = ref Entries[index];
            return new KafkaRecord(
                entry.Offset, entry.Timestamp, entry.Length == RecordEntry.Tombstone,
                entry.Length <= 0 ? default : _values.AsSpan(entry.Start, entry.Length), _headers?[index] ?? []);
        }
    }

    private ReadOnlySpan<RecordEntry> Entries => MemoryMarshal.Cast<byte, RecordEntry>(_entries);

    /// <summary>Records to be produced; topic and key are those of the stream.</summary>
    /// <param name="values">At least one value; null for a tombstone.</param>
    /// <exception cref="ArgumentException">There is none.</exception>
    public static KafkaRecords FromValues(params IReadOnlyList<byte[]?> values)
    {
        if (values.Count == 0)
            throw new ArgumentException("there is no value", nameof(values));
        var builder = new RecordsBuilder();
        for (var i = 0; i < values.Count; i++)
            builder.Add(i, -1, values[i] is null, values[i], null);
        return builder.Build("", -1, null);
    }

    /// <summary>The memory of a record's value; null for a tombstone.</summary>
    /// <param name="index">From 0 to <see cref="Count"/> - 1.</param>
    /// <exception cref="IndexOutOfRangeException">There is no such record.</exception>
    public ReadOnlyMemory<byte>? GetValue(int index)
    {
        var entry = Entries[index];
        // A bare null would become the empty memory of no array.
        return entry.Length == RecordEntry.Tombstone ? default(ReadOnlyMemory<byte>?) : _values.AsMemory(entry.Start, entry.Length);
    }

    public override string ToString() => $"{Topic} [{Partition}] @{FirstOffset}-{LastOffset}, {Count} records";
}
