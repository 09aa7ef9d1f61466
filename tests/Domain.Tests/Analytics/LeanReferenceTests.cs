using System.Globalization;
using TradeBooks.Domain.Analytics;
using TradeBooks.Domain.Market;
using TradeBooks.Tests;
using static TradeBooks.Domain.Tests.Analytics.Recording;

namespace TradeBooks.Domain.Tests.Analytics;

/// <summary>The published statistics of LEAN's MACDTrendAlgorithm (SPY, daily, 2004 to 2014).</summary>
public sealed class LeanReferenceTests
{
    private static readonly PerformanceOptions Spy = Options() with { Symbols = ["SPY"], Strategies = ["macd"] };

    [Fact]
    public void Summarize_MacdTrend_EqualsThePublishedStatistics()
    {
        var summary = Play(everyCalendarDay: false);
        Assert.Equal(84, summary.Fills);
        Assert.Equal(42, summary.Trades);
        Assert.Equal(24.0 / 42, summary.WinRate);
        Assert.Equal(468.54m, summary.Fees);
        Assert.Equal(137751.04m, Math.Round(summary.FinalEquity, 2));
        Assert.Equal(37.751, summary.TotalReturn * 100, 3);
        Assert.Equal(34.892, summary.MaxDrawdown * 100, 3);
        // LEAN rounds the drawdown to a tenth of a percent, then prints 34.900 %.
        Assert.Equal(34.9, Math.Round(summary.MaxDrawdown, 3) * 100, 3);
        Assert.Equal(2.954, summary.Cagr!.Value * 100, 3);
        Assert.Equal(0.2978, summary.Sharpe!.Value, 4);
        Assert.Equal(0.4082, summary.Sortino!.Value, 4);
        // Expectancy is the mean of what was earned, since nothing is left open.
        Assert.Equal(37751.0378 / 42, summary.Expectancy!.Value, 3);
    }

    [Fact]
    public void Summarize_MacdTrendSampledEveryCalendarDay_HasThePublishedAnnualGrowth()
    {
        var summary = Play(everyCalendarDay: true);
        Assert.Equal(2.952, summary.Cagr!.Value * 100, 3);
        Assert.Equal(34.892, summary.MaxDrawdown * 100, 3);
    }

    private static PerformanceSummary Play(bool everyCalendarDay)
    {
        var fills = Rows("macd_trend_fills.csv").ToLookup(row => row[0]);
        var equity = Rows("macd_trend_equity.csv").ToDictionary(row => row[0], row => row[1]);
        var recorder = new PerformanceRecorder(Spy);
        var cash = Spy.InitialCash;
        var position = 0m;
        var last = 100_000.0;
        var end = At(2015, 1, 1);
        for (var date = At(2004, 1, 1); date <= end; date = new EventTime(date.Microseconds + EventTime.DayLength))
        {
            var key = date.ToUtc().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
            foreach (var row in fills[key])
            {
                var quantity = Number(row[1]);
                var side = quantity > 0 ? Side.Buy : Side.Sell;
                var fill = Fill(side, Math.Abs(quantity), Number(row[2]), Number(row[3])) with { Time = date };
                recorder.OnFill(in fill);
                position += quantity;
                cash -= quantity * fill.Price + fill.Fee;
            }

            if (equity.TryGetValue(key, out var close))
                last = (double)Number(close);
            else if (!everyCalendarDay)
                continue;
            recorder.OnSlot(date, last, position == 0 ? 0 : last, position != 0);
        }

        Assert.Equal(0, position);
        return recorder.Summarize(new PortfolioFigures(cash, cash, []));
    }

    private static IEnumerable<string[]> Rows(string file) =>
        File.ReadLines(SharedData.Path($"backtests/lean/{file}")).Skip(1).Select(line => line.Split(','));

    private static decimal Number(string text) => decimal.Parse(text, CultureInfo.InvariantCulture);
}
