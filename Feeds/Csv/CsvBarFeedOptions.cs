namespace TradeBooks.Feeds.Csv;

/// <summary>How CSV bars are read.</summary>
public sealed record CsvBarFeedOptions
{
    /// <summary>Zone of time stamps that name none. Default UTC.</summary>
    public TimeZoneInfo TimeZone { get; init; } = TimeZoneInfo.Utc;

    /// <summary>Which end of the bar the time stamps name. Default <see cref="BarLabel.Start"/>.</summary>
    public BarLabel Label { get; init; } = BarLabel.Start;

    /// <summary>
    /// Length of a bar, above 0; needed for <see cref="BarLabel.End"/> only. Default null: the smallest difference
    /// between neighbours among the first rows of the file.
    /// </summary>
    public TimeSpan? Interval { get; init; }

    /// <summary>How rows follow each other in the file. Default <see cref="RowOrder.Ascending"/>.</summary>
    public RowOrder Order { get; init; } = RowOrder.Ascending;

    /// <summary>What happens at a row that cannot be a bar. Default <see cref="Csv.BadRows.Stop"/>.</summary>
    public BadRows BadRows { get; init; } = BadRows.Stop;

    /// <summary>
    /// Per symbol the last bar that was processed before an interruption; its feed goes on with the bar after it.
    /// Symbols without an entry start at the top. Default: none.
    /// </summary>
    public IReadOnlyDictionary<string, CsvBarPosition> StartAfter { get; init; } =
        new Dictionary<string, CsvBarPosition>();

    /// <summary>
    /// Bytes of text that are parsed at a time. Default 0: from 16 KB to 128 KB, less with many symbols. A symbol
    /// holds three such pieces and their bars, about ten times the figure, whatever the length of its file.
    /// </summary>
    public int ChunkBytes { get; init; }

    /// <summary>
    /// Threads that parse ahead of the consumer, which takes a hand itself when the next piece is not ready.
    /// Default −1: one less than there are processors, at most 3, and none where the files are small.
    /// </summary>
    public int Workers { get; init; } = -1;
}
