using System.Globalization;
using System.IO.Compression;
using System.Text.Json;
using TradeBooks.EndToEnd.Tests.Running;

namespace TradeBooks.EndToEnd.Tests.Contract;

/// <summary>What <c>tradebooks backtest</c> promises to whoever calls it from a script.</summary>
public sealed class BacktestContractTests
{
    private static readonly string[] Figures =
    [
        "bars", "fills", "start", "end", "initialCash", "finalEquity", "cash", "realizedPnl", "unrealizedPnl", "fees", "totalReturn",
        "cagr", "sharpe", "sortino", "maxDrawdown", "calmar", "winRate", "profitFactor", "expectancy", "exposure", "turnover",
        "trades", "refusedOrders", "elapsedSeconds", "barsPerSecond",
    ];

    [Fact]
    public void Backtest_TwoSymbols_LeavesFourFilesThatAgree()
    {
        using var folder = new TemporaryFolder();
        var run = Backtest(folder, "--symbols", "BOLT,ACME", "--strategy", "lss").ShouldExit(0);

        var results = new RunResults(folder["out"]);
        Assert.Equal(
            [RunResults.TradeLogName, RunResults.ReportName, RunResults.SummaryName, RunResults.StateName],
            results.FileNames);
        Assert.Empty(run.Error);
        Assert.Contains(Path.Combine(folder["out"], RunResults.ReportName), run.Output, StringComparison.Ordinal);

        var figures = results.Figures();
        Assert.Equal(Figures, figures.EnumerateObject().Select(figure => figure.Name));
        Assert.Equal(2 * 1170, figures.GetProperty("bars").GetInt64());
        Assert.True(results.Fills > 10, $"{results.Fills} fills");
        Assert.Equal(results.Fills, figures.GetProperty("fills").GetInt64());
        Assert.Equal(100_000, figures.GetProperty("initialCash").GetDecimal());
        Assert.True(figures.GetProperty("elapsedSeconds").GetDouble() > 0, "no time passed");
        var last = results.TradeLog[^1].Split(',');
        Assert.Equal(last[6], figures.GetProperty("cash").GetDecimal().ToString("0.0000", CultureInfo.InvariantCulture));
        Assert.All(results.TradeLog.Skip(1), row => Assert.Contains(row.Split(',')[1], new[] { "ACME", "BOLT" }));

        var state = results.State();
        Assert.Equal("finished", state.GetProperty("status").GetString());
        Assert.Equal(figures.GetProperty("cash").GetDecimal(), state.GetProperty("cash").GetDecimal());
        Assert.Equal(figures.GetProperty("finalEquity").GetDecimal(), state.GetProperty("equity").GetDecimal());
        Assert.Equal(1171, state.GetProperty("inputs").GetProperty("ACME").GetProperty("row").GetInt64());
        Assert.Equal(
            new FileInfo(Path.Combine(folder["out"], RunResults.TradeLogName)).Length, state.GetProperty("tradeLogBytes").GetInt64());
    }

    [Fact]
    public void Backtest_NoSymbols_TakesEveryFileOfTheFolder()
    {
        using var folder = new TemporaryFolder();
        Backtest(folder).ShouldExit(0);
        var symbols = new RunResults(folder["out"]).State().GetProperty("symbols").EnumerateObject().Select(symbol => symbol.Name);
        Assert.Equal(["ACME", "BOLT", "CRUX", "DUNE"], symbols);
    }

    [Fact]
    public void Backtest_CashSetting_StartsWithIt()
    {
        using var folder = new TemporaryFolder();
        Backtest(folder, "--set", "cash=10000").ShouldExit(0);
        var figures = new RunResults(folder["out"]).Figures();
        Assert.Equal(10_000, figures.GetProperty("initialCash").GetDecimal());
        Assert.InRange(figures.GetProperty("finalEquity").GetDecimal(), 9_000, 11_000);
    }

    [Theory]
    [InlineData("long-only", "all-in")]
    [InlineData("long-short", "all-in")]
    [InlineData("long-short", "notional")]
    public void Backtest_SmaCross_FollowsItsSettings(string direction, string sizing)
    {
        using var folder = new TemporaryFolder();
        Backtest(
            folder, "--symbols", "ACME", "--strategy", "sma-cross", "--set", "fast=10", "--set", "slow=30",
            "--set", $"direction={direction}", "--set", $"sizing={sizing}").ShouldExit(0);

        var held = 0m;
        var (least, largest) = (0m, 0m);
        foreach (var row in new RunResults(folder["out"]).TradeLog.Skip(1).Select(row => row.Split(',')))
        {
            var quantity = decimal.Parse(row[3], CultureInfo.InvariantCulture);
            held += row[2] == "BUY" ? quantity : -quantity;
            least = Math.Min(least, held);
            largest = Math.Max(largest, decimal.Parse(row[5], CultureInfo.InvariantCulture));
        }

        Assert.Equal(direction == "long-short", least < 0);
        Assert.True(sizing == "all-in" ? largest > 95_000 : largest is > 500 and <= 1_100, $"the largest fill is of {largest}");
    }

