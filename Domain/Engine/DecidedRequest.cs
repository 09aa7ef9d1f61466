using TradeBooks.Domain.Orders;

namespace TradeBooks.Domain.Engine;

/// <summary>An order request with the portfolio's decision.</summary>
public readonly record struct DecidedRequest(OrderRequest Request, OrderDecision Decision);
