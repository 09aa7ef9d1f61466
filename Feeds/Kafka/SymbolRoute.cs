namespace TradeBooks.Feeds.Kafka;

/// <summary>Where the records of a symbol are.</summary>
/// <param name="Symbol">The symbol, which is also the records' key.</param>
/// <param name="Topic">The topic.</param>
/// <param name="Partition">The partition; null where the key decides.</param>
/// <param name="Partitions">How many partitions the topic has.</param>
public sealed record SymbolRoute(string Symbol, string Topic, int? Partition, int Partitions);
