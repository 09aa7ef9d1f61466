using TradeBooks.Domain.Market;

namespace TradeBooks.Feeds.Exchanges;

/// <summary>Passes everything on to two sinks, one after the other.</summary>
public sealed class SinkPair(IMarketSink first, IMarketSink second) : IMarketSink
{
    public void OnDepth(string symbol, DepthBuffer depth)
    {
        first.OnDepth(symbol, depth);
        second.OnDepth(symbol, depth);
    }

    public void OnTrade(string symbol, in Trade trade, EventTime receivedTime)
    {
        first.OnTrade(symbol, trade, receivedTime);
        second.OnTrade(symbol, trade, receivedTime);
    }

    public void OnQuote(string symbol, in Quote quote, long updateId)
    {
        first.OnQuote(symbol, quote, updateId);
        second.OnQuote(symbol, quote, updateId);
    }

    public void OnNotice(FrameNotice notice, string text)
    {
        first.OnNotice(notice, text);
        second.OnNotice(notice, text);
    }

    public void OnLoss(string symbol)
    {
        first.OnLoss(symbol);
        second.OnLoss(symbol);
    }
}
