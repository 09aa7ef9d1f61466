namespace TradeBooks.Feeds.Exchanges.Binance;

/// <summary>What a frame's member <c>e</c> says.</summary>
internal enum BinanceEvent
{
    /// <summary>There is none: a bookTicker of spot, a snapshot, or an answer.</summary>
    None = 0,
    Depth = 1,
    Trade = 2,
    Quote = 3,

    /// <summary>An event that is not used.</summary>
    Other = 4,
}
