using System.Runtime.InteropServices;
using System.Text;
using TradeBooks.Feeds.Kafka;
using TradeBooks.Grains.Interfaces;
using TradeBooks.Streaming.Kafka;

namespace TradeBooks.Silo.Feeding;

/// <summary>A topic's records as the streams of their symbols: the record's key is the symbol.</summary>
/// <param name="template">Which topic carries whom.</param>
/// <param name="symbols">The symbols that are traded.</param>
internal sealed class BarStreamAdapter(TopicTemplate template, IReadOnlyList<string> symbols) : IKafkaDataAdapter
{
    // Nobody listens there.
    private const string Others = "bars-of-others";

    private readonly HashSet<string> _symbols = symbols.ToHashSet(StringComparer.Ordinal);

    public StreamId GetStreamId(string topic, int partition, byte[]? key)
    {
        if (key is null or [])
            throw new ArgumentException("the key, which is the symbol, is missing", nameof(key));
        var symbol = Encoding.UTF8.GetString(key);
        if (template.IsPerSymbol && (!_symbols.Contains(symbol) || template.TopicOf(symbol) != topic))
            throw new ArgumentException($"key '{symbol}' is not the symbol of the topic", nameof(key));
        return StreamId.Create(_symbols.Contains(symbol) ? StreamNames.Bars : Others, symbol);
    }

    public object CreateEvent(KafkaRecords records)
    {
        var offsets = new long[records.Count];
        var ends = new int[records.Count];
        List<int>? controls = null;
        var end = 0;
        for (var i = 0; i < records.Count; i++)
        {
            var record = records[i];
            offsets[i] = record.Offset;
            ends[i] = end += record.Value.Length;
            if (record.Value.IsEmpty && IsEnd(record.Headers))
                (controls ??= []).Add(i);
        }

        return new RecordBatch(records.Topic, records.Partition, offsets, ends, Bytes(records.Values), controls?.ToArray());
    }

    public IEnumerable<KafkaMessage> CreateMessages(StreamId streamId, object item)
    {
        if (item is not RecordBatch batch)
            throw new ArgumentException($"what is produced is a {nameof(RecordBatch)}, not a {item.GetType()}", nameof(item));
        var topic = template.TopicOf(streamId.GetKeyAsString());
        return Enumerable.Range(0, batch.Count).Select(i => new KafkaMessage(
            topic, streamId.Key.ToArray(), batch.Value(i).ToArray(),
            batch.IsControl(i) ? [new KafkaHeader(EndOfData.HeaderName, Encoding.UTF8.GetBytes(EndOfData.HeaderValue))] : null));
    }

    private static bool IsEnd(IReadOnlyList<KafkaHeader> headers)
    {
        foreach (var header in headers)
        {
            if (header.Name == EndOfData.HeaderName && header.Value.AsSpan().SequenceEqual("end-of-data"u8))
                return true;
        }

        return false;
    }

    // The provider's own array where it holds nothing else, which is always so today.
    private static byte[] Bytes(ReadOnlyMemory<byte> values) =>
        MemoryMarshal.TryGetArray(values, out var segment) && segment is { Offset: 0, Array: { } array } && segment.Count == array.Length
            ? array
            : values.ToArray();
}
