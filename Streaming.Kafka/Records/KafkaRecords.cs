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

    /// <summary>Whether these may stand behind others in one event: the same topic, partition and key.</summary>
    internal bool Follows(KafkaRecords others) => Partition == others.Partition && Topic == others.Topic
        && (Key is null ? others.Key is null : others.Key is not null && Key.AsSpan().SequenceEqual(others.Key));

    /// <summary>All records of several, in their order.</summary>
    /// <param name="parts">At least one; of one topic, partition and key.</param>
    internal static KafkaRecords Concat(ReadOnlySpan<KafkaRecords> parts)
    {
        var (count, bytes, hasHeaders) = (0, 0, false);
        foreach (var part in parts)
        {
            count += part.Count;
            bytes += part._values.Length;
            hasHeaders |= part._headers is not null;
        }

        var entryBytes = new byte[count * RecordEntry.Size];
        var entries = MemoryMarshal.Cast<byte, RecordEntry>(entryBytes.AsSpan());
        var values = new byte[bytes];
        var headers = hasHeaders ? new IReadOnlyList<KafkaHeader>?[count] : null;
        var (next, start) = (0, 0);
        foreach (var part in parts)
        {
            part._values.CopyTo(values, start);
            part._headers?.CopyTo(headers!, next);
            foreach (var entry in part.Entries)
                entries[next++] = entry with { Start = entry.Start + start };
            start += part._values.Length;
        }

        return new KafkaRecords(parts[0].Topic, parts[0].Partition, parts[0].Key, entryBytes, values, headers);
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
