using TradeBooks.Feeds.Kafka;

namespace TradeBooks.Cli.Output;

/// <summary>A plan of partitions, for a terminal of 80 columns.</summary>
internal static class PartitionTable
{
    private const int LongestSymbol = 48;

    /// <param name="output">Where it goes.</param>
    /// <param name="plan">The plan.</param>
    /// <param name="rates">Expected rate by symbol, those of the plan.</param>
    /// <param name="existing">What the plan starts from; its symbols are not marked as new.</param>
    public static void Write(
        TextWriter output, PartitionPlan plan, IReadOnlyDictionary<string, decimal> rates, PartitionMap? existing)
    {
        var total = plan.Loads.Sum();
        var width = Math.Clamp(plan.Partitions.Keys.Max(symbol => symbol.Length), "Symbol".Length, LongestSymbol);
        output.WriteLine($"{"Symbol".PadRight(width)}  Partition     Share");
        foreach (var (symbol, partition) in plan.Partitions.OrderBy(entry => entry.Value).ThenByDescending(entry => rates[entry.Key]))
        {
            var shown = symbol.Length <= width ? symbol.PadRight(width) : symbol[..(width - 1)] + "…";
            var isNew = existing is not null && !existing.Partitions.ContainsKey(symbol);
            output.WriteLine($"{shown}  {partition,9}  {Share(rates[symbol]),8}{(isNew ? "  new" : "")}");
        }

        output.WriteLine();
        var busiest = plan.Loads.Max();
        output.WriteLine(
            $"{Text.Plural(plan.Partitions.Count, "symbol")} on {Text.Plural(plan.Loads.Count, "partition")}; "
            + $"busiest {Share(busiest)}, equal share {Share(total / plan.Loads.Count)}");

        string Share(decimal load) => Text.Percent((double)(load / total));
    }
}
