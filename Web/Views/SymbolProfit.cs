namespace TradeBooks.Web.Views;

/// <summary>What a portfolio has earned with a symbol, all strategies together.</summary>
/// <param name="Symbol">The symbol.</param>
/// <param name="Quantity">Held; below 0 when short.</param>
/// <param name="Mark">The symbol's last price.</param>
/// <param name="RealizedPnl">P&amp;L of reductions, net of fees.</param>
/// <param name="UnrealizedPnl">P&amp;L of what is held, at the mark.</param>
/// <param name="TotalPnl">Realized and unrealized together.</param>
/// <param name="Fees">Fees paid.</param>
internal sealed record SymbolProfit(
    string Symbol, decimal Quantity, decimal Mark, decimal RealizedPnl, decimal UnrealizedPnl, decimal TotalPnl, decimal Fees);
