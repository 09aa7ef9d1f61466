namespace TradeBooks.Grains;

/// <summary>A symbol's snapshot: its engines' state and the last position of every source, in one record.</summary>
[GenerateSerializer, Alias("TradeBooks.SymbolState")]
public sealed class SymbolState
{
    /// <summary>The state as <see cref="SymbolSnapshot"/> writes it; empty before the first.</summary>
    [Id(0)]
    public byte[] Data { get; set; } = [];
}
