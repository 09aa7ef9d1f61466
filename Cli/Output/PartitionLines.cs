using TradeBooks.Domain.Engine;
using TradeBooks.Domain.Market;

namespace TradeBooks.Cli.Output;

/// <summary>How a run from Kafka goes on, in lines of up to 80 columns: all of it, then each partition.</summary>
internal static class PartitionLines
{
    private const int Columns = 80;
    private const int LongestName = 24;

    /// <summary>The run as a whole.</summary>
    public static string Total(Backtest backtest, IReadOnlyList<PartitionPosition> partitions)
    {
        var time = backtest.Time.IsKnown ? Minute(backtest.Time) : "no event yet    ";
        var line = $"{time}  lag {Text.ShortCount(partitions.Sum(partition => partition.Lag))}"
            + $"  {Text.Rate(partitions.Sum(partition => partition.RecordsPerSecond))}"
            + $"  {Text.ShortCount(partitions.Sum(partition => partition.DeadLetters))} dead letters"
            + $"  {Text.ShortCount(backtest.Portfolio.Fills)} fills";
        var more = $"  equity {Text.Money(backtest.Portfolio.Equity)}";
        return line.Length + more.Length <= Columns ? line + more : line;
    }

    /// <summary>The partitions, those that are furthest behind first.</summary>
    /// <param name="partitions">All of them.</param>
    /// <param name="most">Most lines; what is left out is counted in the last one.</param>
    public static IEnumerable<string> Each(IReadOnlyList<PartitionPosition> partitions, int most)
    {
        var shown = partitions.Count <= most ? partitions.Count : most - 1;
        foreach (var partition in partitions.OrderByDescending(partition => partition.Lag).Take(shown))
            yield return One(partition);
        if (shown < partitions.Count)
            yield return $"  and {Text.Plural(partitions.Count - shown, "partition")} less far behind";
    }

    /// <summary>One partition: lag, rate, dead letters, time of its last event.</summary>
    public static string One(PartitionPosition partition) =>
        $"  {Name(partition, LongestName),-LongestName} lag {Text.ShortCount(partition.Lag),9} {Text.Rate(partition.RecordsPerSecond),9}"
            + $" {Text.ShortCount(partition.DeadLetters),7} dead {LastEvent(partition),16}";

    /// <summary>
    /// All partitions as a table, in their order, each with the next offset too; below those that have them what was
    /// repeated, revised or lost.
    /// </summary>
    public static IEnumerable<string> Table(IReadOnlyList<PartitionPosition> partitions)
    {
        var width = partitions.Max(partition => Math.Min(Name(partition, int.MaxValue).Length, LongestName));
        yield return $"{"Partition".PadRight(width)} {"Next",9} {"Lag",9} {"Rate",9} {"Dead",7} {"Last event",16}";
        foreach (var partition in partitions)
        {
            yield return $"{Name(partition, width).PadRight(width)} {Text.ShortCount(partition.NextOffset),9}"
                + $" {Text.ShortCount(partition.Lag),9} {Text.Rate(partition.RecordsPerSecond),9}"
                + $" {Text.ShortCount(partition.DeadLetters),7} {LastEvent(partition),16}";
            var more = string.Join(", ", Others(partition));
            if (more.Length > 0)
                yield return "  " + more;
        }
    }

    private static IEnumerable<string> Others(PartitionPosition partition)
    {
        if (partition.Duplicates > 0)
            yield return Text.ShortCount(partition.Duplicates) + " duplicates";
        if (partition.Revisions > 0)
            yield return Text.ShortCount(partition.Revisions) + " revisions";
        if (partition.Lost > 0)
            yield return Text.ShortCount(partition.Lost) + " lost";
    }

    private static string Name(PartitionPosition partition, int longest)
    {
        var name = FormattableString.Invariant($"{partition.Topic}[{partition.Partition}]");
        return name.Length <= longest ? name : string.Concat("…", name.AsSpan(name.Length - longest + 1));
    }

    private static string LastEvent(PartitionPosition partition) => partition.LastTime.IsKnown ? Minute(partition.LastTime) : "–";

    private static string Minute(EventTime time) => time.ToString()[..16].Replace('T', ' ');
}
