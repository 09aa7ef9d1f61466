using TradeBooks.Feeds.Exchanges;
using TradeBooks.Feeds.Kafka;
using TradeBooks.Silo.Feeding;

namespace TradeBooks.Cluster.Tests.Silo;

/// <summary>An exchange's topics as a test wants them.</summary>
internal static class Markets
{
    public static ExchangeTopics Topics(params (string Symbol, int Partition)[] symbols) => new()
    {
        Exchange = Exchange.BinanceSpot,
        Map = new PartitionMap("binance-config.json", symbols.Select(pair => KeyValuePair.Create(pair.Symbol, pair.Partition))),
        Partitions = 3,
        HasDepth = true,
        HasTrades = true,
        HasBars = true,
    };
}
