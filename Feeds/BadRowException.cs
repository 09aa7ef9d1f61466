namespace TradeBooks.Feeds;

/// <summary>A row that cannot be a bar: <c>AAPL.csv line 17: low 12.3 is above close 12.2</c>.</summary>
public sealed class BadRowException(string file, long line, string reason)
    : FeedException(file, reason, FormattableString.Invariant($"{file} line {line}: {reason}"), null)
{
    /// <summary>Line in the file; the first line, which is the header as a rule, is 1.</summary>
    public long Line { get; } = line;
}
