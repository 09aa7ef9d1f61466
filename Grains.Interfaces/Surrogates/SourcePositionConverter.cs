using TradeBooks.Domain.Market;

namespace TradeBooks.Grains.Interfaces.Surrogates;

[GenerateSerializer, Immutable, Alias("TradeBooks.SourcePosition")]
internal struct SourcePositionSurrogate
{
    [Id(0)]
    public int Partition;

    [Id(1)]
    public long Offset;
}

[RegisterConverter]
internal sealed class SourcePositionConverter : IConverter<SourcePosition, SourcePositionSurrogate>
{
    public SourcePosition ConvertFromSurrogate(in SourcePositionSurrogate surrogate) => new(surrogate.Partition, surrogate.Offset);

    public SourcePositionSurrogate ConvertToSurrogate(in SourcePosition value) => new()
    {
        Partition = value.Partition,
        Offset = value.Offset,
    };
}
