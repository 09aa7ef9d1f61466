namespace TradeBooks.Feeds.Quality;

/// <summary>One place that a finding is about.</summary>
/// <param name="Line">Line in the file.</param>
/// <param name="Time">Event time (UTC), where the row has one.</param>
/// <param name="Text">What is there.</param>
public sealed record DataQualityExample(long Line, DateTime? Time, string Text);
