using TradeBooks.Domain.Market;

namespace TradeBooks.Domain.Analytics;

/// <summary>Open, high, low and close of a stretch of bars, for the price chart.</summary>
/// <param name="Time">Start of the first bar of the stretch.</param>
/// <param name="Open">Open of its first bar.</param>
/// <param name="High">Highest high.</param>
/// <param name="Low">Lowest low.</param>
/// <param name="Close">Close of its last bar.</param>
public readonly record struct PricePoint(EventTime Time, double Open, double High, double Low, double Close);
