namespace TradeBooks.Domain.Desk;

/// <summary>A strategy's position in a symbol.</summary>
/// <param name="Strategy">Id of the strategy.</param>
/// <param name="Symbol">The symbol.</param>
/// <param name="Quantity">Below 0 when short; 0 when flat.</param>
/// <param name="AveragePrice">Average cost of a unit; 0 when flat.</param>
/// <param name="Mark">The symbol's last price; 0 before the first.</param>
/// <param name="RealizedPnl">P&amp;L of reductions, net of fees.</param>
/// <param name="UnrealizedPnl">P&amp;L of what is held, at the mark.</param>
/// <param name="Fees">Fees of this position's fills.</param>
public sealed record PositionView(
    string Strategy,
    string Symbol,
    decimal Quantity,
    decimal AveragePrice,
    decimal Mark,
    decimal RealizedPnl,
    decimal UnrealizedPnl,
    decimal Fees);
