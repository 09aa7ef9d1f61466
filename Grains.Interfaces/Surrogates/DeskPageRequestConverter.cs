using TradeBooks.Domain.Desk;
using TradeBooks.Domain.Market;

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

    [Id(3)]
    public string? Strategy;

    [Id(4)]
    public Side? Side;

    [Id(5)]
    public bool? IsRefused;

    [Id(6)]
    public bool IsDescending;
}

[RegisterConverter]
internal sealed class DeskPageRequestConverter : IConverter<DeskPageRequest, DeskPageRequestSurrogate>
{
    public DeskPageRequest ConvertFromSurrogate(in DeskPageRequestSurrogate surrogate) => new(
        surrogate.After, surrogate.Limit, surrogate.Symbol, surrogate.Strategy, surrogate.Side, surrogate.IsRefused,
        surrogate.IsDescending);

    public DeskPageRequestSurrogate ConvertToSurrogate(in DeskPageRequest value) => new()
    {
        After = value.After,
        Limit = value.Limit,
        Symbol = value.Symbol,
        Strategy = value.Strategy,
        Side = value.Side,
        IsRefused = value.IsRefused,
        IsDescending = value.IsDescending,
    };
}
