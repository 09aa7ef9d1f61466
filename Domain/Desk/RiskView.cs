using TradeBooks.Domain.Orders;
using TradeBooks.Domain.Portfolios;

namespace TradeBooks.Domain.Desk;

/// <summary>Whether a portfolio may open positions, and how much of its limits is used.</summary>
/// <param name="Halt">Why only closing orders are accepted; <see cref="Refusal.None"/> while trading.</param>
/// <param name="Limits">The limits; null where there is none.</param>
/// <param name="GrossExposure">Σ over symbols of |net position × mark × multiplier|.</param>
/// <param name="OpenPositions">Positions that are not flat.</param>
/// <param name="Equity">Equity at the end of the last slot.</param>
public sealed record RiskView(
    Refusal Halt, RiskPolicy Limits, decimal GrossExposure, int OpenPositions, decimal Equity);
