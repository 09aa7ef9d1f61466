using TradeBooks.Domain.Market;
using TradeBooks.Feeds.Csv;
using TradeBooks.Feeds.Kafka;

namespace TradeBooks.EndToEnd.Tests.Kafka;

/// <summary>A bar of a file as the value of a record.</summary>
internal sealed record BarRecord(string Symbol, EventTime Time, byte[] Value)
{
    /// <summary>All bars of a symbol's file.</summary>
    public static List<BarRecord> Read(string folder, string symbol)
    {
        using var feeds = CsvBarFeedSet.Open(folder, [symbol]);
        var records = new List<BarRecord>();
        var value = new byte[BarMessage.MaxLength];
        while (feeds.Feeds[0].NextBatch() is { Count: > 0 } batch)
        {
            for (var i = 0; i < batch.Count; i++)
            {
                var bar = batch.Events[i].Bar;
                records.Add(new BarRecord(symbol, bar.Time, value[..BarMessage.Write(value, bar)]));
            }
        }

        return records;
    }
}
