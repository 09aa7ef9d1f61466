using TradeBooks.Domain.Market;
using TradeBooks.Domain.Orders;

namespace TradeBooks.Domain.Desk;

/// <summary>A fill: a row of the trade log, with its ids.</summary>
/// <param name="Number">Row of the trade log, from 1.</param>
/// <param name="OrderId">Id of the order.</param>
/// <param name="FillNumber">0 for the order's first fill, then 1, ...</param>
/// <param name="Strategy">Id of the strategy.</param>
/// <param name="Symbol">The symbol.</param>
/// <param name="Time">Event time of the event that filled.</param>
/// <param name="Role">What the order is for.</param>
/// <param name="Side">Direction.</param>
/// <param name="Quantity">Above 0.</param>
/// <param name="Price">Price of one unit, slippage included.</param>
/// <param name="Fee">Paid in cash, 0 or more.</param>
/// <param name="Notional">quantity × price × multiplier.</param>
/// <param name="Cash">Cash after the fill.</param>
/// <param name="Equity">Equity after the fill.</param>
public sealed record TradeView(
    long Number,
    string OrderId,
    int FillNumber,
    string Strategy,
    string Symbol,
    EventTime Time,
    OrderRole Role,
    Side Side,
    decimal Quantity,
    decimal Price,
    decimal Fee,
    decimal Notional,
    decimal Cash,
    decimal Equity);
