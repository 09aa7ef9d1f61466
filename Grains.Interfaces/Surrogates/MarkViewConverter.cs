using TradeBooks.Domain.Desk;
using TradeBooks.Domain.Market;

namespace TradeBooks.Grains.Interfaces.Surrogates;

[GenerateSerializer, Immutable, Alias("TradeBooks.MarkView")]
internal struct MarkViewSurrogate
{
    [Id(0)]
    public string Symbol;

    [Id(1)]
    public long Time;

    [Id(2)]
    public decimal Price;
}

[RegisterConverter]
internal sealed class MarkViewConverter : IConverter<MarkView, MarkViewSurrogate>
{
    public MarkView ConvertFromSurrogate(in MarkViewSurrogate surrogate) =>
        new(surrogate.Symbol, new EventTime(surrogate.Time), surrogate.Price);

    public MarkViewSurrogate ConvertToSurrogate(in MarkView value) => new()
    {
        Symbol = value.Symbol,
        Time = value.Time.Microseconds,
        Price = value.Price,
    };
}
