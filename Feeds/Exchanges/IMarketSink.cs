using TradeBooks.Domain.Market;

namespace TradeBooks.Feeds.Exchanges;

/// <summary>Takes what the frames of an exchange say, in their order. Symbols are as <see cref="FrameParser"/> names them.</summary>
public interface IMarketSink
{
    /// <param name="symbol">The symbol.</param>
    /// <param name="depth">The event; good only during the call.</param>
    void OnDepth(string symbol, DepthBuffer depth);

    /// <param name="symbol">The symbol.</param>
    /// <param name="trade">The print.</param>
    /// <param name="receivedTime">When its frame came in.</param>
    void OnTrade(string symbol, in Trade trade, EventTime receivedTime);

    /// <param name="symbol">The symbol.</param>
    /// <param name="quote">Best bid and ask, by the exchange itself.</param>
    /// <param name="updateId">The exchange's id of the change that made it, of the ids of depth events; 0 where there is none.</param>
    void OnQuote(string symbol, in Quote quote, long updateId);

    /// <param name="notice">What the frame is, where it carries no market data.</param>
    /// <param name="text">The frame's own words where it refuses something; else empty.</param>
    void OnNotice(FrameNotice notice, string text);

    /// <summary>
    /// Events of the symbol may be missing before what follows: its connection is new, or a frame of it could not be read.
    /// </summary>
    void OnLoss(string symbol)
    {
    }
}
