namespace TradeBooks.Feeds.Quality;

/// <summary>Something about a file that its user should know.</summary>
/// <param name="Issue">What it is about.</param>
/// <param name="Severity">How much it matters.</param>
/// <param name="Message">One sentence for a person.</param>
/// <param name="Count">How often it occurs.</param>
/// <param name="Examples">The first places, in file order.</param>
public sealed record DataQualityFinding(
    DataQualityIssue Issue, DataQualitySeverity Severity, string Message, long Count,
    IReadOnlyList<DataQualityExample> Examples);
