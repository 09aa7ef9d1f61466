using TradeBooks.Domain.Market;

namespace TradeBooks.Grains.Interfaces.Surrogates;

[GenerateSerializer, Immutable, Alias("TradeBooks.EventTime")]
internal struct EventTimeSurrogate
{
    [Id(0)]
    public long Microseconds;
}

[RegisterConverter]
internal sealed class EventTimeConverter : IConverter<EventTime, EventTimeSurrogate>
{
    public EventTime ConvertFromSurrogate(in EventTimeSurrogate surrogate) => new(surrogate.Microseconds);

    public EventTimeSurrogate ConvertToSurrogate(in EventTime value) => new()
    {
        Microseconds = value.Microseconds,
    };
}
