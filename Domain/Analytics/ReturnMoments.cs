using TradeBooks.Domain.State;

namespace TradeBooks.Domain.Analytics;

/// <summary>
/// Mean, squared deviations and downside squares of a row of returns, one at a time (Welford 1962: no catastrophic
/// cancellation, however many there are).
/// </summary>
internal readonly record struct ReturnMoments(
    long Count, double Mean, double SquaredDeviations, double DownsideSquares)
{
    /// <summary>Deviations below this come from rounding equity / equity − 1, not from the returns.</summary>
    private const double RoundingNoise = 1e-15;

    public ReturnMoments Add(double value)
    {
        var count = Count + 1;
        var delta = value - Mean;
        var mean = Mean + delta / count;
        var downside = Math.Min(value, 0);
        return new ReturnMoments(
            count, mean, SquaredDeviations + delta * (value - mean), DownsideSquares + downside * downside);
    }

    /// <summary>Mean / sample standard deviation (n − 1) × √<paramref name="perYear"/>; null where undefined.</summary>
    public double? Sharpe(double perYear) =>
        Count < 2 ? null : Ratio(Math.Sqrt(SquaredDeviations / (Count - 1)), perYear);

    /// <summary>Mean / √(Σ min(r, 0)² / n) × √<paramref name="perYear"/>; null where undefined.</summary>
    public double? Sortino(double perYear) => Count < 2 ? null : Ratio(Math.Sqrt(DownsideSquares / Count), perYear);

    /// <summary>Saves, or gives what was saved.</summary>
    public ReturnMoments Persist(StateArchive archive)
    {
        var count = Count;
        archive.Item("days", ref count);
        double[] sums = [Mean, SquaredDeviations, DownsideSquares];
        archive.Item("dailySums", sums);
        return new ReturnMoments(count, sums[0], sums[1], sums[2]);
    }

    private double? Ratio(double deviation, double perYear)
    {
        if (!(deviation > RoundingNoise))
            return null;
        var ratio = Mean / deviation * Math.Sqrt(perYear);
        return double.IsFinite(ratio) ? ratio : null;
    }
}
