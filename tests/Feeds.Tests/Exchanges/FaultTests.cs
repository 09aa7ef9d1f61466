using TradeBooks.Domain.Books;
using TradeBooks.Domain.Market;
using TradeBooks.Feeds.Captures;
using TradeBooks.Feeds.Exchanges;

namespace TradeBooks.Feeds.Tests.Exchanges;

/// <summary>
/// Frames of the captures dropped, doubled, swapped, cut off and corrupted at random: a book that answers is the one
/// that the undisturbed stream made, kept by the naive implementation.
/// </summary>
public sealed class FaultTests
{
    // With a fault in 150 messages most books are out of sync most of the time, so snapshots of the undisturbed book
    // come in between, as a connector would ask for them.
    private const int MessagesPerFault = 150;
    private const int MessagesPerSnapshot = 40;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void BinanceSpot_RandomFaults_NeverDiffersAtAnUpdateId(int seed) => CheckNumbered(
        Exchange.BinanceSpot, "binance/binance_spot_btcusdt_20240808.gz", seed);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void BinanceUsdm_RandomFaults_NeverDiffersAtAnUpdateId(int seed) => CheckNumbered(
        Exchange.BinanceUsdm, "binance/binance_usdm_btcusdt_20240808.gz", seed);

    [Theory]
    [InlineData(1, true)]
    [InlineData(2, true)]
    [InlineData(3, false)]
    public void Kraken_RandomFaults_TheBestTenAreAlwaysRight(int seed, bool withDigits)
    {
        var frames = Captures.Load(CaptureFormat.Cryptofeed, "kraken/book1000_ws_v1_checksum.txt.gz");
        var expected = new ExchangeBooks(Exchange.Kraken, createBook: () => new NaiveOrderBook());
        var parser = Exchange.Kraken.CreateParser();

        // The undisturbed best ten after each frame, by the checksum that proves them: it is in the frame.
        var proven = new Dictionary<(string Symbol, long Checksum), (string BestTen, DepthEvent Whole)>();
        var recorder = new DepthRecorder(expected, (symbol, header) =>
        {
            var book = expected.Books[symbol];
            if (header.Checksum is { } checksum)
                proven[(symbol, checksum)] = (BestTen(book.Book), Whole(book));
        });
        foreach (var (frame, time, symbol) in frames)
            Assert.Null(parser.TryRead(frame, time, recorder, symbol));
        Assert.InRange(proven.Count, 3000, 4269);

        var compared = 0;
        var books = new ExchangeBooks(Exchange.Kraken);
        var buffer = new DepthBuffer();
        var check = new DepthRecorder(books, (symbol, header) =>
        {
            var book = books.Books[symbol];
            var isProven = proven.TryGetValue((symbol, header.Checksum ?? -1), out var right);
            if (!book.IsInSync)
            {
                Assert.Throws<BookNotInSyncException>(() => book.Book.BestBid);

                // As after a new subscription.
                if (isProven)
                    Fill(buffer, right.Whole);
                if (isProven)
                    books.OnDepth(symbol, buffer);
                return;
            }

            Assert.Null(book.Book.FindViolation());
            if (header.Checksum is null)
                return;
            compared++;
            Assert.True(isProven, $"{symbol} is in sync with the checksum {header.Checksum}, which no undisturbed book has");
            Assert.Equal(right.BestTen, BestTen(book.Book));
        });
        foreach (var (frame, time, symbol) in FrameFaults.Disturb(frames, new Random(seed), MessagesPerFault, withDigits))
        {
            if (parser.TryRead(frame, time, check, symbol) is not null)
                books.LoseFrame();
        }

        Assert.True(books.Books.Values.Sum(book => book.Counters.Resyncs) > 10, "faults were seen");
        Assert.True(compared > 3000, $"{compared} compared");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Coinbase_DoubledSwappedOrDamagedFrames_TheBookIsRightOrClosed(int seed)
    {
        var frames = Captures.Load(CaptureFormat.Cryptofeed, "coinbase/level2_ws.txt.gz");
        var parser = Exchange.Coinbase.CreateParser();
        var books = new ExchangeBooks(Exchange.Coinbase);
        var check = new DepthRecorder(books, (symbol, _) =>
        {
            var book = books.Books[symbol];
            if (book.IsInSync)
                Assert.Null(book.Book.FindViolation());
            else
                Assert.Throws<BookNotInSyncException>(() => book.Book.Spread);
        });
        var damaged = 0;
        foreach (var (frame, time, symbol) in FrameFaults.Disturb(frames, new Random(seed), 500, withDigits: false))
        {
            if (parser.TryRead(frame, time, check, symbol) is null)
                continue;
            damaged++;
            books.LoseFrame();
            Assert.All(books.Books.Values, book => Assert.False(book.IsInSync, "a lost frame closes every book"));
        }

        Assert.True(damaged > 3, $"{damaged} damaged");
    }

    private static void CheckNumbered(Exchange exchange, string file, int seed)
    {
        var frames = Captures.Load(CaptureFormat.HftBacktest, file);
        var parser = exchange.CreateParser();
        var expected = new Dictionary<long, (string Top, DepthEvent? Snapshot)>();
        var naive = new ExchangeBooks(
            exchange,
            (_, book) => expected[book.LastUpdateId] = (Top(book.Book), expected.Count % MessagesPerSnapshot == 0 ? Whole(book) : null),
            () => new NaiveOrderBook());
        frames.RemoveAll(frame => frame.Frame.AsSpan().IndexOf("depthUpdate"u8) < 0 && frame.Frame.AsSpan().IndexOf("lastUpdateId"u8) < 0);
        foreach (var (frame, time, symbol) in frames)
            Assert.Null(parser.TryRead(frame, time, naive, symbol));
        Assert.True(expected.Count > 3000, $"{expected.Count} undisturbed");

        var compared = 0;
        var books = new ExchangeBooks(exchange, (_, book) =>
        {
            Assert.Null(book.Book.FindViolation());
            var (top, snapshot) = expected[book.LastUpdateId];
            Assert.Equal(top, Top(book.Book));
            if (snapshot is not null)
            {
                Assert.Equal(snapshot.Bids.ToArray(), book.Book.Levels(BookSide.Bid));
                Assert.Equal(snapshot.Asks.ToArray(), book.Book.Levels(BookSide.Ask));
            }

            compared++;
        });
        var snapshots = new Queue<(long Id, DepthEvent Event)>(
            expected.Where(entry => entry.Value.Snapshot is not null).OrderBy(entry => entry.Key).Select(entry => (entry.Key, entry.Value.Snapshot!)));
        var last = 0L;
        var order = new DepthRecorder(books, (_, header) => last = Math.Max(last, header.LastUpdateId));
        var buffer = new DepthBuffer();
        foreach (var (frame, time, symbol) in FrameFaults.Disturb(frames, new Random(seed), MessagesPerFault, withDigits: false))
        {
            if (parser.TryRead(frame, time, order, symbol) is not null)
                books.LoseFrame();
            if (!books.Books.TryGetValue("btcusdt", out var book))
                continue;
            if (!book.IsInSync)
                Assert.Throws<BookNotInSyncException>(() => book.Book.Mid);

            // What a REST interface would answer: the book a little behind what the stream has brought.
            DepthEvent? answer = null;
            while (snapshots.TryPeek(out var next) && next.Id <= last)
                answer = snapshots.Dequeue().Event;
            if (answer is null || book.IsInSync)
                continue;
            Fill(buffer, answer);
            books.OnDepth("btcusdt", buffer);
        }

        var counters = books.Books["btcusdt"].Counters;
        Assert.True(counters.Resyncs > 10, $"{counters} resyncs");
        Assert.True(compared > expected.Count / 2, $"{compared} compared of {expected.Count}");
    }

    private static DepthEvent Whole(SyncedBook book) => new(
        EventKind.DepthSnapshot, book.Time, book.Time, 0, book.LastUpdateId, 0,
        book.Book.Levels(BookSide.Bid), book.Book.Levels(BookSide.Ask), null);

    private static void Fill(DepthBuffer buffer, DepthEvent depth)
    {
        buffer.Clear();
        buffer.Header = depth.Header;
        foreach (var level in depth.Bids)
            buffer.AddBid(level);
        foreach (var level in depth.Asks)
            buffer.AddAsk(level);
    }

    private static string Top(OrderBook book) =>
        $"{book.BestBid} {book.BestAsk} {book.Count(BookSide.Bid)} {book.Count(BookSide.Ask)} {book.Depth(BookSide.Bid, 20)} {book.Depth(BookSide.Ask, 20)}";

    private static string BestTen(OrderBook book) => string.Join(
        ' ', book.Levels(BookSide.Ask).Take(10).Concat(book.Levels(BookSide.Bid).Take(10)));
}
