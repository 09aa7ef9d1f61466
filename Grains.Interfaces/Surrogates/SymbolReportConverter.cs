using TradeBooks.Domain.Engine;

namespace TradeBooks.Grains.Interfaces.Surrogates;

/// <summary>The slots are most of a report, and go as one array of bytes (<see cref="PackedTicks"/>).</summary>
[GenerateSerializer, Immutable, Alias("TradeBooks.SymbolReport")]
internal struct SymbolReportSurrogate
{
    [Id(0)]
    public int SymbolIndex;

    [Id(1)]
    public long Sequence;

    [Id(2)]
    public int Step;

    [Id(3)]
    public byte[] Slots;

    [Id(4)]
    public SlotDetail[] Details;

    [Id(5)]
    public bool IsEnd;

    [Id(6)]
    public long Epoch;
}

[RegisterConverter]
internal sealed class SymbolReportConverter : IConverter<SymbolReport, SymbolReportSurrogate>
{
    public SymbolReport ConvertFromSurrogate(in SymbolReportSurrogate surrogate) => new()
    {
        SymbolIndex = surrogate.SymbolIndex,
        Sequence = surrogate.Sequence,
        Step = surrogate.Step,
        Slots = PackedTicks.Unpack(surrogate.Slots),
        Details = surrogate.Details,
        IsEnd = surrogate.IsEnd,
        Epoch = surrogate.Epoch,
    };

    public SymbolReportSurrogate ConvertToSurrogate(in SymbolReport value) => new()
    {
        SymbolIndex = value.SymbolIndex,
        Sequence = value.Sequence,
        Step = value.Step,
        Slots = PackedTicks.Pack(value.Slots),
        Details = [.. value.Details],
        IsEnd = value.IsEnd,
        Epoch = value.Epoch,
    };
}
