using TradeBooks.EndToEnd.Tests.Running;

namespace TradeBooks.EndToEnd.Tests.Contract;

/// <summary>What can't be done is said in one line, with exit code 2, and nothing is written.</summary>
public sealed class WrongArgumentTests
{
    public static TheoryData<string[], string> WrongRuns => new()
    {
        { ["--set", "no_such=1"], "no_such" },
        { ["--set", "cash=much"], "much" },
        { ["--set", "cash"], "key=value" },
        { ["--set", "rejection=7"], "rejection" },
        { ["--set", "direction=long"], "direction" },
        { ["--strategy", "no-such"], "no-such" },
        { ["--strategy", "lss,lss"], "lss" },
        { ["--strategy", "sma-cross", "--set", "fast=30", "--set", "slow=10"], "fast" },
        { ["--symbols", "NONE"], "NONE" },
        { ["--symbols", "ACME,ACME"], "ACME" },
        { ["--symbols", "../ACME"], "../ACME" },
        { ["--symbols", ","], "symbol" },
        { ["--strategy", ","], "--strategy" },
        { ["--speed", "quick"], "quick" },
        { ["--speed", "0x"], "0x" },
        { ["--timezone", "Mars/Olympus"], "Mars/Olympus" },
        { ["--label", "end", "--interval", "1y"], "1y" },
        { ["--config", "absent.json"], "absent.json" },
    };

    [Theory]
    [MemberData(nameof(WrongRuns))]
    public void Backtest_WrongValue_SaysSoAndWritesNothing(string[] wrong, string part)
    {
        using var folder = new TemporaryFolder();
        string[] arguments = ["backtest", "--data", Repository.Sample, "--out", folder["out"], .. wrong];
        RunningProgram.RunIn(folder.Root, null, arguments).ShouldExit(2).ShouldSayInOneLine(part);
        Assert.False(Directory.Exists(folder["out"]), "OUT is there");
    }

    [Fact]
    public void Backtest_NoSuchData_SaysSo()
    {
        using var folder = new TemporaryFolder();
        RunningProgram.Run("backtest", "--data", folder["absent"], "--out", folder["out"]).ShouldExit(2).ShouldSayInOneLine("absent");
        RunningProgram.Run("backtest", "--data", folder.Folder("empty"), "--out", folder["out"]).ShouldExit(2).ShouldSayInOneLine("empty");
        Assert.False(Directory.Exists(folder["out"]), "OUT is there");
    }

    [Theory]
    [InlineData("--no-such", "backtest", "--data", "d", "--out", "o", "--no-such")]
    [InlineData("--no-such", "replay", "--exchange", "kraken", "--format", "cryptofeed", "f", "--no-such")]
    [InlineData("--out", "backtest", "--data", "d")]
    [InlineData("--bad-rows", "backtest", "--data", "d", "--out", "o", "--bad-rows")]
    [InlineData("sideways", "backtest", "--data", "d", "--out", "o", "--order", "sideways")]
    [InlineData("fly", "fly")]
    [InlineData("many", "generate", "--out", "o", "--symbols", "A", "--days", "many")]
    public void Program_WrongUsage_NamesItAndPointsToTheHelp(string part, params string[] arguments)
    {
        using var folder = new TemporaryFolder();
        var run = RunningProgram.RunIn(folder.Root, null, arguments).ShouldExit(2);
        Assert.Equal(2, run.ErrorLines.Length);
        Assert.StartsWith("tradebooks: ", run.ErrorLines[0], StringComparison.Ordinal);
        Assert.Contains(part, run.ErrorLines[0], StringComparison.Ordinal);
        Assert.Contains("--help", run.ErrorLines[1], StringComparison.Ordinal);
        Assert.Empty(run.Output);
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder.Root));
    }

    [Theory]
    [InlineData("Days", "--days", "0")]
    [InlineData("Years", "--years", "1", "--days", "1")]
    [InlineData("Seed", "--seed", "-1")]
    [InlineData("Start", "--start", "1999-01-01")]
    [InlineData("start", "--start", "yesterday")]
    [InlineData("a/b", "--symbols", "a/b")]
    public void Generate_WrongValue_SaysSoAndWritesNothing(string part, params string[] wrong)
    {
        using var folder = new TemporaryFolder();
        string[] symbols = wrong.Contains("--symbols") ? [] : ["--symbols", "A"];
        var run = RunningProgram.Run(["generate", "--out", folder["bars"], .. symbols, .. wrong]).ShouldExit(2);
        Assert.Contains(part, run.ErrorLines[0], StringComparison.OrdinalIgnoreCase);
        Assert.InRange(run.ErrorLines.Length, 1, 2);
        Assert.DoesNotContain("Parameter", run.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder["bars"]), "files are there");
    }
}