    [Fact]
    public void Backtest_SeveralStrategies_TradeSideBySide()
    {
        using var folder = new TemporaryFolder();
        Backtest(
            folder, "--strategy", "lss,trend=macd-trend", "--set", "trend.sizing=target", "--set", "trend.risk_per_trade=0.2", "--set", "threshold=0").ShouldExit(0);
        var strategies = new RunResults(folder["out"]).State().GetProperty("symbols").GetProperty("ACME").GetProperty("strategies");
        Assert.Equal(["lss", "trend"], strategies.EnumerateObject().Select(strategy => strategy.Name));
        Assert.All(
            strategies.EnumerateObject(), strategy => Assert.NotEqual(0, strategy.Value.GetProperty("realizedPnl").GetDecimal()));
    }

    [Fact]
    public void Backtest_PackedFiles_GiveTheSameResults()
    {
        using var folder = new TemporaryFolder();
        var packed = folder.Folder("packed");
        foreach (var file in Directory.EnumerateFiles(Repository.Sample))
        {
            using var target = new GZipStream(File.Create(Path.Combine(packed, Path.GetFileName(file) + ".gz")), CompressionLevel.Fastest);
            target.Write(File.ReadAllBytes(file));
        }

        Backtest(folder).ShouldExit(0);
        RunningProgram.Run("backtest", "--data", packed, "--out", folder["packed-out"]).ShouldExit(0);
        var (plain, unpacked) = (new RunResults(folder["out"]), new RunResults(folder["packed-out"]));
        Assert.Equal(plain.TradeLog, unpacked.TradeLog);
        Assert.Equal(plain.SummaryWithoutTimes, unpacked.SummaryWithoutTimes);
    }

    [Fact]
    public void Backtest_JsonAsked_PrintsNothingButTheSummary()
    {
        using var folder = new TemporaryFolder();
        var run = Backtest(folder, "--json").ShouldExit(0);
        Assert.Empty(run.Error);
        Assert.Equal(new RunResults(folder["out"]).Summary.TrimEnd() + "\n", run.Output);
        using var printed = JsonDocument.Parse(run.Output);
        Assert.Equal(Figures, printed.RootElement.EnumerateObject().Select(figure => figure.Name));
    }

    [Fact]
    public void Backtest_Twice_GivesTheSameBytes()
    {
        using var folder = new TemporaryFolder();
        Backtest(folder).ShouldExit(0);
        RunningProgram.Run("backtest", "--data", Repository.Sample, "--out", folder["again"]).ShouldExit(0);
        new RunResults(folder["again"]).ShouldEqual(new RunResults(folder["out"]));
    }

    [Fact]
    public void Backtest_ResumedAfterItsEnd_ChangesNothing()
    {
        using var folder = new TemporaryFolder();
        Backtest(folder).ShouldExit(0);
        CopyFolder(folder["out"], folder.Folder("before"));
        Backtest(folder, "--resume").ShouldExit(0);
        new RunResults(folder["out"]).ShouldEqual(new RunResults(folder["before"]));
    }

    [Fact]
    public void Backtest_ResumedWithMoreData_GoesOnWhereItEnded()
    {
        using var folder = new TemporaryFolder();
        var data = folder.Folder("bars");
        foreach (var file in Directory.EnumerateFiles(Repository.Sample))
            File.WriteAllLines(Path.Combine(data, Path.GetFileName(file)), File.ReadLines(file).Take(600));
        RunningProgram.Run("backtest", "--data", data, "--out", folder["out"]).ShouldExit(0);
        foreach (var file in Directory.EnumerateFiles(Repository.Sample))
            File.Copy(file, Path.Combine(data, Path.GetFileName(file)), overwrite: true);
        RunningProgram.Run("backtest", "--data", data, "--out", folder["out"], "--resume").ShouldExit(0);
        RunningProgram.Run("backtest", "--data", data, "--out", folder["whole"]).ShouldExit(0);
        new RunResults(folder["out"]).ShouldEqual(new RunResults(folder["whole"]));
    }

    [Fact]
    public void Backtest_ResumedWithOtherSettings_SaysWhichAndChangesNothing()
    {
        using var folder = new TemporaryFolder();
        Backtest(folder).ShouldExit(0);
        var before = new RunResults(folder["out"]).Content();
        Backtest(folder, "--resume", "--set", "rejection=0.8").ShouldExit(3).ShouldSayInOneLine("rejection", "0.7", "0.8", "--resume");
        Assert.Equal(before, new RunResults(folder["out"]).Content());
    }

    private static ProgramResult Backtest(TemporaryFolder folder, params string[] more) =>
        RunningProgram.Run(["backtest", "--data", Repository.Sample, "--out", folder["out"], .. more]);

    private static void CopyFolder(string from, string to)
    {
        foreach (var file in Directory.EnumerateFiles(from))
            File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
    }
}
