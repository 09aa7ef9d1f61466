using TradeBooks.Domain.Market;

namespace TradeBooks.Domain.Tests.Engine;

/// <summary>The reference results that the rules of <c>lss</c> state for the real data.</summary>
public sealed class ReferenceResultTests
{
    [Theory]
    [InlineData("bars", 28_068, 1_466, 99922.7061, 0.00078223)]
    [InlineData("bars/5m", 27_857, 1_560, 99855.5777, 0.00144723)]
    public void Backtest_LssOnSixStocks_HasTheReferenceResults(
        string folder, long bars, int fills, double equity, double drawdown)
    {
        var run = TradingRun.Of("lss", TestBar.Events(RealBars.SixStocks(folder))).ToEnd();
        var summary = run.Recorder!.Summarize(run.Backtest.Figures());
        Assert.Equal(bars, run.Backtest.Events);
        Assert.Equal(fills, run.Ledger.Records.Count);
        Assert.Equal(fills, run.Portfolio.Fills);
        Assert.Equal((decimal)equity, decimal.Round(run.Portfolio.Equity, 4));
        Assert.Equal(drawdown, summary.MaxDrawdown, 8);
        Assert.Equal(run.Portfolio.Equity, summary.FinalEquity);
        Assert.Equal(EventTime.MaxValue, run.Backtest.NextTime);
    }

    [Fact]
    public void Backtest_LssOnSixStocks_WritesTheReferenceRows()
    {
        var run = TradingRun.Of("lss", TestBar.Events(RealBars.SixStocks("bars"))).ToEnd();
        string[] expected =
        [
            "2026-03-12T13:53:00.000Z,GOOG,SELL,3,304.5050,913.5150,100913.5150,100000.0000",
            "2026-03-12T13:53:00.000Z,GOOG,BUY,3,304.1951,912.5853,100000.9297,100000.9297",
            "2026-03-12T14:05:00.000Z,GOOG,SELL,3,303.7900,911.3700,100912.2997,100000.9297",
            "2026-03-12T14:05:00.000Z,GOOG,BUY,3,303.9529,911.8588,100000.4409,100000.4409",
        ];
        Assert.Equal(expected, run.Ledger.Rows.Take(4));
    }

    [Fact]
    public void Backtest_CloseAtTheThresholdExactly_IsDecidedByTheQuotientOfDoubles()
    {
        // GOOG, 2026-03-25 19:55: (289.49 − 289.14) / (289.64 − 289.14) is 0.7 exactly, as doubles a little more. The
        // reference results have the trade.
        var run = TradingRun.Of("lss", TestBar.Events(RealBars.SixStocks("bars"))).ToEnd();
        var rows = run.Ledger.Rows.Where(row => row.StartsWith("2026-03-25T19:56:00.000Z,GOOG,BUY", StringComparison.Ordinal));
        Assert.Single(rows);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(7, 100)]
    [InlineData(4096, 3)]
    public void Backtest_AnyBatchAndStride_WritesTheSameLog(int batchSize, int stride)
    {
        var events = TestBar.Events(RealBars.SixStocks("bars").Where(pair => pair.Key is "AAPL" or "TSLA"));
        var expected = TradingRun.Of("lss", events).ToEnd().Ledger.Rows;
        var run = TradingRun.Of("lss", events, batchSize: batchSize);
        while (run.Backtest.Advance(stride))
        {
        }

        Assert.Equal(expected, run.Ledger.Rows);
    }
}
