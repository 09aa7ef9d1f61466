using TradeBooks.Domain.Desk;
using TradeBooks.Domain.Market;
using TradeBooks.Domain.Orders;

namespace TradeBooks.Grains.Interfaces.Surrogates;

[GenerateSerializer, Immutable, Alias("TradeBooks.OrderView")]
internal struct OrderViewSurrogate
{
    [Id(0)]
    public long Number;

    [Id(1)]
    public string Id;

    [Id(2)]
    public string Strategy;

    [Id(3)]
    public string Symbol;

    [Id(4)]
    public long Time;

    [Id(5)]
    public OrderRole Role;

    [Id(6)]
    public Side Side;

    [Id(7)]
    public OrderType Type;

    [Id(8)]
    public TimeInForce TimeInForce;

    [Id(9)]
    public decimal Quantity;

    [Id(10)]
    public decimal LimitPrice;

    [Id(11)]
    public decimal StopPrice;

    [Id(12)]
    public Refusal Refusal;
}

[RegisterConverter]
internal sealed class OrderViewConverter : IConverter<OrderView, OrderViewSurrogate>
{
    public OrderView ConvertFromSurrogate(in OrderViewSurrogate surrogate) => new(
        surrogate.Number, surrogate.Id, surrogate.Strategy, surrogate.Symbol, new EventTime(surrogate.Time),
        surrogate.Role, surrogate.Side, surrogate.Type, surrogate.TimeInForce, surrogate.Quantity,
        surrogate.LimitPrice, surrogate.StopPrice, surrogate.Refusal);

    public OrderViewSurrogate ConvertToSurrogate(in OrderView value) => new()
    {
        Number = value.Number,
        Id = value.Id,
        Strategy = value.Strategy,
        Symbol = value.Symbol,
        Time = value.Time.Microseconds,
        Role = value.Role,
        Side = value.Side,
        Type = value.Type,
        TimeInForce = value.TimeInForce,
        Quantity = value.Quantity,
        LimitPrice = value.LimitPrice,
        StopPrice = value.StopPrice,
        Refusal = value.Refusal,
    };
}
