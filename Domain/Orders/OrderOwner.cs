namespace TradeBooks.Domain.Orders;

/// <summary>Whose an order is: one instance serves all orders of a strategy in a symbol.</summary>
/// <param name="Portfolio">Key of the portfolio.</param>
/// <param name="Strategy">Id of the strategy inside it.</param>
/// <param name="Symbol">Symbol that is traded.</param>
public sealed record OrderOwner(string Portfolio, string Strategy, string Symbol);
