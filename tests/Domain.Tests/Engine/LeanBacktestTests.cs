using TradeBooks.Domain.Market;
using TradeBooks.Tests;

namespace TradeBooks.Domain.Tests.Engine;

/// <summary>Backtests that QuantConnect publishes with LEAN, reproduced from the same data and rules.</summary>
public sealed class LeanBacktestTests
{
    private const string Costs =
        "sizing=target risk_per_trade=1 cash_buffer=0.0025 fees=per-share fee_per_share=0.005 fee_minimum=1 fee_cap_percent=0.5";

    [Fact]
    public void MacdTrend_SpyDaily_HasThePublishedResult()
    {
        var run = MacdTrend();
        var summary = run.ToEnd().Recorder!.Summarize(run.Backtest.Figures());
        Assert.Equal(84, run.Ledger.Records.Count);
        Assert.Equal(137751.04m, decimal.Round(run.Portfolio.Equity, 2));
        Assert.Equal(468.54m, run.Portfolio.Fees);
        Assert.Equal(0.34892, summary.MaxDrawdown, 5);
        Assert.True(run.Engines[0].Context(0).IsIdle, "an order or a position is left");
    }

    [Fact]
    public void MacdTrend_SpyDaily_FillsLikeThePublishedOnes()
    {
        var run = MacdTrend().ToEnd();
        var expected = Rows("macd_trend_fills.csv");
        Assert.Equal(84, expected.Count);
        Assert.Equal(
            expected.Select(row => (row[0], RealBars.Number(row[1]), RealBars.Number(row[2]), RealBars.Number(row[3]))),
            run.Ledger.Records.Select(record => (
                record.Fill.Time.ToString()[..10], record.Fill.SignedQuantity, record.Fill.Price, record.Fill.Fee)));
    }

    [Fact]
    public void MacdTrend_SpyDaily_HasThePublishedEquityOfEachDay()
    {
        var run = MacdTrend();
        var expected = Rows("macd_trend_equity.csv");
        foreach (var row in expected)
        {
            Assert.True(run.Step(), $"no slot on {row[0]}");
            Assert.Equal(row[0], run.Backtest.Time.ToString()[..10]);
            var equity = decimal.Round(run.Portfolio.Equity, 6);
            Assert.True(RealBars.Number(row[1]) == equity, $"{row[0]}: published {row[1]}, got {equity}");
            Assert.Equal((double)run.Portfolio.Equity, run.Portfolio.EquityValue, 1e-6);
        }

        Assert.False(run.Step());
        Assert.Equal(expected.Count, run.Backtest.Slots);
    }

    [Fact]
    public void BuyAndHold_SpyOctober2013_HasThePublishedResult()
    {
        var bars = Spy("2013-10-08", "2013-10-17");
        var strategy = new ScriptedStrategy().At(0, context => context.Enter(Side.Buy));
        var run = TradingRun.Of([TradingRun.Own("hold", _ => strategy)], bars, Costs).ToEnd();
        var record = Assert.Single(run.Ledger.Records);
        Assert.Equal(697, record.Fill.Quantity);
        Assert.Equal(143.372382812m, record.Fill.Price);
        Assert.Equal(3.485m, record.Fill.Fee);
        Assert.Equal(104486.22m, decimal.Round(run.Portfolio.Equity, 2));
    }

    private static TradingRun MacdTrend() => TradingRun.Of("macd-trend", Spy("2004-01-01", "2014-12-31"), Costs);

    private static Dictionary<string, IReadOnlyList<MarketEvent>> Spy(string first, string last) =>
        new()
        {
            ["SPY"] = TestBar.Events(Rows("spy_daily_raw_and_adjusted.csv")
                .Where(row => string.CompareOrdinal(row[0], first) >= 0 && string.CompareOrdinal(row[0], last) <= 0)
                .Select(row => new TestBar(
                    RealBars.Time(row[0]), RealBars.Number(row[7]), RealBars.Number(row[8]), RealBars.Number(row[9]),
                    RealBars.Number(row[10])))),
        };

    private static List<string[]> Rows(string file) =>
        [.. File.ReadLines(SharedData.Path($"backtests/lean/{file}")).Skip(1).Select(line => line.Split(','))];
}
