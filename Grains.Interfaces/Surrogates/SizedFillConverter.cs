using TradeBooks.Domain.Engine;

namespace TradeBooks.Grains.Interfaces.Surrogates;

[GenerateSerializer, Immutable, Alias("TradeBooks.SizedFill")]
internal struct SizedFillSurrogate
{
    [Id(0)]
    public decimal Quantity;

    [Id(1)]
    public decimal Fee;
}

[RegisterConverter]
internal sealed class SizedFillConverter : IConverter<SizedFill, SizedFillSurrogate>
{
    public SizedFill ConvertFromSurrogate(in SizedFillSurrogate surrogate) => new(surrogate.Quantity, surrogate.Fee);

    public SizedFillSurrogate ConvertToSurrogate(in SizedFill value) => new()
    {
        Quantity = value.Quantity,
        Fee = value.Fee,
    };
}
