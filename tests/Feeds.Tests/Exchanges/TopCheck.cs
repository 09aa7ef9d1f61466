using TradeBooks.Domain.Books;
using TradeBooks.Domain.Market;
using TradeBooks.Feeds.Exchanges;

namespace TradeBooks.Feeds.Tests.Exchanges;

/// <summary>
/// Keeps the books of an exchange, checks their invariants after every applied event, and compares their best bid and ask
/// with the exchange's own at the same update id.
/// </summary>
internal sealed class TopCheck : IMarketSink
{
    private readonly ExchangeBooks _books;
    private readonly Dictionary<(string Symbol, long Id), (DepthLevel? Bid, DepthLevel? Ask)> _tops = [];
    private readonly List<(string Symbol, long Id, DepthLevel Bid, DepthLevel Ask)> _quotes = [];

    public TopCheck(Exchange exchange, bool isNaive) =>
        _books = new ExchangeBooks(exchange, Note, isNaive ? () => new NaiveOrderBook() : null);

    public IReadOnlyDictionary<string, SyncedBook> Books => _books.Books;

    public int Quotes => _quotes.Count;

    public int Trades { get; private set; }

    /// <summary>How many of the exchange's own best bids and asks equal the book's, text for text, of those with an id that the book had.</summary>
    public (int Equal, int Compared) Compare()
    {
        var compared = _quotes.Where(quote => _tops.ContainsKey((quote.Symbol, quote.Id))).ToList();
        return (compared.Count(quote => _tops[(quote.Symbol, quote.Id)] == (quote.Bid, quote.Ask)), compared.Count);
    }

    /// <summary>Levels of each book, asks and bids, after its last snapshot.</summary>
    public Dictionary<string, (int Asks, int Bids)> SnapshotLevels { get; } = [];

    public void OnDepth(string symbol, DepthBuffer depth)
    {
        _books.OnDepth(symbol, depth);
        var book = Books[symbol];
        if (depth.Header.IsSnapshot && book.IsInSync)
            SnapshotLevels[symbol] = (book.Book.Count(BookSide.Ask), book.Book.Count(BookSide.Bid));
    }

    public void OnTrade(string symbol, in Trade trade, EventTime receivedTime) => Trades++;

    public void OnQuote(string symbol, in Quote quote, long updateId) => _quotes.Add(
        (symbol, updateId, new DepthLevel(quote.BidPrice, quote.BidQuantity), new DepthLevel(quote.AskPrice, quote.AskQuantity)));

    public void OnNotice(FrameNotice notice, string text) => Assert.NotEqual(FrameNotice.Refused, notice);

    private void Note(string symbol, SyncedBook book)
    {
        _tops[(symbol, book.LastUpdateId)] = (book.Book.BestBid, book.Book.BestAsk);
        Assert.Null(book.Book.FindViolation());
    }
}
