using TradeBooks.Domain.Market;

namespace TradeBooks.Domain.Desk;

/// <summary>The best levels of an order book.</summary>
/// <param name="Time">Event time of the last update.</param>
/// <param name="Bids">Best first.</param>
/// <param name="Asks">Best first.</param>
public sealed record BookView(EventTime Time, IReadOnlyList<BookLevelView> Bids, IReadOnlyList<BookLevelView> Asks);
