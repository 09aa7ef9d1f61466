using TradeBooks.Domain.Market;

namespace TradeBooks.Domain.Desk;

/// <summary>A symbol's latest bars with its strategies' figures beside them, and the orders that work now.</summary>
public sealed record ChartView
{
    public required string Symbol { get; init; }

    /// <summary>Event time of the last event; <see cref="EventTime.MinValue"/> before the first.</summary>
    public required EventTime Time { get; init; }

    /// <summary>Decimals of a price: those of the tick size.</summary>
    public required int PricePrecision { get; init; }

    /// <summary>Whether new entries of this symbol are refused.</summary>
    public bool IsPaused { get; init; }

    /// <summary>Oldest first.</summary>
    public IReadOnlyList<Bar> Bars { get; init; } = [];

    /// <summary>
    /// The figures after each of the bars, by portfolio, strategy and name (<c>default/lss/atr</c>);
    /// <see cref="double.NaN"/> where there was none yet.
    /// </summary>
    public IReadOnlyDictionary<string, double[]> Plots { get; init; } = new Dictionary<string, double[]>();

    /// <summary>By portfolio, in the order in which they are matched.</summary>
    public IReadOnlyList<WorkingOrderView> Orders { get; init; } = [];

    /// <summary>The latest of its bars that are later than a time.</summary>
    /// <param name="after">Only later ones; <see cref="EventTime.MinValue"/> for all.</param>
    /// <param name="limit">Most bars, 1 or more.</param>
    public ChartView Last(EventTime after, int limit)
    {
        var count = 0;
        while (count < Bars.Count && count < limit && Bars[^(count + 1)].Time > after)
            count++;
        return count == Bars.Count
            ? this
            : this with
            {
                Bars = [.. Bars.Skip(Bars.Count - count)],
                Plots = Plots.ToDictionary(plot => plot.Key, plot => plot.Value[^count..], StringComparer.Ordinal),
            };
    }
}
