using TradeBooks.Domain.Desk;
using TradeBooks.Domain.Market;
using TradeBooks.Domain.Orders;

namespace TradeBooks.Grains.Interfaces.Surrogates;

[GenerateSerializer, Immutable, Alias("TradeBooks.WorkingOrderView")]
internal struct WorkingOrderViewSurrogate
{
    [Id(0)]
    public string Portfolio;

    [Id(1)]
    public string Id;

    [Id(2)]
    public string Strategy;

    [Id(3)]
    public OrderRole Role;

    [Id(4)]
    public Side Side;

    [Id(5)]
    public OrderType Type;

    [Id(6)]
    public decimal Quantity;

    [Id(7)]
    public decimal LimitPrice;

    [Id(8)]
    public decimal StopPrice;
}

[RegisterConverter]
internal sealed class WorkingOrderViewConverter : IConverter<WorkingOrderView, WorkingOrderViewSurrogate>
{
    public WorkingOrderView ConvertFromSurrogate(in WorkingOrderViewSurrogate surrogate) => new(
        surrogate.Portfolio, surrogate.Id, surrogate.Strategy, surrogate.Role, surrogate.Side, surrogate.Type, surrogate.Quantity,
        surrogate.LimitPrice, surrogate.StopPrice);

    public WorkingOrderViewSurrogate ConvertToSurrogate(in WorkingOrderView value) => new()
    {
        Portfolio = value.Portfolio,
        Id = value.Id,
        Strategy = value.Strategy,
        Role = value.Role,
        Side = value.Side,
        Type = value.Type,
        Quantity = value.Quantity,
        LimitPrice = value.LimitPrice,
        StopPrice = value.StopPrice,
    };
}
