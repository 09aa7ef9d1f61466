using TradeBooks.Domain.Books;
using TradeBooks.Domain.Market;

namespace TradeBooks.Feeds.Exchanges;

/// <summary>
/// Passes everything on, and from time to time a snapshot of each book that is in sync behind an update, and behind that
/// the update once more: who reads from then on has the book, who has it already drops both as stale (of an exchange
/// without ids he takes the snapshot, which is the book that he has). For one caller at a time.
/// </summary>
/// <param name="exchange">Whose events they are.</param>
/// <param name="sink">Takes them.</param>
/// <param name="interval">Wall time between two snapshots of a book.</param>
/// <param name="clock">Wall time.</param>
public sealed class SnapshotRepeater(Exchange exchange, IMarketSink sink, TimeSpan interval, TimeProvider clock) : IMarketSink
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, SyncedBook> _books = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _snapshotAt = new(StringComparer.Ordinal);
    private readonly DepthBuffer _snapshot = new();

    /// <summary>Says which book has just taken an event and is in sync, before that event is passed on; from any thread.</summary>
    public void OnApplied(string symbol, SyncedBook book)
    {
        lock (_lock)
            _books[symbol] = book;
    }

    public void OnDepth(string symbol, DepthBuffer depth)
    {
        sink.OnDepth(symbol, depth);
        if (depth.Header.IsSnapshot || !_snapshotAt.TryGetValue(symbol, out var last))
        {
            _snapshotAt[symbol] = clock.GetTimestamp();
            return;
        }

        SyncedBook? book;
        lock (_lock)
            _books.TryGetValue(symbol, out book);

        // The book has taken this very event, or it stands elsewhere: before a snapshot, or behind what had waited for one.
        if (clock.GetElapsedTime(last) < interval || book is not { IsInSync: true } || book.LastUpdateId != depth.Header.LastUpdateId)
            return;
        _snapshotAt[symbol] = clock.GetTimestamp();
        _snapshot.Clear();
        _snapshot.Header = depth.Header with { Kind = EventKind.DepthSnapshot, FirstUpdateId = 0, PreviousUpdateId = 0, Checksum = null };
        foreach (var level in book.Book.Levels(BookSide.Bid))
            _snapshot.AddBid(level);
        foreach (var level in book.Book.Levels(BookSide.Ask))
            _snapshot.AddAsk(level);
        sink.OnDepth(symbol, _snapshot);
        if (exchange.HasUpdateIds)
            sink.OnDepth(symbol, depth);
    }

    public void OnTrade(string symbol, in Trade trade, EventTime receivedTime) => sink.OnTrade(symbol, trade, receivedTime);

    public void OnQuote(string symbol, in Quote quote, long updateId) => sink.OnQuote(symbol, quote, updateId);

    public void OnNotice(FrameNotice notice, string text) => sink.OnNotice(notice, text);

    public void OnLoss(string symbol) => sink.OnLoss(symbol);
}
