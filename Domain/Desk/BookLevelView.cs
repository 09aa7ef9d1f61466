namespace TradeBooks.Domain.Desk;

/// <summary>A price level of an order book.</summary>
public sealed record BookLevelView(decimal Price, decimal Quantity);
