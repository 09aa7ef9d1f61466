using System.Diagnostics;

namespace TradeBooks.Benchmarks.Kafka;

/// <summary>What a number of records took.</summary>
/// <param name="Records">The records.</param>
/// <param name="Elapsed">Wall time.</param>
/// <param name="Allocated">Managed bytes that all threads allocated.</param>
internal readonly record struct Measurement(int Records, TimeSpan Elapsed, long Allocated)
{
    public double Rate => Records / Elapsed.TotalSeconds;

    public double BytesPerRecord => (double)Allocated / Records;

    public static Measurement Take(int records, Action run)
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        var before = GC.GetTotalAllocatedBytes(precise: true);
        var start = Stopwatch.GetTimestamp();
        run();
        var elapsed = Stopwatch.GetElapsedTime(start);
        return new Measurement(records, elapsed, GC.GetTotalAllocatedBytes(precise: true) - before);
    }

    /// <summary>A line with the median of several, and the range of the rates.</summary>
    public static string Describe(string name, IReadOnlyList<Measurement> all, double reference)
    {
        var rates = all.Select(one => one.Rate).Order().ToList();
        var median = Median(rates);
        var bytes = Median([.. all.Select(one => one.BytesPerRecord).Order()]);
        return FormattableString.Invariant(
            $"| {name,-34} | {median / 1e3,6:0} k/s ({rates[0] / 1e3:0} to {rates[^1] / 1e3:0}) | {100 * median / reference,4:0} % | {bytes,5:0} B |");
    }

    public static double Median(List<double> sorted) =>
        sorted.Count % 2 == 1 ? sorted[sorted.Count / 2] : (sorted[sorted.Count / 2 - 1] + sorted[sorted.Count / 2]) / 2;
}
