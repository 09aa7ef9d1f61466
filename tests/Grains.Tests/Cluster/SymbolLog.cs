using TradeBooks.Domain.Tests.Engine;
using TradeBooks.Feeds.Kafka;
using TradeBooks.Grains.Interfaces;

namespace TradeBooks.Grains.Tests.Cluster;

/// <summary>A symbol's records as they stand in a topic; the index is the offset.</summary>
internal sealed class SymbolLog(string symbol, List<byte[]> values)
{
    public const string Source = "bars/0";

    public string Symbol => symbol;

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

        return new RecordBatch("bars", 0, [.. offsets], [.. ends], [.. data]);
    }
}
