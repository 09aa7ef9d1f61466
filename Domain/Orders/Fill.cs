using TradeBooks.Domain.Market;

namespace TradeBooks.Domain.Orders;

/// <summary>A quantity of an order that was traded.</summary>
/// <param name="OrderId">The order; its strategy and symbol own the fill.</param>
/// <param name="Number">0 for the order's first fill, then 1, ...; id and number together are the fill's identity.</param>
/// <param name="StrategyIndex">The strategy's place in the portfolio.</param>
/// <param name="SymbolIndex">The symbol's place in ordinal order.</param>
/// <param name="Side">Direction.</param>
/// <param name="Quantity">Above 0.</param>
/// <param name="Price">Price of one unit, slippage included.</param>
/// <param name="Fee">Paid in cash, 0 or more.</param>
/// <param name="Time">Event time of the event that filled.</param>
/// <param name="Source">The event that filled.</param>
public readonly record struct Fill(
    OrderId OrderId,
    int Number,
    int StrategyIndex,
    int SymbolIndex,
    Side Side,
    decimal Quantity,
    decimal Price,
    decimal Fee,
    EventTime Time,
    SourcePosition Source)
{
    /// <summary>What the order was for.</summary>
    public OrderRole Role => OrderId.Role;

    /// <summary>Quantity with its sign: above 0 for a buy.</summary>
    public decimal SignedQuantity => Side == Side.Buy ? Quantity : -Quantity;
}
