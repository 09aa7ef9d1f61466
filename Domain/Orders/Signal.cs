using TradeBooks.Domain.Market;

namespace TradeBooks.Domain.Orders;

/// <summary>A strategy's opinion: what to do, but not how much, which the portfolio decides.</summary>
public readonly record struct Signal
{
    /// <summary><see cref="OrderRole.Entry"/> or <see cref="OrderRole.Close"/>.</summary>
    public OrderRole Role { get; init; }

    public Side Side { get; init; }

    public OrderType Type { get; init; }

    /// <summary>For limit and stop-limit orders, above 0.</summary>
    public decimal LimitPrice { get; init; }

    /// <summary>For stop and stop-limit orders, above 0.</summary>
    public decimal StopPrice { get; init; }

    public TimeInForce TimeInForce { get; init; }

    /// <summary>
    /// For limit orders that are not immediate: cancelled rather than filled where it would take from the book, that is,
    /// where its limit is met when it comes to the venue.
    /// </summary>
    public bool PostOnly { get; init; }

    /// <summary>Exits that stand from the entry's fill on.</summary>
    public Bracket Bracket { get; init; }

    /// <summary>An entry at the market.</summary>
    public static Signal Enter(Side side, Bracket bracket = default) =>
        new() { Role = OrderRole.Entry, Side = side, Bracket = bracket };
}
