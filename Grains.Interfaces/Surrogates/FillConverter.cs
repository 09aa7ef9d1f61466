using TradeBooks.Domain.Market;
using TradeBooks.Domain.Orders;

namespace TradeBooks.Grains.Interfaces.Surrogates;

[GenerateSerializer, Immutable, Alias("TradeBooks.Fill")]
internal struct FillSurrogate
{
    [Id(0)]
    public OrderId OrderId;

    [Id(1)]
    public int Number;

    [Id(2)]
    public int StrategyIndex;

    [Id(3)]
    public int SymbolIndex;

    [Id(4)]
    public Side Side;

    [Id(5)]
    public decimal Quantity;

    [Id(6)]
    public decimal Price;

    [Id(7)]
    public decimal Fee;

    [Id(8)]
    public long Time;

    [Id(9)]
    public int Partition;

    [Id(10)]
    public long Offset;
}

[RegisterConverter]
internal sealed class FillConverter : IConverter<Fill, FillSurrogate>
{
    public Fill ConvertFromSurrogate(in FillSurrogate surrogate) => new(
        surrogate.OrderId, surrogate.Number, surrogate.StrategyIndex, surrogate.SymbolIndex, surrogate.Side,
        surrogate.Quantity, surrogate.Price, surrogate.Fee, new EventTime(surrogate.Time),
        new SourcePosition(surrogate.Partition, surrogate.Offset));

    public FillSurrogate ConvertToSurrogate(in Fill value) => new()
    {
        OrderId = value.OrderId,
        Number = value.Number,
        StrategyIndex = value.StrategyIndex,
        SymbolIndex = value.SymbolIndex,
        Side = value.Side,
        Quantity = value.Quantity,
        Price = value.Price,
        Fee = value.Fee,
        Time = value.Time.Microseconds,
        Partition = value.Source.Partition,
        Offset = value.Source.Offset,
    };
}
