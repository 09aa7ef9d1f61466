using TradeBooks.Domain.Market;
using TradeBooks.Domain.Orders;

namespace TradeBooks.Domain.Desk;

/// <summary>An order that works at the venue.</summary>
/// <param name="Portfolio">Key of the portfolio.</param>
/// <param name="Id">Id of the order.</param>
/// <param name="Strategy">Id of the strategy.</param>
/// <param name="Role">What the order is for.</param>
/// <param name="Side">Direction.</param>
/// <param name="Type">How it trades.</param>
/// <param name="Quantity">Units; 0 where the size is known only when the order fills.</param>
/// <param name="LimitPrice">0 where there is none.</param>
/// <param name="StopPrice">0 where there is none.</param>
public sealed record WorkingOrderView(
    string Portfolio,
    string Id,
    string Strategy,
    OrderRole Role,
    Side Side,
    OrderType Type,
    decimal Quantity,
    decimal LimitPrice,
    decimal StopPrice);
