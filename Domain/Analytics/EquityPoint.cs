using TradeBooks.Domain.Market;

namespace TradeBooks.Domain.Analytics;

/// <summary>One point of the equity curve: the state at the end of a stretch of slots.</summary>
/// <param name="Time">Event time of the last slot of the stretch.</param>
/// <param name="Equity">Equity at its end.</param>
/// <param name="LowestEquity">Lowest equity within it.</param>
/// <param name="HighestEquity">Highest equity within it.</param>
/// <param name="Drawdown">Deepest drawdown within it: 0 … 1, fraction of the peak before.</param>
/// <param name="Exposure">Mean gross exposure within it: Σ |position × mark| / equity.</param>
public readonly record struct EquityPoint(
    EventTime Time, double Equity, double LowestEquity, double HighestEquity, double Drawdown, double Exposure);
