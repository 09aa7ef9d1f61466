using TradeBooks.Cli.Output;
using TradeBooks.Cli.Running;
using TradeBooks.Domain.Analytics;
using TradeBooks.Domain.Market;

namespace TradeBooks.Cli.Tests;

/// <summary>What is printed fits a terminal of 80 columns, however large the numbers.</summary>
public sealed class OutputTests
{
    private const int Columns = 80;
    private static readonly EventTime Time = EventTime.FromUtc(new DateTime(2026, 3, 12, 13, 53, 0, DateTimeKind.Utc));

    [Theory]
    [InlineData(1)]
    [InlineData(1_000_000)]
    public void PlainProgress_Lines_FitAndComeAtTheirInterval(int size)
    {
        using var output = new StringWriter();
        using var progress = new PlainProgress(output, TimeSpan.FromSeconds(5));
        var backtest = ProgressRun.Create(cash: 12_345.67m * size);
        progress.Report(backtest, 0, TimeSpan.Zero);
        Assert.Empty(output.ToString());
        backtest.Advance(long.MaxValue / 2);
        foreach (var second in new[] { 1, 5, 6, 9.9, 10, 12, 30 })
            progress.Report(backtest, second / 30, TimeSpan.FromSeconds(second));
        var lines = Lines(output);
        Assert.Equal(3, lines.Length);
        AssertFits(lines);
        Assert.Matches(@"^2026-03-12 \d\d:\d\d  +17 %  2,000 bars  400/s  [1-9]\d* fills  equity [\d,]+\.\d\d$", lines[0]);
        Assert.Contains("100 %", lines[2], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(80)]
    [InlineData(40)]
    [InlineData(100)]
    public void BarProgress_AnyWidth_StaysOnItsLine(int width)
    {
        using var output = new StringWriter();
        using (var progress = new BarProgress(output, width))
        {
            var backtest = ProgressRun.Create(cash: 100_000);
            progress.Report(backtest, 0, TimeSpan.Zero);
            backtest.Advance(1000);
            progress.Report(backtest, 0.0005, TimeSpan.FromSeconds(2));
            progress.Report(backtest, 0.5, TimeSpan.FromDays(2));
            progress.Report(backtest, 1, TimeSpan.FromSeconds(90));
            progress.Report(backtest, 1.7, TimeSpan.FromSeconds(90));
        }

        Assert.EndsWith("\n", output.ToString(), StringComparison.Ordinal);
        var drawn = output.ToString().TrimEnd().Split('\r', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(5, drawn.Length);
        Assert.All(drawn[..^1], line => Assert.Equal(width - 1, line.Length));
        Assert.StartsWith("████████████░░░░░░░░░░░░  50 %", drawn[2], StringComparison.Ordinal);
        Assert.StartsWith("████████████████████████ 100 %", drawn[3], StringComparison.Ordinal);
        if (width >= Columns)
            Assert.Contains("1,000 bars  0/s  48:00:00 left", drawn[2], StringComparison.Ordinal);
    }

    [Fact]
    public void BarProgress_NeverReported_PrintsNothing()
    {
        using var output = new StringWriter();
        new BarProgress(output, Columns).Dispose();
        Assert.Empty(output.ToString());
    }

    [Fact]
    public void SummaryText_Run_ShowsItsFiguresAndFiles()
    {
        var lines = Write(Summary(), rejected: 1, ["AAA", "BBB"], ["lss"]);
        AssertFits(lines);
        Assert.Equal("2 symbols, 28,068 bars, 2026-03-12 to 2026-03-12, lss", lines[0]);
        Assert.Contains("  Final equity           99,922.71      Trades                       733", lines);
        Assert.Contains("  Max drawdown              0.08 %      Profit factor               0.47", lines);
        Assert.Contains("1 bad row left out: out/rejected.csv", lines);
        Assert.Contains("Report     out/report.html", lines);
        Assert.Equal("28,068 bars in 2.00 s (14.0 k/s)", lines[^1]);
    }

    [Fact]
    public void SummaryText_NothingDefined_ShowsDashes()
    {
        var summary = Summary() with
        {
            Start = null,
            End = null,
            Cagr = null,
            Sharpe = null,
            Sortino = null,
            WinRate = null,
            ProfitFactor = null,
            Expectancy = null,
        };
        var lines = Write(summary, rejected: 0, ["AAA"], ["lss"]);
        AssertFits(lines);
        Assert.Equal("1 symbol, 28,068 bars, – to –, lss", lines[0]);
        Assert.Equal(6, lines.Skip(1).Sum(line => line.Count(c => c == '–')));
        Assert.DoesNotContain(lines, line => line.Contains("rejected", StringComparison.Ordinal));
    }

    [Fact]
    public void SummaryText_HugeNumbers_StillFit()
    {
        var summary = Summary() with
        {
            Bars = 999_999_999_999,
            Fills = 999_999_999_999,
            Trades = 999_999_999_999,
            RefusedOrders = 999_999_999_999,
            FinalEquity = -999_999_999_999_999.99m,
            Fees = 999_999_999_999_999.99m,
            TotalReturn = -1e12,
            Cagr = 1e300,
            Sharpe = -1e200,
            Sortino = 1e15,
            ProfitFactor = 1e99,
            Expectancy = -1e17,
            MaxDrawdown = 1e30,
        };
        AssertFits(Write(summary, rejected: 1_000_000_000, ["A"], [.. Enumerable.Range(1, 40).Select(i => $"strategy{i}")]));
    }

    [Theory]
    [InlineData(0.004, "0.00 s")]
    [InlineData(59.99, "59.99 s")]
    [InlineData(60, "0:01:00")]
    [InlineData(3661, "1:01:01")]
    [InlineData(90_061, "25:01:01")]
    public void Seconds_AnyTime_IsReadable(double seconds, string text) =>
        Assert.Equal(text, Text.Seconds(TimeSpan.FromSeconds(seconds)));

    [Theory]
    [InlineData("181.5", "181.50")]
    [InlineData("181", "181.00")]
    [InlineData("0.1234", "0.1234")]
    [InlineData("0.123456789", "0.12345679")]
    public void Price_AnyPrice_HasTwoDecimalsAtLeast(string price, string text) =>
        Assert.Equal(text, Text.Price(decimal.Parse(price, System.Globalization.CultureInfo.InvariantCulture)));

    [Theory]
    [InlineData(0, "0/s")]
    [InlineData(999.4, "999/s")]
    [InlineData(12_345, "12.3 k/s")]
    [InlineData(9_876_543, "9.9 M/s")]
    public void Rate_AnyRate_IsShort(double rate, string text) => Assert.Equal(text, Text.Rate(rate));

    private static string[] Write(PerformanceSummary summary, long rejected, string[] symbols, string[] strategies)
    {
        using var output = new StringWriter();
        var report = new PerformanceRecorder(new PerformanceOptions { InitialCash = 1, Symbols = symbols, Strategies = strategies })
            .BuildReport(
                new PortfolioFigures(1, 1,
                [
                    .. from strategy in Enumerable.Range(0, strategies.Length)
                       from symbol in Enumerable.Range(0, symbols.Length)
                       select new PositionFigures(strategy, symbol, 0, 0),
                ]),
                new Dictionary<string, string>());
        SummaryText.Write(output, new RunResult(report with { Summary = summary }, TimeSpan.FromSeconds(2), summary.Bars, rejected, false), "out");
        return Lines(output);
    }

    private static PerformanceSummary Summary() => new()
    {
        Bars = 28_068,
        Fills = 1466,
        Start = Time,
        End = Time,
        InitialCash = 100_000,
        FinalEquity = 99_922.7061m,
        Cash = 99_922.7061m,
        RealizedPnl = -77,
        UnrealizedPnl = 0,
        Fees = 0,
        TotalReturn = -0.00077,
        Cagr = -0.0183,
        Sharpe = -31.6,
        Sortino = -14.3,
        MaxDrawdown = 0.00078,
        Calmar = -23,
        WinRate = 0.2278,
        ProfitFactor = 0.47,
        Expectancy = -0.11,
        Exposure = 0.0081,
        Turnover = 15,
        Trades = 733,
        RefusedOrders = 0,
    };

    private static string[] Lines(StringWriter output) =>
        output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);

    private static void AssertFits(string[] lines) =>
        Assert.All(lines, line => Assert.True(line.Length <= Columns, $"{line.Length} columns: {line}"));
}
