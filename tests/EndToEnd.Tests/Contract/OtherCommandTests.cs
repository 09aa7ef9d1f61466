using System.Text.Json;
using TradeBooks.EndToEnd.Tests.Running;
using TradeBooks.Tests;

namespace TradeBooks.EndToEnd.Tests.Contract;

/// <summary><c>generate</c>, <c>check</c>, <c>status</c>, <c>demo</c> and the help.</summary>
public sealed class OtherCommandTests
{
    private const int Columns = 80;

    [Fact]
    public void Generate_ThenBacktest_Works()
    {
        using var folder = new TemporaryFolder();
        var made = RunningProgram.Run(
            "generate", "--out", folder["bars"], "--symbols", "AAA,BBB", "--days", "2", "--seed", "3", "--gzip").ShouldExit(0);
        Assert.StartsWith("1,560 bars of 2 symbols, 2 sessions", made.Output, StringComparison.Ordinal);
        Assert.Equal(["AAA.csv.gz", "BBB.csv.gz"], new RunResults(folder["bars"]).FileNames);
        RunningProgram.Run("backtest", "--data", folder["bars"], "--out", folder["out"]).ShouldExit(0);
        Assert.Equal(1560, new RunResults(folder["out"]).Figures().GetProperty("bars").GetInt64());
    }

    [Fact]
    public void Generate_SampleSettings_GivesTheShippedSample()
    {
        using var folder = new TemporaryFolder();
        RunningProgram.Run(
            "generate", "--out", folder["bars"], "--symbols", "ACME,BOLT,CRUX,DUNE", "--days", "3", "--start", "2025-03-05", "--seed", "2025").ShouldExit(0);
        Assert.Equal(new RunResults(Repository.Sample).Content(), new RunResults(folder["bars"]).Content());
    }

    [Fact]
    public void Check_CleanFolder_FindsNothing()
    {
        var run = RunningProgram.Run("check", Repository.Sample).ShouldExit(0);
        Assert.Contains("nothing that would spoil a backtest", run.Output, StringComparison.Ordinal);
        AssertFits(run.Output);
    }

    [Fact]
    public void Check_DirtyFile_NamesLineAndProblem()
    {
        using var folder = new TemporaryFolder();
        var rows = File.ReadAllLines(Path.Combine(Repository.Sample, "ACME.csv")).ToList();
        rows[99] = rows[98];
        File.WriteAllLines(folder["ACME.csv"], rows);
        var run = RunningProgram.Run("check", folder.Root).ShouldExit(1);
        Assert.Contains("PROBLEM", run.Output, StringComparison.Ordinal);
        Assert.Contains("line 100", run.Output, StringComparison.Ordinal);
        AssertFits(run.Output);

        var json = RunningProgram.Run("check", folder["ACME.csv"], "--json").ShouldExit(1);
        using var findings = JsonDocument.Parse(json.Output);
        Assert.Equal("ACME.csv", findings.RootElement[0].GetProperty("file").GetString());
    }

    [Fact]
    public void Check_RealFiles_TellsCleanFromDirty()
    {
        RunningProgram.Run("check", Path.Combine(SharedData.Path("bars"), "AAPL.csv")).ShouldExit(0);
        RunningProgram.Run("check", SharedData.Path("bars/dirty")).ShouldExit(1);
    }

    [Fact]
    public void Check_NothingToRead_SaysSo()
    {
        using var folder = new TemporaryFolder();
        RunningProgram.Run("check", folder["absent"]).ShouldExit(2).ShouldSayInOneLine("absent");
        RunningProgram.Run("check", folder.Root).ShouldExit(2).ShouldSayInOneLine(folder.Root);
    }

