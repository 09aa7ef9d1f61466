using TradeBooks.Domain.Desk;

namespace TradeBooks.Grains.Interfaces.Surrogates;

[GenerateSerializer, Immutable, Alias("TradeBooks.LagView")]
internal struct LagViewSurrogate
{
    [Id(0)]
    public long Events;

    [Id(1)]
    public double EventsPerSecond;

    [Id(2)]
    public int Pending;
}

[RegisterConverter]
internal sealed class LagViewConverter : IConverter<LagView, LagViewSurrogate>
{
    public LagView ConvertFromSurrogate(in LagViewSurrogate surrogate) =>
        new(surrogate.Events, surrogate.EventsPerSecond, surrogate.Pending);

    public LagViewSurrogate ConvertToSurrogate(in LagView value) => new()
    {
        Events = value.Events,
        EventsPerSecond = value.EventsPerSecond,
        Pending = value.Pending,
    };
}
