namespace TradeBooks.Feeds;

/// <summary>A row that was left out.</summary>
/// <param name="File">Name of the file.</param>
/// <param name="Line">Line in the file; the first line is 1.</param>
/// <param name="Reason">Why it cannot be a bar.</param>
/// <param name="Text">The row as it stands, cut after 200 bytes.</param>
/// <param name="Fault">In which way it is bad.</param>
public sealed record RejectedRow(string File, long Line, string Reason, string Text, RowFault Fault = RowFault.Invalid);
