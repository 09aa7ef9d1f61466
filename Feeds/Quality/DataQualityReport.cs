namespace TradeBooks.Feeds.Quality;

/// <summary>What is in one file of bars, and what is wrong with it.</summary>
public sealed record DataQualityReport
{
    /// <summary>Name of the file.</summary>
    public required string File { get; init; }

    /// <summary>Rows with anything in them, without the header.</summary>
    public required long Rows { get; init; }

    /// <summary>Rows that are bars.</summary>
    public required long Bars { get; init; }

    /// <summary>Event time (UTC) of the first bar.</summary>
    public required DateTime? FirstTime { get; init; }

    /// <summary>Event time (UTC) of the last bar.</summary>
    public required DateTime? LastTime { get; init; }

    /// <summary>The most frequent distance between neighbours among the first bars; null with fewer than two.</summary>
    public required TimeSpan? Interval { get; init; }

    /// <summary>Sessions; for bars of half a day and longer each bar is one.</summary>
    public required long Sessions { get; init; }

    /// <summary>Bars that are missing between the first and the last of their sessions.</summary>
    public required long MissingBars { get; init; }

    /// <summary>Bars whose high is their low.</summary>
    public required long ZeroRangeBars { get; init; }

    /// <summary>Share of these among all bars, 0 to 1.</summary>
    public double ZeroRangeShare => Bars == 0 ? 0 : (double)ZeroRangeBars / Bars;

    /// <summary>Bars in which nothing was traded; null where the file has no volume.</summary>
    public required long? ZeroVolumeBars { get; init; }

    /// <summary>What a user should know, problems first.</summary>
    public required IReadOnlyList<DataQualityFinding> Findings { get; init; }

    /// <summary>Whether a backtest on the file would be spoilt.</summary>
    public bool HasProblems => Findings.Any(finding => finding.Severity == DataQualitySeverity.Problem);
}
