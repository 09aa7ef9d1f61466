namespace TradeBooks.Domain.Market;

/// <summary>A print: a trade that others made.</summary>
/// <param name="Time">When the venue says that it happened.</param>
/// <param name="Price">Above 0.</param>
/// <param name="Quantity">Above 0.</param>
/// <param name="Aggressor">Side of the taker.</param>
/// <param name="TradeId">The venue's id; 0 where it has none.</param>
public readonly record struct Trade(EventTime Time, Decimal64 Price, Decimal64 Quantity, Side Aggressor, long TradeId);
