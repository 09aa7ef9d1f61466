namespace TradeBooks.Feeds.Kafka;

/// <summary>A piece of a partition, offsets from <paramref name="Start"/> up to but not including <paramref name="End"/>.</summary>
/// <param name="Low">The first offset that the partition has.</param>
/// <param name="Start">The first offset of the piece.</param>
/// <param name="End">The offset after its last.</param>
internal readonly record struct TailWindow(long Low, long Start, long End)
{
    /// <summary>Records of the first piece.</summary>
    public const long FirstLength = 1_000;

    private const long Growth = 8;
    private const long LongestLength = 1_000_000;

    /// <summary>The last piece of a partition.</summary>
    public static TailWindow Last(long low, long high) => new(low, Math.Max(low, high - FirstLength), high);

    public bool IsEmpty => Start >= End;

    /// <summary>Whether nothing comes before it.</summary>
    public bool IsFirst => Start <= Low;

    /// <summary>The piece before it, larger.</summary>
    public TailWindow Before() => new(Low, Math.Max(Low, Start - Math.Min((End - Start) * Growth, LongestLength)), Start);
}
