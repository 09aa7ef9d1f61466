using TradeBooks.Domain.Engine;
using TradeBooks.Domain.Market;

namespace TradeBooks.Cli.Output;

/// <summary>How a run from Kafka goes on, in lines of up to 80 columns: all of it, then each partition.</summary>
internal static class PartitionLines
{
    private const int Columns = 80;
    private const int LongestName = 30;

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
    public static string One(PartitionPosition partition)
    {
        var name = FormattableString.Invariant($"{partition.Topic}[{partition.Partition}]");
        name = name.Length <= LongestName ? name : string.Concat("…", name.AsSpan(name.Length - LongestName + 1));
        return $"  {name,-LongestName} lag {Text.ShortCount(partition.Lag),8} {Text.Rate(partition.RecordsPerSecond),9}"
            + $" {Text.ShortCount(partition.DeadLetters),5} dead {(partition.LastTime.IsKnown ? Minute(partition.LastTime) : "–"),16}";
    }

    private static string Minute(EventTime time) => time.ToString()[..16].Replace('T', ' ');
}
