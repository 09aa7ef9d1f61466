using TradeBooks.Feeds.Exchanges;
using TradeBooks.Feeds.Kafka;
using TradeBooks.Grains.Interfaces;

namespace TradeBooks.Silo.Feeding;

/// <summary>Which of an exchange's topics bring the symbols' events.</summary>
internal sealed record ExchangeTopics
{
    /// <summary>Above every partition, so that no two topics of a symbol have a position in common.</summary>
    public const int MostPartitions = 1_000_000;

    /// <summary>The exchange; messages and topics have its <see cref="Exchange.Id"/>.</summary>
    public required Exchange Exchange { get; init; }

    /// <summary>The partition of each symbol that is traded.</summary>
    public required PartitionMap Map { get; init; }

    /// <summary>How many partitions a topic needs, those of others' symbols too.</summary>
    public required int Partitions { get; init; }

    /// <summary>Whether depth events are read.</summary>
    public required bool HasDepth { get; init; }

    /// <summary>Whether trades are read.</summary>
    public required bool HasTrades { get; init; }

    /// <summary>Whether the bars' own topics are read too.</summary>
    public required bool HasBars { get; init; }

    /// <summary>How many topics bring a symbol's events.</summary>
    public int Count => (HasDepth ? 1 : 0) + (HasTrades ? 1 : 0) + (HasBars ? 1 : 0);

    /// <summary>Those of the exchange that are read.</summary>
    public IReadOnlyList<string> Names => [.. HasDepth ? [DepthTopic] : Array.Empty<string>(), .. HasTrades ? [TradeTopic] : Array.Empty<string>()];

    private string DepthTopic => Exchange.Id + MarketPublisher.DepthSuffix;

    private string TradeTopic => Exchange.Id + MarketPublisher.TradeSuffix;

    /// <summary>The namespace of a topic's streams; <see cref="StreamNames.Bars"/> for every other topic.</summary>
    public string NamespaceOf(string topic) =>
        topic == DepthTopic ? StreamNames.Depth : topic == TradeTopic ? StreamNames.Trades : StreamNames.Bars;
}
