using TradeBooks.Domain.Market;
using TradeBooks.Domain.Orders;

namespace TradeBooks.Domain.Tests.Orders;

/// <summary>An order of <see cref="NaiveBookVenue"/>.</summary>
internal sealed class NaiveOrder
{
    public required int Strategy { get; init; }

    public required Side Side { get; init; }

    public required decimal Quantity { get; init; }

    /// <summary>First event that it takes part in.</summary>
    public required int From { get; init; }

    public decimal Left { get; set; }

    public bool IsClose { get; init; }

    public decimal Limit { get; init; }

    public decimal Stop { get; init; }

    public bool PostOnly { get; init; }

    public TimeInForce TimeInForce { get; init; }

    public bool IsTriggered { get; set; }

    public decimal Ahead { get; set; }

    public Side SideNow(decimal held) => !IsClose || held == 0 ? Side : held > 0 ? Side.Sell : Side.Buy;

    public bool Meets(decimal price) => Side == Side.Buy ? price <= Limit : price >= Limit;

    public bool IsBeyond(decimal price) => Side == Side.Buy ? price >= Stop : price <= Stop;
}
