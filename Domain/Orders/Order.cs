using TradeBooks.Domain.Market;

namespace TradeBooks.Domain.Orders;

/// <summary>
/// An order that the portfolio has sized and risk-checked, or an exit of one. Nothing else can make one, so an
/// unchecked order can't reach a venue.
/// </summary>
public readonly record struct Order
{
    internal Order(in OrderId id, int strategyIndex, Side side)
    {
        Id = id;
        StrategyIndex = strategyIndex;
        Side = side;
    }

    public OrderId Id { get; }

    /// <summary>The strategy's place in the portfolio.</summary>
    public int StrategyIndex { get; }

    public OrderRole Role => Id.Role;

    public Side Side { get; }

    public OrderType Type { get; internal init; }

    /// <summary>
    /// Units to trade; 0 where the size is known only when the order fills: the whole position of a
    /// <see cref="OrderRole.Close"/>, all the cash of an all-in entry.
    /// </summary>
    public decimal Quantity { get; internal init; }

    /// <summary>Whether the portfolio sizes the order when it fills.</summary>
    public bool IsSizedOnFill => Quantity == 0 && Role == OrderRole.Entry;

    public decimal LimitPrice { get; internal init; }

    public decimal StopPrice { get; internal init; }

    public TimeInForce TimeInForce { get; internal init; }

    /// <inheritdoc cref="Signal.PostOnly"/>
    public bool PostOnly { get; internal init; }

    /// <summary>Whether it never rests.</summary>
    internal bool IsImmediate => TimeInForce is TimeInForce.ImmediateOrCancel or TimeInForce.FillOrKill;

    /// <summary>Day (UTC, days since 1970) on which the order was placed.</summary>
    public int Day { get; internal init; }

    public Bracket Bracket { get; internal init; }
}
