using TradeBooks.Feeds.Exchanges;

namespace TradeBooks.Feeds.Captures;

/// <summary>Recorded frames of an exchange, and how to read them.</summary>
/// <param name="Exchange">Whose frames they are.</param>
/// <param name="Format">How they stand in the files.</param>
/// <param name="Files">At least one, in the order of the stream where the format has no other.</param>
public sealed record CaptureFiles(Exchange Exchange, CaptureFormat Format, IReadOnlyList<string> Files)
{
    /// <summary>
    /// Whether lines and frames that can't be read are left out; the books lose whatever of any symbol was in them. Default:
    /// no, they are an error.
    /// </summary>
    public bool SkipsBadFrames { get; init; }
}
