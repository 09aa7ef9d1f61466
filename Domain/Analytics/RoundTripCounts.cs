namespace TradeBooks.Domain.Analytics;

/// <summary>What came of a strategy's trades.</summary>
/// <param name="RoundTrips">Quantities that were opened and closed, first in, first out.</param>
/// <param name="Wins">Those with a P&amp;L above 0, net of fees.</param>
/// <param name="Losses">Those with a P&amp;L below 0, net of fees.</param>
/// <param name="WinRate">Share of the round trips that are wins; null without any.</param>
/// <param name="ProfitFactor">Σ of the profits / Σ of the losses; null without a loss.</param>
public readonly record struct RoundTripCounts(
    long RoundTrips, long Wins, long Losses, double? WinRate, double? ProfitFactor);
