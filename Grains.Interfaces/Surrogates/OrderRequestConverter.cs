using TradeBooks.Domain.Market;
using TradeBooks.Domain.Orders;

namespace TradeBooks.Grains.Interfaces.Surrogates;

[GenerateSerializer, Immutable, Alias("TradeBooks.OrderRequest")]
internal struct OrderRequestSurrogate
{
    [Id(0)]
    public OrderId Id;

    [Id(1)]
    public int StrategyIndex;

    [Id(2)]
    public int SymbolIndex;

    [Id(3)]
    public Signal Signal;

    [Id(4)]
    public decimal ReferencePrice;

    [Id(5)]
    public long Time;
}

[RegisterConverter]
internal sealed class OrderRequestConverter : IConverter<OrderRequest, OrderRequestSurrogate>
{
    public OrderRequest ConvertFromSurrogate(in OrderRequestSurrogate surrogate) => new(
        surrogate.Id, surrogate.StrategyIndex, surrogate.SymbolIndex, surrogate.Signal, surrogate.ReferencePrice,
        new EventTime(surrogate.Time));

    public OrderRequestSurrogate ConvertToSurrogate(in OrderRequest value) => new()
    {
        Id = value.Id,
        StrategyIndex = value.StrategyIndex,
        SymbolIndex = value.SymbolIndex,
        Signal = value.Signal,
        ReferencePrice = value.ReferencePrice,
        Time = value.Time.Microseconds,
    };
}