    [Fact]
    public void Status_FinishedRun_ShowsCashPositionsAndEquity()
    {
        using var folder = new TemporaryFolder();
        RunningProgram.Run(
            "backtest", "--data", Repository.Sample, "--symbols", "ACME", "--strategy", "sma-cross", "--set", "direction=long-short",
            "--set", "sizing=all-in", "--out", folder["out"]).ShouldExit(0);
        var state = new RunResults(folder["out"]).State();
        var run = RunningProgram.Run("status", folder["out"]).ShouldExit(0);
        AssertFits(run.Output);
        Assert.StartsWith("default: finished, 2025-03-07T20:59:00.000Z", run.Output, StringComparison.Ordinal);
        Assert.Matches(@"(?m)^ACME: -?\d+ @ \d+\.\d\d \| Entry: \d+\.\d+ \| P&L: ", run.Output);
        foreach (var (label, name) in new[] { ("Cash", "cash"), ("Total equity", "equity"), ("Realized P&L", "realizedPnl") })
        {
            var value = state.GetProperty(name).GetDecimal().ToString("N2", System.Globalization.CultureInfo.InvariantCulture);
            Assert.Contains(
                run.Output.Split('\n'), line => line.StartsWith(label, StringComparison.Ordinal) && line.EndsWith(" " + value, StringComparison.Ordinal));
        }

        var json = RunningProgram.Run("status", folder["out"], "--json").ShouldExit(0);
        using var printed = JsonDocument.Parse(json.Output);
        var members = printed.RootElement.EnumerateObject().Select(member => member.Name).ToList();
        Assert.Equal(state.EnumerateObject().Select(member => member.Name).Where(name => name != "engine"), members);
        Assert.Equal(state.GetProperty("equity").GetDecimal(), printed.RootElement.GetProperty("equity").GetDecimal());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("[1]")]
    [InlineData("""{ "version": 99 }""")]
    [InlineData("""{ "version": 2, "status": "finished", "tradeLogBytes": 0, "settings": {}, "inputs": {} }""")]
    public void Status_NoState_SaysSo(string? content)
    {
        using var folder = new TemporaryFolder();
        if (content is not null)
            File.WriteAllText(folder[RunResults.StateName], content);
        RunningProgram.Run("status", folder.Root).ShouldExit(content is null ? 2 : 3).ShouldSayInOneLine(RunResults.StateName);
    }

    [Fact]
    public void Demo_AtFullSpeed_LeavesResults()
    {
        using var folder = new TemporaryFolder();
        var run = RunningProgram.RunIn(folder.Root, null, "demo", "--speed", "max").ShouldExit(0);
        AssertFits(run.Output);
        Assert.Empty(run.Error);
        Assert.True(new RunResults(folder["out/demo"]).Fills > 20, "hardly any fill");
    }

    [Theory]
    [InlineData("backtest")]
    [InlineData("demo")]
    [InlineData("generate")]
    [InlineData("check")]
    [InlineData("settings")]
    [InlineData("partitions")]
    [InlineData("status")]
    public void Help_EveryCommand_FitsAndHasExamples(string command)
    {
        var run = RunningProgram.Run(command, "--help").ShouldExit(0);
        AssertFits(run.Output);
        Assert.Contains("Usage:", run.Output, StringComparison.Ordinal);
        var examples = run.Output[run.Output.IndexOf("Examples:", StringComparison.Ordinal)..];
        Assert.Contains($"tradebooks {command}", examples, StringComparison.Ordinal);
    }

    [Fact]
    public void Help_NoArguments_ListsTheCommands()
    {
        var run = RunningProgram.Run().ShouldExit(0);
        AssertFits(run.Output);
        Assert.All(
            ["demo", "backtest", "generate", "check", "settings", "partitions", "status"], command => Assert.Contains($"  {command}", run.Output, StringComparison.Ordinal));
        Assert.Equal(run.Output, RunningProgram.Run("--help").ShouldExit(0).Output);
    }

    [Fact]
    public void Version_Asked_IsPrinted() =>
        Assert.Matches(@"^\d+\.\d+\.\d+", RunningProgram.Run("--version").ShouldExit(0).Output);

    private static void AssertFits(string output) =>
        Assert.All(output.Split('\n'), line => Assert.True(line.Length <= Columns, $"{line.Length} columns: {line}"));
}
