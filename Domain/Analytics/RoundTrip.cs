using TradeBooks.Domain.Market;

namespace TradeBooks.Domain.Analytics;

/// <summary>A quantity that was opened and closed again, matched first in, first out.</summary>
/// <param name="Symbol">What was traded.</param>
/// <param name="Strategy">Id of the strategy.</param>
/// <param name="EntrySide">Buy for a long round trip, Sell for a short one.</param>
/// <param name="Quantity">Above 0.</param>
/// <param name="EntryTime">Event time of the opening fill.</param>
/// <param name="EntryPrice">Its price.</param>
/// <param name="ExitTime">Event time of the closing fill.</param>
/// <param name="ExitPrice">Its price.</param>
/// <param name="Fees">The two fills' fees, in proportion to the quantity.</param>
/// <param name="Pnl">Profit or loss after fees.</param>
public readonly record struct RoundTrip(
    string Symbol,
    string Strategy,
    Side EntrySide,
    decimal Quantity,
    EventTime EntryTime,
    decimal EntryPrice,
    EventTime ExitTime,
    decimal ExitPrice,
    decimal Fees,
    decimal Pnl)
{
    /// <summary>Money per point and unit: 1 for shares. P&amp;L is already multiplied.</summary>
    public decimal Multiplier { get; init; } = 1m;
}
