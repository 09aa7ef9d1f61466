using BenchmarkDotNet.Attributes;
using TradeBooks.Domain.Books;

namespace TradeBooks.Benchmarks.Books;

/// <summary>Updates of levels in memory, without frames and without rules. Every figure is per level.</summary>
[MemoryDiagnoser]
[MedianColumn]
public class LevelUpdateBenchmarks
{
    private const int Passes = 10;
    private DepthCapture _capture = null!;
    private OrderBook _book = null!;

    [Params(false, true)]
    public bool IsNaive { get; set; }

    [GlobalSetup]
    public void Load()
    {
        _capture = DepthCapture.Load();
        _book = IsNaive ? new NaiveOrderBook() : new LadderOrderBook();
        _book.Load(_capture.Snapshot!.Bids, _capture.Snapshot.Asks);
    }

    [Benchmark(OperationsPerInvoke = DepthCapture.Levels * Passes)]
    public int Apply()
    {
        for (var pass = 0; pass < Passes; pass++)
        {
            foreach (var update in _capture.Updates)
            {
                _book.Apply(BookSide.Bid, update.Bids);
                _book.Apply(BookSide.Ask, update.Asks);
            }
        }

        return _book.Count(BookSide.Bid);
    }
}
