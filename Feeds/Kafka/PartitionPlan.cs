namespace TradeBooks.Feeds.Kafka;

/// <summary>Which symbol goes to which partition, and what each partition then carries.</summary>
/// <param name="Partitions">Partition by symbol, in ordinal order of the symbols.</param>
/// <param name="Loads">Sum of the symbols' rates, by partition.</param>
public sealed record PartitionPlan(IReadOnlyDictionary<string, int> Partitions, IReadOnlyList<decimal> Loads);
