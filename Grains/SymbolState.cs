namespace TradeBooks.Grains;

/// <summary>A symbol's snapshot: its engines' state and the last position of every source, in one record.</summary>
[GenerateSerializer, Alias("TradeBooks.SymbolState")]
public sealed class SymbolState
{
    /// <summary>The state as <see cref="SymbolSnapshot"/> writes it; empty before the first.</summary>
    [Id(0)]
    public byte[] Data { get; set; } = [];

    /// <summary>
    /// The source in turn: what the portfolios know beyond this state is of its records alone. Empty before the first.
    /// </summary>
    [Id(1)]
    public string Source { get; set; } = "";

    /// <summary>Number of the last activation that has fenced off those before it; 0 for none.</summary>
    [Id(2)]
    public long Epoch { get; set; }
}
