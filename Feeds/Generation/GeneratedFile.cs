namespace TradeBooks.Feeds.Generation;

/// <summary>A file that <see cref="SyntheticBarGenerator"/> wrote.</summary>
/// <param name="Symbol">The symbol of all its rows.</param>
/// <param name="Path">Folder and name.</param>
/// <param name="Rows">Bars, without the header.</param>
/// <param name="Bytes">Size on disk, compressed where that was asked.</param>
public sealed record GeneratedFile(string Symbol, string Path, long Rows, long Bytes);
