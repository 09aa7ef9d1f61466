using TradeBooks.Domain.Books;
using TradeBooks.Domain.Market;
using TradeBooks.Feeds.Exchanges;

namespace TradeBooks.Feeds.Tests.Exchanges;

public sealed class SnapshotRepeaterTests
{
    [Theory]
    [InlineData("binance-spot")]
    [InlineData("binance-usdm")]
    public void OnDepth_SnapshotIsDue_LateReaderGetsTheBookAndEarlyOnesKeepIt(string name)
    {
        var exchange = Exchange.Find(name)!;
        var events = new EventCollector();
        var repeater = new SnapshotRepeater(exchange, events, TimeSpan.Zero, TimeProvider.System);
        var pair = new SinkPair(new ExchangeBooks(exchange, repeater.OnApplied), repeater);
        pair.OnDepth("xyz", Depth(EventKind.DepthUpdate, 90, 101, 80));
        pair.OnDepth("xyz", Depth(EventKind.DepthSnapshot, 0, 100, 0));
        for (var id = 102L; id < 108; id += 2)
            pair.OnDepth("xyz", Depth(EventKind.DepthUpdate, id, id + 1, id - 1));
        Assert.Equal(2 + 3 * 3, events.Depth.Count);

        // From each place on up to the last snapshot but one, that behind the first update apart, which nothing bridges.
        foreach (var start in new[] { 0, 2, 3, 4, 5, 6 })
        {
            var book = new SyncedBook(new LadderOrderBook(), exchange.CreateSequencer());
            foreach (var depth in events.Depth.Skip(start))
                book.Apply(depth);
            Assert.True(book.IsInSync, $"from {start}: {book.Reason}");
            Assert.Equal(107, book.LastUpdateId);
            Assert.Equal(0, book.Counters.Resyncs);
        }
    }

    private static DepthBuffer Depth(EventKind kind, long first, long last, long previous)
    {
        var depth = new DepthBuffer
        {
            Header = new DepthHeader(kind, new EventTime(last), new EventTime(last + 1), first, last, previous, null),
        };
        depth.AddBid(new DepthLevel("10.0", "1"));
        depth.AddAsk(new DepthLevel("11.0", FormattableString.Invariant($"{last}")));
        return depth;
    }

    private sealed class EventCollector : IMarketSink
    {
        public List<DepthEvent> Depth { get; } = [];

        public void OnDepth(string symbol, DepthBuffer depth) => Depth.Add(depth.ToEvent());

        public void OnTrade(string symbol, in Trade trade, EventTime receivedTime)
        {
        }

        public void OnQuote(string symbol, in Quote quote, long updateId)
        {
        }

        public void OnNotice(FrameNotice notice, string text)
        {
        }
    }
}
