namespace TradeBooks.Domain.Analytics;

/// <summary>What a <see cref="PerformanceRecorder"/> measures, and how much of it it keeps.</summary>
public sealed record PerformanceOptions
{
    /// <summary>Cash before the first event, above 0: the first peak, and the base of the first day's return.</summary>
    public required decimal InitialCash { get; init; }

    /// <summary>Symbols in ordinal order; a fill's symbol index is a place in this list.</summary>
    public required IReadOnlyList<string> Symbols { get; init; }

    /// <summary>Ids of the strategies; a fill's strategy index is a place in this list.</summary>
    public required IReadOnlyList<string> Strategies { get; init; }

    /// <summary>
    /// Money per unit of price and quantity, one for each of <see cref="Symbols"/>, above 0. Default: null, 1 for
    /// every symbol (shares, coins).
    /// </summary>
    public IReadOnlyList<decimal>? Multipliers { get; init; }

    /// <summary>
    /// Daily returns in a year, for the Sharpe and Sortino ratios. Default 252; 365 for a venue that never closes.
    /// </summary>
    public double DaysPerYear { get; init; } = 252;

    /// <summary>
    /// Most points of one symbol's price chart: an even number from 2. Default 1,500, at 40 bytes each.
    /// </summary>
    public int PricePoints { get; init; } = 1_500;

    /// <summary>
    /// Most points of all price charts together, 2 or more. Default 150,000, so that above 100 symbols each symbol
    /// gets fewer than <see cref="PricePoints"/> (but at least 2).
    /// </summary>
    public int TotalPricePoints { get; init; } = 150_000;

    /// <summary>Most points of the equity curve: an even number from 2. Default 2,000.</summary>
    public int EquityPoints { get; init; } = 2_000;

    /// <summary>How many of the latest round trips are kept, 1 or more. Default 2,000; all of them count.</summary>
    public int RoundTrips { get; init; } = 2_000;

    /// <summary>
    /// Most open lots of one strategy in one symbol, 1 or more. Default 2,000. A position built from more fills than
    /// that adds the later ones to its newest lot at their average price: its profit stays exact, only which fill
    /// opened it is less fine.
    /// </summary>
    public int OpenLots { get; init; } = DefaultOpenLots;

    internal const int DefaultOpenLots = 2_000;

    internal int PricePointsPerSymbol =>
        Math.Min(PricePoints, Math.Max(2, TotalPricePoints / Math.Max(1, Symbols.Count) / 2 * 2));

    internal decimal Multiplier(int symbolIndex) => Multipliers is { } multipliers ? multipliers[symbolIndex] : 1m;

    /// <exception cref="ArgumentException">A value is out of its range; the message names option and value.</exception>
    internal void Validate()
    {
        if (InitialCash <= 0)
            throw new ArgumentException($"{nameof(InitialCash)} {InitialCash} is not above 0");
        if (Multipliers is { } multipliers)
        {
            if (multipliers.Count != Symbols.Count)
                throw new ArgumentException($"{nameof(Multipliers)}: {multipliers.Count} for {Symbols.Count} symbols");
            foreach (var multiplier in multipliers)
            {
                if (multiplier <= 0)
                    throw new ArgumentException($"{nameof(Multipliers)}: {multiplier} is not above 0");
            }
        }

        if (!(DaysPerYear > 0 && double.IsFinite(DaysPerYear)))
            throw new ArgumentException($"{nameof(DaysPerYear)} {DaysPerYear} is not above 0");
        RequireEven(nameof(PricePoints), PricePoints);
        RequireEven(nameof(EquityPoints), EquityPoints);
        RequireAtLeast(2, nameof(TotalPricePoints), TotalPricePoints);
        RequireAtLeast(1, nameof(RoundTrips), RoundTrips);
        RequireAtLeast(1, nameof(OpenLots), OpenLots);
    }

    private static void RequireEven(string name, int value)
    {
        if (value < 2 || value % 2 != 0)
            throw new ArgumentException($"{name} {value} is not an even number from 2");
    }

    private static void RequireAtLeast(int least, string name, int value)
    {
        if (value < least)
            throw new ArgumentException($"{name} {value} is below {least}");
    }
}
