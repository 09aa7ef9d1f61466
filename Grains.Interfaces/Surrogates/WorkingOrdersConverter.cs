using TradeBooks.Domain.Orders;

namespace TradeBooks.Grains.Interfaces.Surrogates;

[GenerateSerializer, Immutable, Alias("TradeBooks.WorkingOrders")]
internal struct WorkingOrdersSurrogate
{
    [Id(0)]
    public int Entries;

    [Id(1)]
    public decimal EntryQuantity;

    [Id(2)]
    public bool IsClosing;
}

[RegisterConverter]
internal sealed class WorkingOrdersConverter : IConverter<WorkingOrders, WorkingOrdersSurrogate>
{
    public WorkingOrders ConvertFromSurrogate(in WorkingOrdersSurrogate surrogate) =>
        new(surrogate.Entries, surrogate.EntryQuantity, surrogate.IsClosing);

    public WorkingOrdersSurrogate ConvertToSurrogate(in WorkingOrders value) => new()
    {
        Entries = value.Entries,
        EntryQuantity = value.EntryQuantity,
        IsClosing = value.IsClosing,
    };
}
