using System.Globalization;
using TradeBooks.Benchmarks.Kafka;
using TradeBooks.Domain.Books;
using TradeBooks.Domain.Market;
using TradeBooks.Feeds.Exchanges;

namespace TradeBooks.Benchmarks.Books;

/// <summary>
/// Goes through a capture again and again, on one thread. Processor time is what counts where the machine does other
/// work; the wall time says whether it did.
/// </summary>
internal sealed class BookRate(DepthCapture capture, TextWriter output) : IMarketSink
{
    private readonly FrameParser _parser = Exchange.BinanceSpot.CreateParser();
    private long _levels;

    public void Run(int rounds)
    {
        var bytes = capture.Frames.Sum(frame => (long)frame.Frame.Length) / (double)DepthCapture.Messages;
        output.WriteLine("case | ns of processor per item | ns of wall per item | million items/s of processor | MB/s | bytes allocated per item");
        Measure("level update, LadderOrderBook", rounds, 60, DepthCapture.Levels, 0, Update(new LadderOrderBook()));
        Measure("level update, NaiveOrderBook", rounds, 3, DepthCapture.Levels, 0, Update(new NaiveOrderBook()));
        Measure("frame to event", rounds, 60, DepthCapture.Messages, bytes, () => Read(this));
        Measure("frame to event to book", rounds, 60, DepthCapture.Messages, bytes, () =>
        {
            // Anew each time: a book takes no update twice.
            var books = new ExchangeBooks(Exchange.BinanceSpot);
            Read(books);
            if (books.Books["btcusdt"] is not { IsInSync: true })
                throw new InvalidOperationException("the book is not in sync");
        });
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

    private Action Update(OrderBook book)
    {
        book.Load(capture.Snapshot!.Bids, capture.Snapshot.Asks);
        return () =>
        {
            foreach (var update in capture.Updates)
            {
                book.Apply(BookSide.Bid, update.Bids);
                book.Apply(BookSide.Ask, update.Asks);
            }
        };
    }

    private void Read(IMarketSink sink)
    {
        foreach (var (frame, receivedTime, symbol) in capture.Frames)
            _parser.TryRead(frame, receivedTime, sink, symbol);
    }

    private void Measure(string name, int rounds, int passes, int itemsPerPass, double bytesPerItem, Action pass)
    {
        Usage Round() => Usage.Of(() =>
        {
            for (var i = 0; i < passes; i++)
                pass();
        });

        Round();
        var usages = Enumerable.Range(0, rounds).Select(_ => Round()).ToList();
        var items = (double)passes * itemsPerPass;
        var processor = Spread.Of(usages.Select(usage => usage.Processor.TotalNanoseconds / items));
        var wall = Spread.Of(usages.Select(usage => usage.Wall.TotalNanoseconds / items));
        var megabytes = bytesPerItem > 0 ? Text($"{bytesPerItem / processor.Median * 1000:0}") : "";
        output.WriteLine(Text(
            $"{name} | {processor:0.0} | {wall:0.0} | {1000 / processor.Median:0.00} | {megabytes} | {usages.Min(usage => usage.Allocated) / items:0}"));
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
