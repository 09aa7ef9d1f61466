using BenchmarkDotNet.Attributes;
using TradeBooks.Domain.Market;
using TradeBooks.Feeds.Exchanges;

namespace TradeBooks.Benchmarks.Books;

/// <summary>
/// Frames of Binance's depth stream, 1,286 bytes and 36 levels on average, from bytes to normalised event, and on to a
/// book kept by the exchange's rules. Every figure is per frame.
/// </summary>
[MemoryDiagnoser]
[MedianColumn]
public class FrameBenchmarks : IMarketSink
{
    private const int Passes = 10;
    private DepthCapture _capture = null!;
    private FrameParser _parser = null!;
    private long _levels;

    [GlobalSetup]
    public void Load()
    {
        _capture = DepthCapture.Load();
        _parser = Exchange.BinanceSpot.CreateParser();
    }

    [Benchmark(OperationsPerInvoke = DepthCapture.Messages * Passes)]
    public long ToEvent()
    {
        for (var pass = 0; pass < Passes; pass++)
            Read(this);
        return _levels;
    }

    [Benchmark(OperationsPerInvoke = DepthCapture.Messages * Passes)]
    public long ToBook()
    {
        var applied = 0L;
        for (var pass = 0; pass < Passes; pass++)
        {
            var books = new ExchangeBooks(Exchange.BinanceSpot);
            Read(books);
            applied += books.Books["btcusdt"].Counters.Applied;
        }

        return applied;
    }

    void IMarketSink.OnDepth(string symbol, DepthBuffer depth) => _levels += depth.Bids.Length + depth.Asks.Length;

    void IMarketSink.OnTrade(string symbol, in Trade trade, EventTime receivedTime)
    {
    }

    void IMarketSink.OnQuote(string symbol, in Quote quote, long updateId)
    {
    }

    void IMarketSink.OnNotice(FrameNotice notice, string text)
    {
    }

    private void Read(IMarketSink sink)
    {
        foreach (var (frame, receivedTime, symbol) in _capture.Frames)
            _parser.TryRead(frame, receivedTime, sink, symbol);
    }
}
