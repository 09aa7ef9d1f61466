using TradeBooks.Domain.Desk;
using TradeBooks.Domain.Market;

namespace TradeBooks.Grains.Interfaces.Surrogates;

[GenerateSerializer, Immutable, Alias("TradeBooks.EquityPoint")]
internal struct EquityPointSurrogate
{
    [Id(0)]
    public long Time;

    [Id(1)]
    public decimal Cash;

    [Id(2)]
    public decimal Equity;

    [Id(3)]
    public decimal RealizedPnl;

    [Id(4)]
    public decimal UnrealizedPnl;
}

[RegisterConverter]
internal sealed class EquityPointConverter : IConverter<EquityPoint, EquityPointSurrogate>
{
    public EquityPoint ConvertFromSurrogate(in EquityPointSurrogate surrogate) => new(
        new EventTime(surrogate.Time), surrogate.Cash, surrogate.Equity, surrogate.RealizedPnl, surrogate.UnrealizedPnl);

    public EquityPointSurrogate ConvertToSurrogate(in EquityPoint value) => new()
    {
        Time = value.Time.Microseconds,
        Cash = value.Cash,
        Equity = value.Equity,
        RealizedPnl = value.RealizedPnl,
        UnrealizedPnl = value.UnrealizedPnl,
    };
}
