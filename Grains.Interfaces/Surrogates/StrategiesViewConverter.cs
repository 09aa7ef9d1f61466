using TradeBooks.Domain.Desk;
using TradeBooks.Domain.Market;

namespace TradeBooks.Grains.Interfaces.Surrogates;

[GenerateSerializer, Immutable, Alias("TradeBooks.StrategiesView")]
internal struct StrategiesViewSurrogate
{
    [Id(0)]
    public string Portfolio;

    [Id(1)]
    public long Time;

    [Id(2)]
    public StrategyView[] Strategies;
}

[RegisterConverter]
internal sealed class StrategiesViewConverter : IConverter<StrategiesView, StrategiesViewSurrogate>
{
    public StrategiesView ConvertFromSurrogate(in StrategiesViewSurrogate surrogate) => new(
        surrogate.Portfolio, new EventTime(surrogate.Time), surrogate.Strategies);

    public StrategiesViewSurrogate ConvertToSurrogate(in StrategiesView value) => new()
    {
        Portfolio = value.Portfolio,
        Time = value.Time.Microseconds,
        Strategies = [.. value.Strategies],
    };
}
