using TradeBooks.Domain.Desk;
using TradeBooks.Domain.Orders;
using TradeBooks.Domain.Portfolios;

namespace TradeBooks.Grains.Interfaces.Surrogates;

[GenerateSerializer, Immutable, Alias("TradeBooks.RiskView")]
internal struct RiskViewSurrogate
{
    [Id(0)]
    public Refusal Halt;

    [Id(1)]
    public RiskPolicy Limits;

    [Id(2)]
    public decimal GrossExposure;

    [Id(3)]
    public int OpenPositions;

    [Id(4)]
    public decimal Equity;
}

[RegisterConverter]
internal sealed class RiskViewConverter : IConverter<RiskView, RiskViewSurrogate>
{
    public RiskView ConvertFromSurrogate(in RiskViewSurrogate surrogate) => new(
        surrogate.Halt, surrogate.Limits, surrogate.GrossExposure, surrogate.OpenPositions, surrogate.Equity);

    public RiskViewSurrogate ConvertToSurrogate(in RiskView value) => new()
    {
        Halt = value.Halt,
        Limits = value.Limits,
        GrossExposure = value.GrossExposure,
        OpenPositions = value.OpenPositions,
        Equity = value.Equity,
    };
}
