using TradeBooks.Domain.Desk;

namespace TradeBooks.Grains.Interfaces.Surrogates;

[GenerateSerializer, Immutable, Alias("TradeBooks.DeskPageRequest")]
internal struct DeskPageRequestSurrogate
{
    [Id(0)]
    public long After;

    [Id(1)]
    public int Limit;

    [Id(2)]
    public string? Symbol;
}

[RegisterConverter]
internal sealed class DeskPageRequestConverter : IConverter<DeskPageRequest, DeskPageRequestSurrogate>
{
    public DeskPageRequest ConvertFromSurrogate(in DeskPageRequestSurrogate surrogate) =>
        new(surrogate.After, surrogate.Limit, surrogate.Symbol);

    public DeskPageRequestSurrogate ConvertToSurrogate(in DeskPageRequest value) => new()
    {
        After = value.After,
        Limit = value.Limit,
        Symbol = value.Symbol,
    };
}
