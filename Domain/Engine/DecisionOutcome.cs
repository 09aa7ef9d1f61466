using TradeBooks.Domain.Orders;

namespace TradeBooks.Domain.Engine;

/// <summary>What a portfolio decided on an order request, without the request.</summary>
/// <param name="Quantity">The order's quantity, where accepted; 0 where it is sized when it fills.</param>
/// <param name="Refusal"><see cref="Orders.Refusal.None"/> when accepted.</param>
public readonly record struct DecisionOutcome(decimal Quantity, Refusal Refusal);
