using BenchmarkDotNet.Attributes;
using TradeBooks.Feeds.Csv;
using TradeBooks.Feeds.Generation;

namespace TradeBooks.Benchmarks;

/// <summary>CSV files to market events, without an engine. Every figure is per bar.</summary>
[MemoryDiagnoser]
public class FeedBenchmarks
{
    private const int Bars = 589_680;
    private string _folder = "";

    /// <summary>Threads beside the consumer's own.</summary>
    [Params(0, 1)]
    public int Workers { get; set; }

    [GlobalSetup]
    public void Generate()
    {
        _folder = Directory.CreateTempSubdirectory("tradebooks-bench").FullName;
        SyntheticBarGenerator.Generate(new SyntheticBarOptions { Symbols = MemoryBars.Symbols, Days = 252 }, _folder);
    }

    [GlobalCleanup]
    public void Delete() => Directory.Delete(_folder, recursive: true);

    [Benchmark(OperationsPerInvoke = Bars)]
    public long Read()
    {
        using var set = CsvBarFeedSet.Open(_folder, MemoryBars.Symbols, new CsvBarFeedOptions { Workers = Workers });
        var bars = 0L;
        var open = set.Feeds.ToList();
        while (open.Count > 0)
        {
            for (var i = open.Count - 1; i >= 0; i--)
            {
                var count = open[i].NextBatch().Count;
                bars += count;
                if (count == 0)
                    open.RemoveAt(i);
            }
        }

        return bars == Bars ? bars : throw new InvalidOperationException($"{bars} bars, expected {Bars}");
    }
}
