namespace TradeBooks.Feeds.Kafka;

/// <summary>
/// Spreads symbols over partitions so that the busiest carries little more than its share: the heaviest symbol first,
/// each to the partition with the least load so far (longest processing time first, which is at most a third above
/// the best there is). The same input gives the same plan, in whatever order it comes.
/// </summary>
/// <remarks>
/// A symbol that has a partition keeps it. To move one breaks the order of its records: those on the old partition and
/// those on the new one are read in any order.
/// </remarks>
public static class PartitionPlanner
{
    /// <summary>The largest rate, in records of any unit of time.</summary>
    public const decimal MaxRate = 1e15m;

    /// <summary>Proposes a partition for every symbol.</summary>
    /// <param name="rates">
    /// Expected records by symbol, in the same unit for all, above 0 and up to <see cref="MaxRate"/>; those of
    /// <paramref name="existing"/> included.
    /// </param>
    /// <param name="partitions">Partitions to use, at least 1.</param>
    /// <param name="existing">Symbols that stay where they are.</param>
    /// <exception cref="ArgumentException">There is no symbol, or a rate is missing or out of range.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="partitions"/> is below 1.</exception>
    /// <exception cref="FeedException"><paramref name="existing"/> has a symbol on a partition beyond these.</exception>
    public static PartitionPlan Propose(
        IReadOnlyDictionary<string, decimal> rates, int partitions, PartitionMap? existing = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(partitions, 1);
        if (rates.Count == 0)
            throw new ArgumentException("there is no symbol", nameof(rates));
        foreach (var (symbol, rate) in rates)
        {
            if (rate is <= 0 or > MaxRate)
                throw new ArgumentException($"the rate {rate} of {symbol} is not above 0 and up to {MaxRate:0}", nameof(rates));
        }

        var loads = new decimal[partitions];
        var placed = new SortedDictionary<string, int>(StringComparer.Ordinal);
        if (existing is not null)
            Keep(existing, rates, loads, placed);
        var queue = new PriorityQueue<int, (decimal Load, int Partition)>();
        for (var partition = 0; partition < partitions; partition++)
            queue.Enqueue(partition, (loads[partition], partition));
        var open = rates.Where(entry => !placed.ContainsKey(entry.Key))
            .OrderByDescending(entry => entry.Value).ThenBy(entry => entry.Key, StringComparer.Ordinal).ToList();
        foreach (var (symbol, rate) in open)
        {
            var partition = queue.Dequeue();
            placed.Add(symbol, partition);
            loads[partition] += rate;
            queue.Enqueue(partition, (loads[partition], partition));
        }

        return new PartitionPlan(placed, loads);
    }

    private static void Keep(
        PartitionMap existing, IReadOnlyDictionary<string, decimal> rates, decimal[] loads, SortedDictionary<string, int> placed)
    {
        foreach (var (symbol, partition) in existing.Partitions)
        {
            if (partition >= loads.Length)
            {
                throw new FeedException(existing.File, FormattableString.Invariant(
                    $"symbol {symbol} is on partition {partition} and has to stay there: {loads.Length} partitions are too few"));
            }

            if (!rates.TryGetValue(symbol, out var rate))
                throw new ArgumentException($"there is no rate for {symbol}", nameof(rates));
            loads[partition] += rate;
            placed.Add(symbol, partition);
        }
    }
}
