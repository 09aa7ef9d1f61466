using TradeBooks.Domain.Market;

namespace TradeBooks.Feeds.Exchanges.Connecting;

/// <summary>Lets several connections call one sink, one at a time.</summary>
internal sealed class LockedSink(IMarketSink sink) : IMarketSink
{
    private readonly Lock _lock = new();

    public void OnDepth(string symbol, DepthBuffer depth)
    {
        lock (_lock)
            sink.OnDepth(symbol, depth);
    }

    public void OnTrade(string symbol, in Trade trade, EventTime receivedTime)
    {
        lock (_lock)
            sink.OnTrade(symbol, trade, receivedTime);
    }

    public void OnQuote(string symbol, in Quote quote, long updateId)
    {
        lock (_lock)
            sink.OnQuote(symbol, quote, updateId);
    }

    public void OnNotice(FrameNotice notice, string text)
    {
        lock (_lock)
            sink.OnNotice(notice, text);
    }

    public void OnLoss(string symbol)
    {
        lock (_lock)
            sink.OnLoss(symbol);
    }
}
