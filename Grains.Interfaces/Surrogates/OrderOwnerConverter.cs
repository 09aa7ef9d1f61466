using TradeBooks.Domain.Orders;

namespace TradeBooks.Grains.Interfaces.Surrogates;

/// <summary>The orders of one owner share it, so it goes over the wire once.</summary>
[GenerateSerializer, Immutable, Alias("TradeBooks.OrderOwner")]
internal struct OrderOwnerSurrogate
{
    [Id(0)]
    public string Portfolio;

    [Id(1)]
    public string Strategy;

    [Id(2)]
    public string Symbol;
}

[RegisterConverter]
internal sealed class OrderOwnerConverter : IConverter<OrderOwner, OrderOwnerSurrogate>
{
    public OrderOwner ConvertFromSurrogate(in OrderOwnerSurrogate surrogate) =>
        new(surrogate.Portfolio, surrogate.Strategy, surrogate.Symbol);

    public OrderOwnerSurrogate ConvertToSurrogate(in OrderOwner value) => new()
    {
        Portfolio = value.Portfolio,
        Strategy = value.Strategy,
        Symbol = value.Symbol,
    };
}
