using TradeBooks.Domain.Market;
using TradeBooks.Feeds.Csv;
using TradeBooks.Feeds.Generation;

namespace TradeBooks.Benchmarks;

/// <summary>A year of synthetic minute bars of six symbols in memory: 590,000 bars, the same on every machine.</summary>
internal static class MemoryBars
{
    public static readonly string[] Symbols = ["A", "B", "C", "D", "E", "F"];

    public static MarketEvent[][] Load()
    {
        var folder = Directory.CreateTempSubdirectory("tradebooks-bench").FullName;
        try
        {
            SyntheticBarGenerator.Generate(new SyntheticBarOptions { Symbols = Symbols, Days = 252 }, folder);
            using var feeds = CsvBarFeedSet.Open(folder, Symbols);
            return [.. feeds.Feeds.Select(ReadAll)];
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static MarketEvent[] ReadAll(CsvBarFeed feed)
    {
        var all = new List<MarketEvent>();
        for (var batch = feed.NextBatch(); batch.Count > 0; batch = feed.NextBatch())
            all.AddRange(batch.Events.AsSpan(0, batch.Count));
        return [.. all];
    }
}
