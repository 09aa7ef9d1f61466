using TradeBooks.Feeds.Captures;
using TradeBooks.Feeds.Exchanges;

namespace TradeBooks.Cli.Running;

/// <summary>What <c>tradebooks replay</c> is to do.</summary>
internal sealed record ReplayRequest
{
    public required Exchange Exchange { get; init; }

    public required CaptureFormat Format { get; init; }

    /// <summary>Files, in the order of the stream where the format has no other.</summary>
    public required IReadOnlyList<string> Files { get; init; }

    /// <summary>File that the best bid and ask are written to; null for none.</summary>
    public string? Tops { get; init; }

    public Speed Speed { get; init; } = Speed.Max;
}
