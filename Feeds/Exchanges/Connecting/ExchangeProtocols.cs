namespace TradeBooks.Feeds.Exchanges.Connecting;

/// <summary>The protocols of all exchanges.</summary>
public static class ExchangeProtocols
{
    private static readonly IExchangeProtocol[] All =
        [BinanceProtocol.Spot, BinanceProtocol.Usdm, BinanceProtocol.Coinm, KrakenProtocol.Instance, CoinbaseProtocol.Instance];

    /// <summary>How this exchange's data are asked for.</summary>
    public static IExchangeProtocol Of(Exchange exchange) => All.First(protocol => protocol.Exchange == exchange);
}
