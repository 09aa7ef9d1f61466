using TradeBooks.Domain.Books;
using TradeBooks.Domain.Market;

namespace TradeBooks.Feeds.Exchanges;

/// <summary>The books of an exchange's symbols, each kept by the exchange's rules and made when its first depth event comes.</summary>
/// <param name="exchange">The exchange.</param>
/// <param name="onApplied">Called after every applied event after which a book is in sync.</param>
/// <param name="createBook">Makes an empty book; by default a <see cref="LadderOrderBook"/>.</param>
public sealed class ExchangeBooks(
    Exchange exchange, Action<string, SyncedBook>? onApplied = null, Func<OrderBook>? createBook = null) : IMarketSink
{
    private readonly SortedDictionary<string, SyncedBook> _sorted = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SyncedBook> _books = [];

    /// <summary>The books by symbol, in ordinal order.</summary>
    public IReadOnlyDictionary<string, SyncedBook> Books => _sorted;

    public void OnDepth(string symbol, DepthBuffer depth)
    {
        if (!_books.TryGetValue(symbol, out var book))
            book = Add(symbol);
        book.Apply(depth);
    }

    public void OnTrade(string symbol, in Trade trade, EventTime receivedTime)
    {
    }

    public void OnQuote(string symbol, in Quote quote, long updateId)
    {
    }

    public void OnNotice(FrameNotice notice, string text)
    {
    }

    /// <summary>Says that a frame could not be read or the connection was lost: whatever any symbol's book lost with it.</summary>
    public void LoseFrame()
    {
        foreach (var book in _books.Values)
            book.LoseFrame();
    }

    private SyncedBook Add(string symbol)
    {
        var book = new SyncedBook(
            createBook?.Invoke() ?? new LadderOrderBook(), exchange.CreateSequencer(),
            onApplied is null ? null : applied => onApplied(symbol, applied));
        _books.Add(symbol, book);
        _sorted.Add(symbol, book);
        return book;
    }
}
