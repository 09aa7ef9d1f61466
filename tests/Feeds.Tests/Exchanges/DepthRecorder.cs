using TradeBooks.Domain.Market;
using TradeBooks.Feeds.Exchanges;

namespace TradeBooks.Feeds.Tests.Exchanges;

/// <summary>Passes depth events on to books, and says after each which one it was.</summary>
internal sealed class DepthRecorder(ExchangeBooks books, Action<string, DepthHeader> onDepth) : IMarketSink
{
    public void OnDepth(string symbol, DepthBuffer depth)
    {
        books.OnDepth(symbol, depth);
        onDepth(symbol, depth.Header);
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
}
