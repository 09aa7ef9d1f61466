using TradeBooks.Domain.Desk;
using TradeBooks.Domain.Market;

namespace TradeBooks.Grains.Interfaces.Surrogates;

[GenerateSerializer, Immutable, Alias("TradeBooks.ChartView")]
internal struct ChartViewSurrogate
{
    [Id(0)]
    public string Symbol;

    [Id(1)]
    public long Time;

    [Id(2)]
    public int PricePrecision;

    [Id(3)]
    public bool IsPaused;

    [Id(4)]
    public Bar[] Bars;

    [Id(5)]
    public Dictionary<string, double[]> Plots;

    [Id(6)]
    public WorkingOrderView[] Orders;
}

[RegisterConverter]
internal sealed class ChartViewConverter : IConverter<ChartView, ChartViewSurrogate>
{
    public ChartView ConvertFromSurrogate(in ChartViewSurrogate surrogate) => new()
    {
        Symbol = surrogate.Symbol,
        Time = new EventTime(surrogate.Time),
        PricePrecision = surrogate.PricePrecision,
        IsPaused = surrogate.IsPaused,
        Bars = surrogate.Bars,
        Plots = surrogate.Plots,
        Orders = surrogate.Orders,
    };

    public ChartViewSurrogate ConvertToSurrogate(in ChartView value) => new()
    {
        Symbol = value.Symbol,
        Time = value.Time.Microseconds,
        PricePrecision = value.PricePrecision,
        IsPaused = value.IsPaused,
        Bars = [.. value.Bars],
        Plots = new Dictionary<string, double[]>(value.Plots, StringComparer.Ordinal),
        Orders = [.. value.Orders],
    };
}
