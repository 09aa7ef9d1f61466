using TradeBooks.Feeds.Generation;

namespace TradeBooks.Feeds.Tests.Generation;

/// <summary>The traits of the synthetic market, with bounds well around what a year of real minute bars shows.</summary>
public sealed class SyntheticMarketTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("tradebooks-market-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Minutes_OfAYear_LookLikeAMarket()
    {
        var options = new SyntheticBarOptions { Symbols = ["AAPL", "MSFT"], Years = 1, WithVolume = true };
        var series = Series(options);
        foreach (var bars in series)
        {
            // Without each session's first minute, which holds the night.
            var inside = Returns(bars).Where((_, i) => (i + 1) % NyseCalendar.SessionMinutes != 0).ToArray();
            Within("deviation of a minute", Deviation(inside), 0.0003, 0.003);
            Within("kurtosis", Kurtosis(inside), 4, 500);
            Within("kurtosis with nights", Kurtosis(Returns(bars)), 10, 2000);

            var sizes = inside.Select(Math.Abs).ToArray();
            Within("clustering after 30 minutes", Correlation(sizes[..^30], sizes[30..]), 0.03, 0.6);
            Within("return against the next", Correlation(inside[..^1], inside[1..]), -0.05, 0.05);

            var byMinute = bars.Chunk(NyseCalendar.SessionMinutes).ToArray();
            var open = byMinute.Average(day => day[..30].Average(Range));
            var noon = byMinute.Average(day => day[180..210].Average(Range));
            var close = byMinute.Average(day => day[^30..].Average(Range));
            Within("opening range over noon's", open / noon, 1.5, 4);
            Within("closing range over noon's", close / noon, 1.2, 3);

            var volumes = bars.Select(b => (double)b.Volume).ToArray();
            Within("volume against range", Correlation(volumes, bars.Select(Range).ToArray()), 0.2, 0.95);
            var gap = bars.Zip(bars.Skip(1)).Where(p => p.First.Time.Date == p.Second.Time.Date)
                .Average(p => (double)Math.Abs(p.Second.Open / p.First.Close - 1));
            Within("open against the last close", gap / Deviation(inside), 0, 0.3);
        }
    }

    [Fact]
    public void Days_OfManyYears_StayInRangeAndMoveTogether()
    {
        var options = new SyntheticBarOptions
        {
            Symbols = ["A", "B", "C", "D", "E", "F"],
            Years = 25,
            IntervalMinutes = NyseCalendar.SessionMinutes,
        };
        var series = Series(options);
        var returns = series.Select(Returns).ToArray();
        for (var i = 0; i < series.Length; i++)
        {
            Within("lowest price", (double)series[i].Min(b => b.Low), 3, 500);
            Within("highest price", (double)series[i].Max(b => b.High), 20, 8000);
            Within("annual deviation", Deviation(returns[i]) * Math.Sqrt(252), 0.12, 0.7);
            Within("daily kurtosis", Kurtosis(returns[i]), 3.1, 30);
        }

        Within("mean correlation", returns.Skip(1).Average(r => Correlation(returns[0], r)), 0.1, 0.8);
        Assert.Equal(6, series.Select(s => s[0].Open).Distinct().Count());
    }

    private GeneratedBar[][] Series(SyntheticBarOptions options) =>
        SyntheticBarGenerator.Generate(options, _folder, cancellation: TestContext.Current.CancellationToken)
            .Files.Select(f => GeneratedBar.Read(f.Path)).ToArray();

    private static double[] Returns(GeneratedBar[] bars) =>
        bars.Zip(bars.Skip(1), (a, b) => (double)(b.Close / a.Close) - 1).ToArray();

    private static double Range(GeneratedBar bar) => (double)((bar.High - bar.Low) / bar.Close);

    private static double Deviation(double[] values)
    {
        var mean = values.Average();
        return Math.Sqrt(values.Average(v => (v - mean) * (v - mean)));
    }

    private static double Kurtosis(double[] values)
    {
        var mean = values.Average();
        return values.Average(v => Math.Pow(v - mean, 4)) / Math.Pow(Deviation(values), 4);
    }

    private static double Correlation(double[] a, double[] b)
    {
        var (meanA, meanB) = (a.Average(), b.Average());
        return a.Zip(b).Average(p => (p.First - meanA) * (p.Second - meanB)) / (Deviation(a) * Deviation(b));
    }

    private static void Within(string what, double value, double least, double most) =>
        Assert.True(value >= least && value <= most, $"{what} is {value}, expected {least} to {most}");
}
