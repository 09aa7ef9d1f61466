using TradeBooks.Domain.Market;

namespace TradeBooks.Feeds.Exchanges;

/// <summary>Takes nothing, for whoever wants only the frames.</summary>
public sealed class NoSink : IMarketSink
{
    private NoSink()
    {
    }

    public static NoSink Instance { get; } = new();

    public void OnDepth(string symbol, DepthBuffer depth)
    {
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
