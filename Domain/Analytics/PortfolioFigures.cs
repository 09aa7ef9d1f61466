namespace TradeBooks.Domain.Analytics;

/// <summary>What a <see cref="PerformanceRecorder"/> takes from the portfolio's books, as of the last slot.</summary>
/// <param name="Cash">Cash, fees paid.</param>
/// <param name="FinalEquity">Cash + Σ position × mark.</param>
/// <param name="Positions">One for every strategy and symbol with a position or a result; others may be missing.</param>
/// <param name="OtherEvents">Processed events that no price chart has, such as news, so that the summary counts them too.</param>
public sealed record PortfolioFigures(
    decimal Cash, decimal FinalEquity, IReadOnlyList<PositionFigures> Positions, long OtherEvents = 0);
