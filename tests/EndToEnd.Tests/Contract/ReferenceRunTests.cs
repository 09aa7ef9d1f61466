using TradeBooks.EndToEnd.Tests.Running;
using TradeBooks.Tests;

namespace TradeBooks.EndToEnd.Tests.Contract;

/// <summary>The published results on the real bars, through the process.</summary>
public sealed class ReferenceRunTests
{
    private const string Stocks = "AAPL,AMZN,GOOG,MSFT,NVDA,TSLA";

    private static readonly string[] FirstRows =
    [
        "timestamp,symbol,action,qty,price,notional,cash,equity",
        "2026-03-12T13:53:00.000Z,GOOG,SELL,3,304.5050,913.5150,100913.5150,100000.0000",
        "2026-03-12T13:53:00.000Z,GOOG,BUY,3,304.1951,912.5853,100000.9297,100000.9297",
        "2026-03-12T14:05:00.000Z,GOOG,SELL,3,303.7900,911.3700,100912.2997,100000.9297",
        "2026-03-12T14:05:00.000Z,GOOG,BUY,3,303.9529,911.8588,100000.4409,100000.4409",
    ];

    [Theory]
    [InlineData("bars", 28_068, 1_466, "99922.7061", 0.00078223)]
    [InlineData("bars/5m", 27_857, 1_560, "99855.5777", 0.00144723)]
    public void Backtest_SixStocks_GivesThePublishedResults(
        string data, long bars, long fills, string equity, double drawdown)
    {
        using var folder = new TemporaryFolder();
        RunningProgram.Run(
            "backtest", "--data", SharedData.Path(data), "--symbols", Stocks, "--strategy", "lss", "--out", folder["out"])
            .ShouldExit(0);

        var results = new RunResults(folder["out"]);
        if (data == "bars")
            Assert.Equal(FirstRows, results.TradeLog[..5]);
        Assert.Equal(fills, results.Fills);
        Assert.EndsWith("," + equity, results.TradeLog[^1], StringComparison.Ordinal);
        var figures = results.Figures();
        Assert.Equal(bars, figures.GetProperty("bars").GetInt64());
        Assert.Equal(fills, figures.GetProperty("fills").GetInt64());
        Assert.Equal(fills / 2, figures.GetProperty("trades").GetInt64());
        Assert.Equal(
            decimal.Parse(equity, System.Globalization.CultureInfo.InvariantCulture), decimal.Round(figures.GetProperty("finalEquity").GetDecimal(), 4));
        Assert.Equal(drawdown, figures.GetProperty("maxDrawdown").GetDouble(), 5e-9);
    }

    [Fact]
    public void Backtest_OneTenthOfTheCash_BuysLess()
    {
        using var folder = new TemporaryFolder();
        RunningProgram.Run(
            "backtest", "--data", SharedData.Path("bars"), "--symbols", "GOOG,AAPL", "--strategy", "lss", "--out", folder["out"],
            "--set", "cash=31000").ShouldExit(0);

        // floor(0.01 × 31000 / 304…) is 1 where it is 3 with 100000.
        Assert.Equal(
            "2026-03-12T13:53:00.000Z,GOOG,SELL,1,304.5050,304.5050,31304.5050,31000.0000", new RunResults(folder["out"]).TradeLog[1]);
    }
}
