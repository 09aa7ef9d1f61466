using TradeBooks.Domain.Market;

namespace TradeBooks.Domain.Analytics;

/// <summary>An open quantity; what it cost is price × quantity + residue, before the multiplier.</summary>
/// <param name="Time">Event time of the opening fill.</param>
/// <param name="Quantity">Above 0.</param>
/// <param name="Price">Price of one unit.</param>
/// <param name="Residue">
/// What the rounded average price of merged fills lacks; 0 for a lot of one fill. Goes with the lot's last quantity,
/// so that money is conserved to the last digit.
/// </param>
/// <param name="Fee">The part of the opening fee that was not given to a round trip yet.</param>
internal record struct Lot(EventTime Time, decimal Quantity, decimal Price, decimal Residue, decimal Fee);
