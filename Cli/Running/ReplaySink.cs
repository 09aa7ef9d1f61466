using TradeBooks.Domain.Market;
using TradeBooks.Feeds.Exchanges;

namespace TradeBooks.Cli.Running;

/// <summary>Passes what recorded frames say on to the books, to Kafka and to what makes bars of it.</summary>
/// <param name="exchange">Whose frames they are.</param>
/// <param name="books">The books.</param>
/// <param name="publisher">Sends it to Kafka; null where it is not sent.</param>
/// <param name="bars">Makes bars; null where none are wanted.</param>
internal sealed class ReplaySink(Exchange exchange, ExchangeBooks books, IMarketSink? publisher, TradeBars? bars) : IMarketSink
{
    private bool _hasLost;

    /// <summary>A frame could not be read: whatever of any symbol was in it.</summary>
    public void LoseFrame()
    {
        _hasLost = true;
        books.LoseFrame();
        bars?.LoseAll();
    }

    public void OnDepth(string symbol, DepthBuffer depth)
    {
        books.OnDepth(symbol, depth);
        bars?.OnDepth(symbol, depth);

        // Without ids nobody behind could tell that these updates do not follow on what he has.
        if (!_hasLost || exchange.HasUpdateIds || depth.Header.IsSnapshot || books.Books[symbol].IsInSync)
            publisher?.OnDepth(symbol, depth);
    }

    public void OnTrade(string symbol, in Trade trade, EventTime receivedTime)
    {
        bars?.OnTrade(symbol, trade, receivedTime);
        publisher?.OnTrade(symbol, trade, receivedTime);
    }

    public void OnQuote(string symbol, in Quote quote, long updateId)
    {
    }

    public void OnNotice(FrameNotice notice, string text)
    {
    }
}
