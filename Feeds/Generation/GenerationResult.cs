namespace TradeBooks.Feeds.Generation;

/// <summary>What a run of <see cref="SyntheticBarGenerator"/> wrote.</summary>
/// <param name="Files">In the order of the options' symbols.</param>
/// <param name="Sessions">Trading days in every file.</param>
/// <param name="Rows">Bars in all files.</param>
/// <param name="Bytes">Size of all files on disk.</param>
public sealed record GenerationResult(IReadOnlyList<GeneratedFile> Files, int Sessions, long Rows, long Bytes);
