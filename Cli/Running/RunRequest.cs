using TradeBooks.Feeds.Captures;
using TradeBooks.Feeds.Csv;

namespace TradeBooks.Cli.Running;

/// <summary>What a backtest was asked to do.</summary>
internal sealed record RunRequest
{
    /// <summary>Folder of the bar files; null where <see cref="Capture"/> is given.</summary>
    public string? Data { get; init; }

    /// <summary>Recorded frames; null where <see cref="Data"/> is given.</summary>
    public CaptureFiles? Capture { get; init; }

    /// <summary>Symbols; empty for all that the data have.</summary>
    public required IReadOnlyList<string> Symbols { get; init; }

    /// <summary>Strategies as given: <c>lss</c> or <c>id=type</c>.</summary>
    public required IReadOnlyList<string> Strategies { get; init; }

    /// <summary>Folder of the results.</summary>
    public required string Out { get; init; }

    /// <summary>Settings as key and text.</summary>
    public required IReadOnlyDictionary<string, string> Settings { get; init; }

    public bool Resume { get; init; }

    public Speed Speed { get; init; } = Speed.Max;

    public CsvBarFeedOptions Feed { get; init; } = new();
}
