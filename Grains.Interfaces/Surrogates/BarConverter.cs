using TradeBooks.Domain.Market;

namespace TradeBooks.Grains.Interfaces.Surrogates;

[GenerateSerializer, Immutable, Alias("TradeBooks.Bar")]
internal struct BarSurrogate
{
    [Id(0)]
    public long Time;

    [Id(1)]
    public long Open;

    [Id(2)]
    public long High;

    [Id(3)]
    public long Low;

    [Id(4)]
    public long Close;

    [Id(5)]
    public byte PriceScale;

    [Id(6)]
    public Decimal64 PercentChange;

    [Id(7)]
    public Decimal64? Volume;
}

[RegisterConverter]
internal sealed class BarConverter : IConverter<Bar, BarSurrogate>
{
    public Bar ConvertFromSurrogate(in BarSurrogate surrogate) => new(
        new EventTime(surrogate.Time), surrogate.Open, surrogate.High, surrogate.Low, surrogate.Close, surrogate.PriceScale,
        surrogate.PercentChange, surrogate.Volume);

    public BarSurrogate ConvertToSurrogate(in Bar value) => new()
    {
        Time = value.Time.Microseconds,
        Open = value.Open.Mantissa,
        High = value.High.Mantissa,
        Low = value.Low.Mantissa,
        Close = value.Close.Mantissa,
        PriceScale = value.PriceScale,
        PercentChange = value.PercentChange,
        Volume = value.HasVolume ? value.Volume : null,
    };
}
