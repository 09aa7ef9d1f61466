using TradeBooks.Domain.Market;

namespace TradeBooks.Grains.Interfaces.Surrogates;

[GenerateSerializer, Immutable, Alias("TradeBooks.Decimal64")]
internal struct Decimal64Surrogate
{
    [Id(0)]
    public long Mantissa;

    [Id(1)]
    public byte Scale;
}

[RegisterConverter]
internal sealed class Decimal64Converter : IConverter<Decimal64, Decimal64Surrogate>
{
    public Decimal64 ConvertFromSurrogate(in Decimal64Surrogate surrogate) => new(surrogate.Mantissa, surrogate.Scale);

    public Decimal64Surrogate ConvertToSurrogate(in Decimal64 value) => new()
    {
        Mantissa = value.Mantissa,
        Scale = value.Scale,
    };
}
