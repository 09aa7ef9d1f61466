namespace TradeBooks.Domain.Books;

/// <summary>By whose rules an order book is kept.</summary>
public enum BookRules : byte
{
    /// <summary>No order book: bars, trades and quotes only.</summary>
    None = 0,

    /// <inheritdoc cref="BinanceSpotSequencer"/>
    BinanceSpot = 1,

    /// <inheritdoc cref="BinanceFuturesSequencer"/>
    BinanceUsdm = 2,

    /// <inheritdoc cref="BinanceFuturesSequencer"/>
    BinanceCoinm = 3,

    /// <inheritdoc cref="KrakenSequencer"/>
    Kraken = 4,

    /// <inheritdoc cref="CoinbaseSequencer"/>
    Coinbase = 5,
}
