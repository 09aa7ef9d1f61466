using TradeBooks.Domain.Books;
using TradeBooks.Domain.Market;

namespace TradeBooks.Domain.Desk;

/// <summary>The best levels of an order book; none while it is not in sync.</summary>
/// <param name="Time">Event time of the last update.</param>
/// <param name="Bids">Best first.</param>
/// <param name="Asks">Best first.</param>
public sealed record BookView(EventTime Time, IReadOnlyList<BookLevelView> Bids, IReadOnlyList<BookLevelView> Asks)
{
    /// <summary>Whether it is known to be the exchange's book.</summary>
    public bool IsInSync { get; init; } = true;

    /// <summary>Why it is not, in a few words; null where it is.</summary>
    public string? Reason { get; init; }

    /// <summary>The exchange's id of the last change in it; 0 where it has no such ids.</summary>
    public long LastUpdateId { get; init; }

    /// <summary>What has become of its depth events.</summary>
    public BookCounters Counters { get; init; }

    /// <summary>
    /// When its last depth event came in, by the clock of the host that keeps it; <see cref="EventTime.MinValue"/> where the
    /// host does not say.
    /// </summary>
    public EventTime ReceivedTime { get; init; } = EventTime.MinValue;

    /// <summary>The same with no more than a number of levels of each side.</summary>
    /// <param name="levels">0 or more.</param>
    public BookView First(int levels) => Bids.Count <= levels && Asks.Count <= levels
        ? this
        : this with { Bids = [.. Bids.Take(levels)], Asks = [.. Asks.Take(levels)] };

    /// <summary>A book as it stands, with its best levels; from the thread that keeps it.</summary>
    /// <param name="book">The book.</param>
    /// <param name="levels">Most levels of a side, 1 or more.</param>
    public static BookView Of(SyncedBook book, int levels) =>
        new(book.Time, Levels(book, BookSide.Bid, levels), Levels(book, BookSide.Ask, levels))
        {
            IsInSync = book.IsInSync,
            Reason = book.IsInSync ? null : book.Reason.ToText(),
            LastUpdateId = book.LastUpdateId,
            Counters = book.Counters,
        };

    private static BookLevelView[] Levels(SyncedBook book, BookSide side, int most)
    {
        if (!book.IsInSync)
            return [];
        var levels = new DepthLevel[most];
        var count = book.Book.CopyLevels(side, levels);
        return Array.ConvertAll(levels[..count], level => new BookLevelView(level.Price.ToDecimal(), level.Quantity.ToDecimal()));
    }
}
