using TradeBooks.Domain.Desk;
using TradeBooks.Domain.Market;

namespace TradeBooks.Web.Views;

/// <summary>A symbol's latest bars with its strategies' figures beside them, and the orders that work now.</summary>
/// <param name="Symbol">The symbol.</param>
/// <param name="Time">Event time of the last event.</param>
/// <param name="PricePrecision">Decimals of a price.</param>
/// <param name="IsPaused">Whether new entries of this symbol are refused.</param>
/// <param name="Bars">Oldest first.</param>
/// <param name="Plots">
/// The figures after each of the bars, by portfolio, strategy and name (<c>default/lss/atr</c>); null where there was
/// none yet.
/// </param>
/// <param name="Orders">By portfolio, in the order in which they are matched.</param>
internal sealed record SymbolChartView(
    string Symbol,
    EventTime Time,
    int PricePrecision,
    bool IsPaused,
    IReadOnlyList<BarView> Bars,
    IReadOnlyDictionary<string, double?[]> Plots,
    IReadOnlyList<WorkingOrderView> Orders)
{
    public static SymbolChartView From(ChartView chart) => new(
        chart.Symbol,
        chart.Time,
        chart.PricePrecision,
        chart.IsPaused,
        [.. chart.Bars.Select(BarView.From)],
        chart.Plots.ToDictionary(
            plot => plot.Key, plot => Array.ConvertAll(plot.Value, value => double.IsFinite(value) ? value : (double?)null)),
        chart.Orders);
}
