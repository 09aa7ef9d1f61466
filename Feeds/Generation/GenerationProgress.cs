namespace TradeBooks.Feeds.Generation;

/// <summary>How far a run of <see cref="SyntheticBarGenerator"/> is.</summary>
/// <param name="RowsDone">Rows made so far, of all symbols.</param>
/// <param name="RowsTotal">Rows in the end.</param>
public readonly record struct GenerationProgress(long RowsDone, long RowsTotal);
