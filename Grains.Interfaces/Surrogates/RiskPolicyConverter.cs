using TradeBooks.Domain.Portfolios;

namespace TradeBooks.Grains.Interfaces.Surrogates;

[GenerateSerializer, Immutable, Alias("TradeBooks.RiskPolicy")]
internal struct RiskPolicySurrogate
{
    [Id(0)]
    public decimal? MaxPositionNotional;

    [Id(1)]
    public int? MaxOpenPositions;

    [Id(2)]
    public decimal? MaxDailyLoss;

    [Id(3)]
    public decimal? MaxDrawdown;
}

[RegisterConverter]
internal sealed class RiskPolicyConverter : IConverter<RiskPolicy, RiskPolicySurrogate>
{
    public RiskPolicy ConvertFromSurrogate(in RiskPolicySurrogate surrogate) => new()
    {
        MaxPositionNotional = surrogate.MaxPositionNotional,
        MaxOpenPositions = surrogate.MaxOpenPositions,
        MaxDailyLoss = surrogate.MaxDailyLoss,
        MaxDrawdown = surrogate.MaxDrawdown,
    };

    public RiskPolicySurrogate ConvertToSurrogate(in RiskPolicy value) => new()
    {
        MaxPositionNotional = value.MaxPositionNotional,
        MaxOpenPositions = value.MaxOpenPositions,
        MaxDailyLoss = value.MaxDailyLoss,
        MaxDrawdown = value.MaxDrawdown,
    };
}
