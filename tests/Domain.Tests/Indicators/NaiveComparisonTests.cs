using TradeBooks.Domain.Indicators;

namespace TradeBooks.Domain.Tests.Indicators;

/// <summary>The streaming results against the textbook's sums, made anew for every bar.</summary>
public sealed class NaiveComparisonTests
{
    public static TheoryData<int, int> SeedsAndPeriods => new()
    {
        { 1, 1 }, { 2, 2 }, { 3, 3 }, { 4, 5 }, { 5, 14 }, { 6, 20 }, { 7, 64 }, { 8, 333 },
    };

    [Theory]
    [MemberData(nameof(SeedsAndPeriods))]
    public void Windows_RandomWalk_EqualRecomputation(int seed, int period)
    {
        var samples = Sample.Walk(seed, 1000);
        var sma = new Sma(period);
        var vwap = new RollingVwap(period);
        var deviation = new RollingDeviation(Math.Max(2, period));
        for (var i = 0; i < samples.Length; i++)
        {
            var s = samples[i];
            sma.Update(s.Close);
            vwap.Update(s.High, s.Low, s.Close, s.Volume);
            deviation.Update(s.Close);

            var window = samples[Math.Max(0, i + 1 - period)..(i + 1)];
            Near(window.Average(w => w.Close), sma.Value);
            var traded = window.Sum(w => w.Volume);
            Near(
                traded == 0
                    ? (s.High + s.Low + s.Close) / 3
                    : window.Sum(w => (w.High + w.Low + w.Close) / 3 * w.Volume) / traded,
                vwap.Value);

            var closes = samples[Math.Max(0, i + 1 - Math.Max(2, period))..(i + 1)].Select(w => w.Close).ToArray();
            var mean = closes.Average();
            var squares = closes.Sum(c => (c - mean) * (c - mean));
            Near(mean, deviation.Mean);
            Near(Math.Sqrt(squares / closes.Length), deviation.Value);
            Near(closes.Length < 2 ? 0 : Math.Sqrt(squares / (closes.Length - 1)), deviation.Sample);
            Assert.Equal(i + 1 >= period, sma.IsReady);
            Assert.Equal(i + 1 >= period, vwap.IsReady);
        }
    }

    [Theory]
    [MemberData(nameof(SeedsAndPeriods))]
    public void Recursions_RandomWalk_EqualRecomputation(int seed, int period)
    {
        var samples = Sample.Walk(seed + 100, 500);
        var counted = new WilderAtr(period);
        var skipped = new WilderAtr(period, AtrSeed.SkipFirstBar);
        var rsi = new Rsi(period);
        var ranges = new List<double>();
        var gains = new List<double>();
        var losses = new List<double>();
        for (var i = 0; i < samples.Length; i++)
        {
            var (high, low, close, _, _) = samples[i];
            counted.Update(high, low, close);
            skipped.Update(high, low, close);
            rsi.Update(close);

            var before = i == 0 ? double.NaN : samples[i - 1].Close;
            ranges.Add(i == 0 ? high - low : new[] { high - low, Math.Abs(high - before), Math.Abs(low - before) }.Max());
            if (i > 0)
            {
                gains.Add(Math.Max(0, close - before));
                losses.Add(Math.Max(0, before - close));
            }

            Assert.Equal(i >= period - 1, counted.IsReady);
            Assert.Equal(i >= period, skipped.IsReady);
            Assert.Equal(i >= period, rsi.IsReady);
            if (i < period)
                continue;
            Near(Wilder(ranges, period), counted.Value);
            Near(Wilder(ranges[1..], period), skipped.Value);
            var loss = Wilder(losses, period);
            Near(loss == 0 ? 100 : 100 - 100 / (1 + Wilder(gains, period) / loss), rsi.Value);
        }
    }

    [Fact]
    public void SessionVwap_NewDay_StartsOver()
    {
        var samples = Sample.Walk(11, 500);
        var vwap = new SessionVwap();
        for (var i = 0; i < samples.Length; i++)
        {
            var s = samples[i];
            vwap.Update(s.High, s.Low, s.Close, s.Volume, s.Day);
            var session = samples[..(i + 1)].Where(x => x.Day == s.Day).ToArray();
            Near(
                session.Sum(w => (w.High + w.Low + w.Close) / 3 * w.Volume) / session.Sum(w => w.Volume), vwap.Value);
        }
    }

    [Fact]
    public void Windows_TenMillionUpdates_DoNotDrift()
    {
        const int Period = 20;
        var sma = new Sma(Period);
        var deviation = new RollingDeviation(Period);
        var random = new Random(12);
        var last = new double[Period];
        for (var i = 0; i < 10_000_000; i++)
        {
            // Prices that grow and shrink over eight orders of magnitude are the worst case for a sum that subtracts.
            var value = random.NextDouble() * (i / 100_000 % 2 == 0 ? 1e8 : 1);
            last[i % Period] = value;
            sma.Update(value);
            deviation.Update(value);
        }

        var mean = last.Average();
        Assert.Equal(mean, sma.Value, 1e-14);
        Assert.Equal(mean, deviation.Mean, 1e-14);
        Assert.Equal(Math.Sqrt(last.Sum(v => (v - mean) * (v - mean)) / Period), deviation.Value, 1e-14);
    }

    [Theory]
    [InlineData(0.1)]
    [InlineData(12345.67)]
    [InlineData(1e13)]
    public void Deviation_ConstantSeries_IsExactlyZero(double price)
    {
        var deviation = new RollingDeviation(20);
        var bands = new BollingerBands(20, 2);
        for (var i = 0; i < 1000; i++)
        {
            deviation.Update(price);
            bands.Update(price);
            Assert.Equal(0, deviation.Value);
            Assert.Equal(0, deviation.Sample);
            Assert.Equal(price, bands.Middle);
            Assert.Equal(price, bands.Upper);
            Assert.Equal(0.5, bands.PercentB);
            Assert.Equal(0, bands.Width);
        }
    }

    private static double Wilder(List<double> values, int period)
    {
        var average = values.Take(period).Average();
        foreach (var value in values.Skip(period))
            average = (average * (period - 1) + value) / period;
        return average;
    }

    private static void Near(double expected, double actual) =>
        Assert.Equal(expected, actual, 1e-10 * Math.Max(1, Math.Abs(expected)));
}
