namespace TradeBooks.Feeds.Generation;

/// <summary>How a session's volatility is spread: much at the open, little at noon, more again at the close.</summary>
internal static class SessionShape
{
    private const double SessionsPerYear = 252;

    /// <summary>Part of a day's variance that falls into the night.</summary>
    private const double NightShare = 0.25;

    /// <summary>Deviation of a session minute's return for an annual deviation of 1.</summary>
    public static readonly double MinutePerAnnual =
        Math.Sqrt((1 - NightShare) / (SessionsPerYear * NyseCalendar.SessionMinutes));

    /// <summary>Deviation of an overnight gap for an annual deviation of 1.</summary>
    public static readonly double GapPerAnnual = Math.Sqrt(NightShare / SessionsPerYear);

    /// <summary>Variance of a day's return for an annual variance of 1.</summary>
    public const double DayPerAnnualVariance = 1 / SessionsPerYear;

    private static readonly double[] Factors = Build();

    /// <summary>Deviation of every minute relative to the session's; the mean of their squares is 1.</summary>
    public static ReadOnlySpan<double> Deviations => Factors;

    private static double[] Build()
    {
        var factors = new double[NyseCalendar.SessionMinutes];
        var squares = 0.0;
        for (var i = 0; i < factors.Length; i++)
        {
            var fromNoon = (i + 0.5) / factors.Length * 2 - 1;
            var square = fromNoon * fromNoon;
            var ends = square * square;
            var open = fromNoon < 0 ? ends * square * square : 0;
            factors[i] = 0.7 + 0.7 * ends + 1.1 * open;
            squares += factors[i] * factors[i];
        }

        var norm = Math.Sqrt(factors.Length / squares);
        for (var i = 0; i < factors.Length; i++)
            factors[i] *= norm;
        return factors;
    }
}
