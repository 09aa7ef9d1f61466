namespace TradeBooks.Domain.Market;

/// <summary>One price level of a depth event, in the exchange's own decimal text; quantity 0 removes the level.</summary>
public readonly record struct DepthLevel(string Price, string Quantity);
