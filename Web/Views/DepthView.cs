using TradeBooks.Domain.Books;
using TradeBooks.Domain.Desk;
using TradeBooks.Domain.Market;

namespace TradeBooks.Web.Views;

/// <summary>A symbol's order book with its best levels, or why it shows none.</summary>
/// <param name="Symbol">The symbol.</param>
/// <param name="AsOf">When this was answered, by the server's clock.</param>
/// <param name="IsInSync">Whether it is known to be the exchange's book; it has no level where it is not.</param>
/// <param name="Reason">Why it is not, in a few words; null where it is.</param>
/// <param name="Time">Event time of the last update that was applied.</param>
/// <param name="ReceivedTime">When the last depth event came in, by the clock of the host that keeps the book; null where it does not say.</param>
/// <param name="LastUpdateId">The exchange's id of the last change; 0 where it has no such ids, or the book is not in sync.</param>
/// <param name="Counters">What has become of the book's depth events.</param>
/// <param name="Spread">Best ask less best bid; null where a side is empty.</param>
/// <param name="Mid">Between best bid and best ask; null where a side is empty.</param>
/// <param name="Microprice">The mid, weighted by the quantities of the other sides' best levels; null where a side is empty.</param>
/// <param name="Imbalance">(bid quantity − ask quantity) / (both) over the levels of this answer, −1 to 1; null where both are empty.</param>
/// <param name="Bids">Best first.</param>
/// <param name="Asks">Best first.</param>
internal sealed record DepthView(
    string Symbol,
    EventTime AsOf,
    bool IsInSync,
    string? Reason,
    EventTime Time,
    EventTime ReceivedTime,
    long LastUpdateId,
    BookCounters Counters,
    decimal? Spread,
    decimal? Mid,
    double? Microprice,
    double? Imbalance,
    IReadOnlyList<DepthLevelView> Bids,
    IReadOnlyList<DepthLevelView> Asks)
{
    public static DepthView From(string symbol, BookView book, EventTime asOf)
    {
        var (bids, asks) = (DepthLevelView.From(book.Bids), DepthLevelView.From(book.Asks));
        var hasBoth = bids.Count > 0 && asks.Count > 0;
        return new DepthView(
            symbol,
            asOf,
            book.IsInSync,
            book.Reason,
            book.Time,
            book.ReceivedTime,
            book.LastUpdateId,
            book.Counters,
            hasBoth ? asks[0].Price - bids[0].Price : null,
            hasBoth ? (bids[0].Price + asks[0].Price) / 2 : null,
            hasBoth ? MicropriceOf(bids[0], asks[0]) : null,
            bids.Count + asks.Count == 0 ? null : ImbalanceOf(bids, asks),
            bids,
            asks);
    }

    private static double MicropriceOf(DepthLevelView bid, DepthLevelView ask)
    {
        var (bidQuantity, askQuantity) = ((double)bid.Quantity, (double)ask.Quantity);
        return ((double)bid.Price * askQuantity + (double)ask.Price * bidQuantity) / (bidQuantity + askQuantity);
    }

    private static double ImbalanceOf(IReadOnlyList<DepthLevelView> bids, IReadOnlyList<DepthLevelView> asks)
    {
        var (bid, ask) = (bids is [.., var lastBid] ? lastBid.Sum : 0, asks is [.., var lastAsk] ? lastAsk.Sum : 0);
        return (double)((bid - ask) / (bid + ask));
    }
}
