using TradeBooks.Domain.Orders;

namespace TradeBooks.Domain.Portfolios;

/// <summary>A settled fill and the portfolio after it: one row of the trade log.</summary>
/// <param name="Fill">The fill with its final quantity.</param>
/// <param name="Notional">quantity × price × multiplier.</param>
/// <param name="Cash">Cash after the fill.</param>
/// <param name="Equity">Equity after the fill: the traded symbol at the fill's price, the others at their last mark.</param>
public readonly record struct FillRecord(Fill Fill, decimal Notional, decimal Cash, decimal Equity);
