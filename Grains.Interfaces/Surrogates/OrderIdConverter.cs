using TradeBooks.Domain.Market;
using TradeBooks.Domain.Orders;

namespace TradeBooks.Grains.Interfaces.Surrogates;

[GenerateSerializer, Immutable, Alias("TradeBooks.OrderId")]
internal struct OrderIdSurrogate
{
    [Id(0)]
    public OrderOwner Owner;

    [Id(1)]
    public int Partition;

    [Id(2)]
    public long Offset;

    [Id(3)]
    public int Number;

    [Id(4)]
    public OrderRole Role;
}

[RegisterConverter]
internal sealed class OrderIdConverter : IConverter<OrderId, OrderIdSurrogate>
{
    public OrderId ConvertFromSurrogate(in OrderIdSurrogate surrogate) => new(
        surrogate.Owner, new SourcePosition(surrogate.Partition, surrogate.Offset), surrogate.Number, surrogate.Role);

    public OrderIdSurrogate ConvertToSurrogate(in OrderId value) => new()
    {
        Owner = value.Owner,
        Partition = value.Source.Partition,
        Offset = value.Source.Offset,
        Number = value.Number,
        Role = value.Role,
    };
}
