using TradeBooks.Feeds.Csv;

namespace TradeBooks.Feeds.Quality;

/// <summary>How a file is checked.</summary>
public sealed record DataQualityOptions
{
    /// <summary>
    /// How its rows are read: zone, label, interval and order count; bad rows are always skipped and reported.
    /// Default: as a feed reads them.
    /// </summary>
    public CsvBarFeedOptions Reading { get; init; } = new();

    /// <summary>Most examples that a finding gives. Default 5.</summary>
    public int Examples { get; init; } = 5;
}
