namespace TradeBooks.Grains.Interfaces;

/// <summary>Consecutive records of one symbol as they stood in their topic, undecoded.</summary>
[GenerateSerializer, Immutable, Alias("TradeBooks.RecordBatch")]
public sealed class RecordBatch
{
    /// <param name="topic">Topic, or any other name of the source.</param>
    /// <param name="partition">Partition of the topic, 0 or more.</param>
    /// <param name="offsets">Offset of each record, ascending.</param>
    /// <param name="ends">Where each record's value ends in <paramref name="data"/>.</param>
    /// <param name="data">The values, one after the other.</param>
    /// <param name="controls">Records that end the symbol's data by their header, by index; null for none.</param>
    public RecordBatch(string topic, int partition, long[] offsets, int[] ends, byte[] data, int[]? controls = null)
    {
        if (offsets.Length != ends.Length)
            throw new ArgumentException("one end for each offset", nameof(ends));
        Topic = topic;
        Partition = partition;
        Offsets = offsets;
        Ends = ends;
        Data = data;
        Controls = controls;
    }

    [Id(0)]
    public string Topic { get; }

    [Id(1)]
    public int Partition { get; }

    [Id(2)]
    public long[] Offsets { get; }

    [Id(3)]
    public int[] Ends { get; }

    [Id(4)]
    public byte[] Data { get; }

    [Id(5)]
    public int[]? Controls { get; }

    /// <summary>Number of records.</summary>
    public int Count => Offsets.Length;

    /// <summary>A record's value.</summary>
    public ReadOnlySpan<byte> Value(int index)
    {
        var start = index == 0 ? 0 : Ends[index - 1];
        return Data.AsSpan(start, Ends[index] - start);
    }

    /// <summary>Whether a record ends the symbol's data by its header.</summary>
    public bool IsControl(int index) => Controls is not null && Array.IndexOf(Controls, index) >= 0;
}
