using TradeBooks.Domain.Tests.Engine;
using TradeBooks.Feeds.Kafka;
using TradeBooks.Grains.Interfaces;

namespace TradeBooks.Grains.Tests.Cluster;

/// <summary>A symbol's records as they stand in a topic; the index is the offset.</summary>
/// <param name="symbol">The symbol.</param>
/// <param name="values">The records' values.</param>
/// <param name="topic">The topic, of which they are in partition 0.</param>
/// <param name="streams">Namespace of the topic's streams.</param>
internal sealed class SymbolLog(string symbol, List<byte[]> values, string topic = "bars", string streams = StreamNames.Bars)
{
    /// <summary>The source that bars come from.</summary>
    public const string BarSource = "bars/0";

    public string Symbol => symbol;

    /// <summary>Namespace of the streams that bring it.</summary>
    public string Streams => streams;

    /// <summary>As the symbol's positions name it.</summary>
    public string Source => $"{topic}/0";

    public int Last => values.Count - 1;

    public static byte[] End => EndOfData.Value.ToArray();

    public static SymbolLog Of(string symbol, IEnumerable<TestBar> bars, bool withEnd = true) =>
        new(symbol, withEnd ? [.. bars.Select(Record), End] : [.. bars.Select(Record)]);

    public static byte[] Record(TestBar bar)
    {
        var buffer = new byte[BarMessage.MaxLength];
        var length = BarMessage.Write(buffer, bar.ToEvent(0).Bar);
        return buffer[..length];
    }

    /// <summary>The records between two offsets, both included.</summary>
    public RecordBatch Batch(int first, int last)
    {
        var (offsets, ends, data) = (new List<long>(), new List<int>(), new List<byte>());
        for (var i = first; i <= last; i++)
        {
            data.AddRange(values[i]);
            offsets.Add(i);
            ends.Add(data.Count);
        }

        return new RecordBatch(topic, 0, [.. offsets], [.. ends], [.. data]);
    }
}
