using TradeBooks.Domain.Market;
using TradeBooks.Domain.Orders;

namespace TradeBooks.Domain.Desk;

/// <summary>An order request and what the portfolio decided.</summary>
/// <param name="Number">Place in the list of all decisions, from 1.</param>
/// <param name="Id">Id of the order.</param>
/// <param name="Strategy">Id of the strategy.</param>
/// <param name="Symbol">The symbol.</param>
/// <param name="Time">Event time of the signal.</param>
/// <param name="Role">What the order is for.</param>
/// <param name="Side">Direction.</param>
/// <param name="Type">How it trades.</param>
/// <param name="TimeInForce">How long it works.</param>
/// <param name="Quantity">Units; 0 where the size is known only when the order fills.</param>
/// <param name="LimitPrice">0 where there is none.</param>
/// <param name="StopPrice">0 where there is none.</param>
/// <param name="Refusal"><see cref="Orders.Refusal.None"/> when accepted.</param>
public sealed record OrderView(
    long Number,
    string Id,
    string Strategy,
    string Symbol,
    EventTime Time,
    OrderRole Role,
    Side Side,
    OrderType Type,
    TimeInForce TimeInForce,
    decimal Quantity,
    decimal LimitPrice,
    decimal StopPrice,
    Refusal Refusal);
