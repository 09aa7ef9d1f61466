using TradeBooks.Domain.Market;
using TradeBooks.Domain.Orders;

namespace TradeBooks.Grains.Interfaces.Surrogates;

[GenerateSerializer, Immutable, Alias("TradeBooks.Signal")]
internal struct SignalSurrogate
{
    [Id(0)]
    public OrderRole Role;

    [Id(1)]
    public Side Side;

    [Id(2)]
    public OrderType Type;

    [Id(3)]
    public decimal LimitPrice;

    [Id(4)]
    public decimal StopPrice;

    [Id(5)]
    public TimeInForce TimeInForce;

    [Id(6)]
    public Bracket Bracket;

    [Id(7)]
    public bool PostOnly;
}

[RegisterConverter]
internal sealed class SignalConverter : IConverter<Signal, SignalSurrogate>
{
    public Signal ConvertFromSurrogate(in SignalSurrogate surrogate) => new()
    {
        Role = surrogate.Role,
        Side = surrogate.Side,
        Type = surrogate.Type,
        LimitPrice = surrogate.LimitPrice,
        StopPrice = surrogate.StopPrice,
        TimeInForce = surrogate.TimeInForce,
        Bracket = surrogate.Bracket,
        PostOnly = surrogate.PostOnly,
    };

    public SignalSurrogate ConvertToSurrogate(in Signal value) => new()
    {
        Role = value.Role,
        Side = value.Side,
        Type = value.Type,
        LimitPrice = value.LimitPrice,
        StopPrice = value.StopPrice,
        TimeInForce = value.TimeInForce,
        Bracket = value.Bracket,
        PostOnly = value.PostOnly,
    };
}
