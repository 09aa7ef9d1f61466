namespace TradeBooks.Tests.Markets;

/// <summary>Whose frames a <see cref="LocalExchange"/> speaks.</summary>
internal enum MarketFormat
{
    BinanceSpot,
    BinanceFutures,
    Kraken,
    Coinbase,
}
