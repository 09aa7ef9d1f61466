using TradeBooks.Domain.Market;

namespace TradeBooks.Domain.Analytics;

/// <summary>A quantity that was opened and not yet closed; the oldest lot is the next to be closed.</summary>
/// <param name="Symbol">What is held.</param>
/// <param name="Strategy">Id of the strategy.</param>
/// <param name="Side">Buy for a long lot, Sell for a short one.</param>
/// <param name="Quantity">Above 0.</param>
/// <param name="Time">Event time of the opening fill.</param>
/// <param name="Price">Its price.</param>
/// <param name="Cost">Price × quantity × multiplier: the money paid for a long lot, received for a short one.</param>
/// <param name="Fees">The opening fill's fee, in proportion to the quantity.</param>
public readonly record struct OpenLot(
    string Symbol, string Strategy, Side Side, decimal Quantity, EventTime Time, decimal Price, decimal Cost,
    decimal Fees);
