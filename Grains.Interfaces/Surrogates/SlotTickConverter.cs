using TradeBooks.Domain.Engine;
using TradeBooks.Domain.Market;

namespace TradeBooks.Grains.Interfaces.Surrogates;

[GenerateSerializer, Immutable, Alias("TradeBooks.SlotTick")]
internal struct SlotTickSurrogate
{
    [Id(0)]
    public long Time;

    [Id(1)]
    public Decimal64 Mark;

    [Id(2)]
    public int Events;
}

[RegisterConverter]
internal sealed class SlotTickConverter : IConverter<SlotTick, SlotTickSurrogate>
{
    public SlotTick ConvertFromSurrogate(in SlotTickSurrogate surrogate) =>
        new(new EventTime(surrogate.Time), surrogate.Mark, surrogate.Events);

    public SlotTickSurrogate ConvertToSurrogate(in SlotTick value) => new()
    {
        Time = value.Time.Microseconds,
        Mark = value.Mark,
        Events = value.Events,
    };
}
