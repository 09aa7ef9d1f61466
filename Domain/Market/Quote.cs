namespace TradeBooks.Domain.Market;

/// <summary>Best bid and ask.</summary>
/// <param name="Time">When the venue says that it held.</param>
/// <param name="BidPrice">Highest price that somebody would pay.</param>
/// <param name="BidQuantity">Quantity at that price.</param>
/// <param name="AskPrice">Lowest price that somebody would take.</param>
/// <param name="AskQuantity">Quantity at that price.</param>
public readonly record struct Quote(
    EventTime Time, Decimal64 BidPrice, Decimal64 BidQuantity, Decimal64 AskPrice, Decimal64 AskQuantity)
{
    /// <summary>(bid + ask) / 2, exact.</summary>
    public decimal Mid => (BidPrice.ToDecimal() + AskPrice.ToDecimal()) / 2m;
}
