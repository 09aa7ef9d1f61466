using System.Globalization;

namespace TradeBooks.Domain.Market;

/// <summary>
/// Where an event stands in its source: a row of a file, or a partition and offset of a topic. Positions of one
/// symbol ascend with its events, and the ids of orders are derived from them.
/// </summary>
/// <param name="Partition">Kafka partition; −1 for a file.</param>
/// <param name="Offset">Kafka offset, or the line of the file (the header is line 1).</param>
public readonly record struct SourcePosition(int Partition, long Offset)
{
    /// <summary>Before the first event of any source.</summary>
    public static readonly SourcePosition None = new(-1, 0);

    public static SourcePosition Row(long line) => new(-1, line);

    /// <summary>Whether this comes after <paramref name="other"/> in the same source.</summary>
    public bool IsAfter(SourcePosition other) =>
        Partition != other.Partition ? Partition > other.Partition : Offset > other.Offset;

    /// <summary><c>r17</c> for a row, <c>p3@17</c> for partition 3, offset 17.</summary>
    public override string ToString() => Partition < 0
        ? string.Create(CultureInfo.InvariantCulture, $"r{Offset}")
        : string.Create(CultureInfo.InvariantCulture, $"p{Partition}@{Offset}");
}
