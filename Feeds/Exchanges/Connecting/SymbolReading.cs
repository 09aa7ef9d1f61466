using TradeBooks.Domain.Books;
using TradeBooks.Domain.Desk;
using TradeBooks.Domain.Market;

namespace TradeBooks.Feeds.Exchanges.Connecting;

/// <summary>What a connector knows of a symbol at one moment, over all lives of its connection.</summary>
/// <param name="Book">The book; not in sync, and without levels, while the connection is down.</param>
/// <param name="PricePrecision">Decimals that its prices need; 0 before the first price.</param>
/// <param name="LastPrice">Price of the last trade; 0 before the first.</param>
/// <param name="LastTradeTime">The exchange's time of it; <see cref="EventTime.MinValue"/> before the first.</param>
public sealed record SymbolReading(BookView Book, int PricePrecision, decimal LastPrice, EventTime LastTradeTime)
{
    private const string Down = "the connection is down";

    /// <summary>Of a symbol that nothing is known of.</summary>
    internal static SymbolReading None { get; } = new(
        new BookView(EventTime.MinValue, [], []) { IsInSync = false, Reason = DepthReason.NoSnapshot.ToText() }, 0, 0, EventTime.MinValue);

    /// <summary>The same behind what earlier lives of the connection have seen.</summary>
    internal SymbolReading After(SymbolReading before) => new(
        Book with
        {
            Time = Later(before.Book.Time, Book.Time),
            ReceivedTime = Later(before.Book.ReceivedTime, Book.ReceivedTime),
            Counters = before.Book.Counters + Book.Counters,
        },
        Math.Max(before.PricePrecision, PricePrecision),
        LastTradeTime.IsKnown ? LastPrice : before.LastPrice,
        Later(before.LastTradeTime, LastTradeTime));

    /// <summary>The same without a connection: what waited for a snapshot is dropped.</summary>
    internal SymbolReading WhileDown()
    {
        var counters = Book.Counters;
        return this with
        {
            Book = Book with
            {
                Bids = [],
                Asks = [],
                IsInSync = false,
                Reason = Down,
                LastUpdateId = 0,
                Counters = counters with { Dropped = counters.Dropped + counters.Held, Held = 0 },
            },
        };
    }

    private static EventTime Later(EventTime before, EventTime now) => now.IsKnown ? now : before;
}
