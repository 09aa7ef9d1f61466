using TradeBooks.Domain.Market;
using TradeBooks.Feeds.Exchanges;

namespace TradeBooks.Feeds.Tests.Exchanges;

/// <summary>What a parser passed on, as text.</summary>
internal sealed class EventList : IMarketSink
{
    public List<string> Events { get; } = [];

    public void OnDepth(string symbol, DepthBuffer depth)
    {
        var header = depth.Header;
        Events.Add(
            $"{header.Kind} {symbol} {header.FirstUpdateId}-{header.LastUpdateId} after {header.PreviousUpdateId} at {header.Time.Microseconds}"
            + $" bids [{string.Join(", ", depth.Bids.ToArray())}] asks [{string.Join(", ", depth.Asks.ToArray())}]"
            + (header.Checksum is { } checksum ? $" checksum {checksum}" : ""));
    }

    public void OnTrade(string symbol, in Trade trade, EventTime receivedTime) => Events.Add(
        $"Trade {symbol} {trade.TradeId}: {trade.Aggressor} {trade.Quantity} at {trade.Price}, {trade.Time.Microseconds}");

    public void OnQuote(string symbol, in Quote quote, long updateId) => Events.Add(
        $"Quote {symbol} {updateId}: {quote.BidQuantity} at {quote.BidPrice} / {quote.AskQuantity} at {quote.AskPrice}, {quote.Time.Microseconds}");

    public void OnNotice(FrameNotice notice, string text) => Events.Add($"{notice} {text}".TrimEnd());
}
