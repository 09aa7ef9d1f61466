using System.Runtime.InteropServices;
using System.Text;
using TradeBooks.Feeds.Kafka;
using TradeBooks.Grains.Interfaces;
using TradeBooks.Streaming.Kafka;

namespace TradeBooks.Silo.Feeding;

/// <summary>A topic's records as the streams of their symbols: the record's key is the symbol.</summary>
/// <param name="template">Which topic carries whose bars.</param>
/// <param name="symbols">The symbols that are traded.</param>
/// <param name="exchange">The exchange's topics; null where there are bars alone.</param>
internal sealed class MarketStreamAdapter(TopicTemplate template, IReadOnlyList<string> symbols, ExchangeTopics? exchange = null) : IKafkaDataAdapter
{
    // Nobody listens there.
    private const string Others = "of-others";

    private readonly HashSet<string> _symbols = symbols.ToHashSet(StringComparer.Ordinal);

    public StreamId GetStreamId(string topic, int partition, byte[]? key)
    {
        if (key is null or [])
            throw new ArgumentException("the key, which is the symbol, is missing", nameof(key));
        var symbol = Encoding.UTF8.GetString(key);
        var kind = exchange?.NamespaceOf(topic) ?? StreamNames.Bars;
        if (kind != StreamNames.Bars)
            CheckPartition(symbol, partition);
        else if (template.IsPerSymbol && (!_symbols.Contains(symbol) || template.TopicOf(symbol) != topic))
            throw new ArgumentException($"key '{symbol}' is not the symbol of the topic", nameof(key));
        return StreamId.Create(_symbols.Contains(symbol) ? kind : Others, symbol);
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
        if (streamId.GetNamespace() != StreamNames.Bars)
            throw new ArgumentException($"what is produced are {StreamNames.Bars}, not {streamId.GetNamespace()}", nameof(streamId));
        var topic = template.TopicOf(streamId.GetKeyAsString());
        return Enumerable.Range(0, batch.Count).Select(i => new KafkaMessage(
            topic, streamId.Key.ToArray(), batch.Value(i).ToArray(),
            batch.IsControl(i) ? [new KafkaHeader(EndOfData.HeaderName, Encoding.UTF8.GetBytes(EndOfData.HeaderValue))] : null));
    }

    // What is on another partition than the rest of its symbol comes in any order.
    private void CheckPartition(string symbol, int partition)
    {
        if (exchange!.Map.Partitions.TryGetValue(symbol, out var right) && right != partition)
            throw new ArgumentException($"symbol {symbol} is on partition {partition}, but in {exchange.Map.File} on partition {right}", nameof(partition));
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
