using TradeBooks.Domain.Engine;
using TradeBooks.Domain.Orders;

namespace TradeBooks.Grains.Interfaces.Surrogates;

[GenerateSerializer, Immutable, Alias("TradeBooks.SlotDetail")]
internal struct SlotDetailSurrogate
{
    [Id(0)]
    public int Slot;

    [Id(1)]
    public Fill[] Fills;

    [Id(2)]
    public bool AwaitsSize;

    [Id(3)]
    public WorkingOrders[]? Working;

    [Id(4)]
    public OrderRequest[] Requests;
}

[RegisterConverter]
internal sealed class SlotDetailConverter : IConverter<SlotDetail, SlotDetailSurrogate>
{
    public SlotDetail ConvertFromSurrogate(in SlotDetailSurrogate surrogate) => new(surrogate.Slot)
    {
        Fills = surrogate.Fills,
        AwaitsSize = surrogate.AwaitsSize,
        Working = surrogate.Working,
        Requests = surrogate.Requests,
    };

    public SlotDetailSurrogate ConvertToSurrogate(in SlotDetail value) => new()
    {
        Slot = value.Slot,
        Fills = [.. value.Fills],
        AwaitsSize = value.AwaitsSize,
        Working = value.Working?.ToArray(),
        Requests = [.. value.Requests],
    };
}
