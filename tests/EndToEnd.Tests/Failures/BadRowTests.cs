using TradeBooks.EndToEnd.Tests.Running;

namespace TradeBooks.EndToEnd.Tests.Failures;

/// <summary>A row in the middle of a file that breaks a rule: the run says where and why, and leaves OUT as it was.</summary>
public sealed class BadRowTests
{
    private const int Line = 700;

    /// <summary>Name, the bad row made from the good one before it, and what the message says of it.</summary>
    public static TheoryData<string, string, string> Rules => new()
    {
        { "unparseable", "{time},10,1x,9,10,0", "high '1x'" },
        { "no number", "{time},NaN,11,9,10,0", "open 'NaN'" },
        { "infinite", "{time},10,Infinity,9,10,0", "high 'Infinity'" },
        { "zero price", "{time},10,11,0,10,0", "low" },
        { "negative price", "{time},-10,11,9,10,0", "open" },
        { "low above open", "{time},10,12,10.5,11,0", "low 10.5 is above open 10" },
        { "low above close", "{time},11,12,10.5,10,0", "low 10.5 is above close 10" },
        { "low above high", "{time},10,9,9.5,10,0", "9.5" },
        { "high below open", "{time},10,9.5,9,9.2,0", "high 9.5" },
        { "high below close", "{time},9.1,9.5,9,10,0", "high 9.5" },
        { "too few columns", "{time},10,11,9,10", "5 columns where the header has 6" },
        { "too many columns", "{time},10,11,9,10,0,7", "7 columns where the header has 6" },
        { "no time", "soon,10,11,9,10,0", "time 'soon'" },
        { "same time", "{before},10,11,9,10,0", "time" },
        { "time going back", "2025-03-05 14:31:00,10,11,9,10,0", "time" },
        { "change no number", "{time},10,11,9,10,x", "'x'" },
    };

    [Theory]
    [MemberData(nameof(Rules))]
    public void Backtest_BadRow_SaysWhereAndLeavesEarlierResults(string name, string row, string reason)
    {
        using var folder = new TemporaryFolder();
        WriteBars(folder["bars"], row);
        RunningProgram.Run("backtest", "--data", Repository.Sample, "--symbols", "ACME", "--out", folder["out"]).ShouldExit(0);
        var before = new RunResults(folder["out"]).Content();
        Assert.Equal(4, before.Count);

        RunningProgram.Run("backtest", "--data", folder["bars"], "--out", folder["out"])
            .ShouldExit(2).ShouldSayInOneLine($"ACME.csv line {Line}", reason);

        var after = new RunResults(folder["out"]);
        Assert.Equal(before.Keys, after.FileNames);
        Assert.True(before.SequenceEqual(after.Content()), $"{name}: the earlier results were changed");
    }

    [Fact]
    public void Backtest_BadRowAfterSavedStates_LeavesNoFolder()
    {
        using var folder = new TemporaryFolder();
        WriteBars(folder["bars"], "{time},10,11,0,10,0");
        RunningProgram.Run(
            "backtest", "--data", folder["bars"], "--out", folder["out"], "--speed", "200000x", "--set", "save_seconds=0.01").ShouldExit(2);
        Assert.False(Directory.Exists(folder["out"]), "OUT is there");

        folder.Folder("out");
        RunningProgram.Run("backtest", "--data", folder["bars"], "--out", folder["out"]).ShouldExit(2);
        Assert.Empty(new RunResults(folder["out"]).FileNames);
    }

    [Fact]
    public void Backtest_BadRowsSkipped_AreCountedAndWrittenDown()
    {
        using var folder = new TemporaryFolder();
        WriteBars(folder["bars"], [.. Rules.Select(rule => rule.Data.Item2)]);
        var run = RunningProgram.Run("backtest", "--data", folder["bars"], "--out", folder["out"], "--bad-rows", "skip").ShouldExit(0);

        var results = new RunResults(folder["out"]);
        Assert.Equal(
            [RunResults.TradeLogName, RunResults.RejectedName, RunResults.ReportName, RunResults.SummaryName, RunResults.StateName],
            results.FileNames);
        Assert.Equal("file,line,reason,row", results.Rejected[0]);
        Assert.Equal(
            Enumerable.Range(Line, Rules.Count).Select(line => $"ACME.csv,{line}"),
            results.Rejected.Skip(1).Select(row => string.Join(',', row.Split(',').Take(2))));
        foreach (var (rule, row) in Rules.Zip(results.Rejected.Skip(1)))
            Assert.Contains(rule.Data.Item3, row, StringComparison.Ordinal);
        Assert.Contains($"{Rules.Count} bad rows left out", run.Output, StringComparison.Ordinal);
        Assert.Equal(1170, results.Figures().GetProperty("bars").GetInt64());

        // The good rows trade as they do without the bad ones between them.
        RunningProgram.Run("backtest", "--data", Repository.Sample, "--symbols", "ACME", "--out", folder["clean"]).ShouldExit(0);
        Assert.Equal(new RunResults(folder["clean"]).TradeLog, results.TradeLog);

        // And a run over clean data takes the file away again.
        RunningProgram.Run("backtest", "--data", Repository.Sample, "--symbols", "ACME", "--out", folder["out"]).ShouldExit(0);
        new RunResults(folder["out"]).ShouldEqual(new RunResults(folder["clean"]));
    }

    [Theory]
    [InlineData("", "empty")]
    [InlineData("\n\n", "empty")]
    [InlineData("datetime,open,high,low\n2025-03-05 14:30:00,1,2,1\n", "close")]
    [InlineData("2025-03-05 14:30:00,1,2,1,2,0\n", "ACME.csv")]
    [InlineData("\u0000\u0001\u0002", "ACME.csv")]
    public void Backtest_NoBarFile_SaysSo(string content, string part)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(Path.Combine(folder.Folder("bars"), "ACME.csv"), content);
        RunningProgram.Run("backtest", "--data", folder["bars"], "--out", folder["out"]).ShouldExit(2).ShouldSayInOneLine(part);
        Assert.False(Directory.Exists(folder["out"]), "OUT is there");
    }

    [Fact]
    public void Backtest_PackedFileCutOff_SaysSo()
    {
        using var folder = new TemporaryFolder();
        RunningProgram.Run("generate", "--out", folder["bars"], "--symbols", "AAA", "--days", "20", "--gzip").ShouldExit(0);
        var path = Path.Combine(folder["bars"], "AAA.csv.gz");
        File.WriteAllBytes(path, File.ReadAllBytes(path)[..^1000]);
        RunningProgram.Run("backtest", "--data", folder["bars"], "--out", folder["out"]).ShouldExit(2).ShouldSayInOneLine("AAA.csv.gz", "gzip");
        Assert.False(Directory.Exists(folder["out"]), "OUT is there");
    }

    // The bad rows stand before the row of line 700, the first of them takes that line.
    private static void WriteBars(string folder, params string[] bad)
    {
        var rows = File.ReadAllLines(Path.Combine(Repository.Sample, "ACME.csv")).ToList();
        var (before, time) = (rows[Line - 2].Split(',')[0], rows[Line - 1].Split(',')[0]);
        rows.InsertRange(Line - 1, bad.Select(row => row
            .Replace("{before}", before, StringComparison.Ordinal)
            .Replace("{time}", time, StringComparison.Ordinal)));
        Directory.CreateDirectory(folder);
        File.WriteAllLines(Path.Combine(folder, "ACME.csv"), rows);
    }
}
