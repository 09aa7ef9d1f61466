namespace TradeBooks.Grains.Interfaces;

/// <summary>A part of a trade log.</summary>
/// <param name="Text">Whole rows, UTF-8.</param>
/// <param name="Next">Row after which the next part begins; null at the end.</param>
[GenerateSerializer, Immutable, Alias("TradeBooks.TradeLogPart")]
public sealed record TradeLogPart([property: Id(0)] byte[] Text, [property: Id(1)] long? Next);
