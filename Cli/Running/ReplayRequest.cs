using TradeBooks.Feeds.Captures;

namespace TradeBooks.Cli.Running;

/// <summary>What <c>tradebooks replay</c> is to do.</summary>
internal sealed record ReplayRequest
{
    public required CaptureFiles Capture { get; init; }

    /// <summary>File that the best bid and ask are written to; null for none.</summary>
    public string? Tops { get; init; }

    public Speed Speed { get; init; } = Speed.Max;

    /// <summary>Length of the bars that are made from trades; null for none.</summary>
    public TimeSpan? BarInterval { get; init; }

    /// <summary>File or folder that the bars are written to; null for none.</summary>
    public string? BarsOut { get; init; }
}
