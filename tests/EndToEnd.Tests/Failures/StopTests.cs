using System.Diagnostics;
using TradeBooks.EndToEnd.Tests.Running;

namespace TradeBooks.EndToEnd.Tests.Failures;

/// <summary>A run that is asked to stop, that shares its folder, or whose results can't be written.</summary>
public sealed class StopTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Theory]
    [InlineData("TERM")]
    [InlineData("INT")]
    public void Backtest_AskedToStop_SavesAndCanBeResumed(string signal)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "there are no signals to send");
        using var folder = new TemporaryFolder();
        string[] arguments = ["backtest", "--data", Repository.Sample, "--out", folder["out"]];
        using (var program = RunningProgram.Start([.. arguments, "--speed", "3000x", "--set", "save_seconds=0.05"]))
        {
            WaitFor(() => TradeLogLength(folder) > 500, program);
            program.Signal(signal);
            var run = program.WaitForExit().ShouldExit(130);
            Assert.Contains("--resume", run.Error, StringComparison.Ordinal);
        }

        Assert.Equal(
            [".run", ".run/lock", ".run/order_book.csv", ".run/trading_state.json"], new RunResults(folder["out"]).FileNames);
        var status = RunningProgram.Run("status", folder["out"]).ShouldExit(0);
        Assert.StartsWith("default: running, 2025-03-05T", status.Output, StringComparison.Ordinal);

        RunningProgram.Run([.. arguments, "--resume"]).ShouldExit(0);
        RunningProgram.Run("backtest", "--data", Repository.Sample, "--out", folder["whole"]).ShouldExit(0);
        new RunResults(folder["out"]).ShouldEqual(new RunResults(folder["whole"]));
    }

    [Fact]
    public void Backtest_FolderInUse_LeavesItAlone()
    {
        using var folder = new TemporaryFolder();
        string[] arguments = ["backtest", "--data", Repository.Sample, "--out", folder["out"]];
        // Longer than the others take to begin and to end.
        using var first = RunningProgram.Start([.. arguments, "--speed", "300x", "--set", "save_seconds=0.05"]);
        WaitFor(() => TradeLogLength(folder) > 0, first);
        RunningProgram.Run(arguments).ShouldExit(3).ShouldSayInOneLine(folder["out"], "in use");
        RunningProgram.Run([.. arguments, "--resume"]).ShouldExit(3).ShouldSayInOneLine(folder["out"], "in use");
        Assert.False(first.HasExited, "the first run has ended too early to tell");
        Assert.True(TradeLogLength(folder) > 0, "the trade log was cleared");
    }

    [Fact]
    public void Backtest_OutCannotBeMade_SaysSo()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["file"], "");
        RunningProgram.Run("backtest", "--data", Repository.Sample, "--out", Path.Combine(folder["file"], "out"))
            .ShouldExit(3).ShouldSayInOneLine(folder["file"]);
    }

    [Theory]
    [InlineData("trading_state.json.tmp")]
    [InlineData("report.html.tmp")]
    [InlineData("summary.json.tmp")]
    public void Backtest_DiskFull_SaysSoAndLeavesEarlierResults(string file)
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "there is no /dev/full to stand for a full disk");
        using var folder = new TemporaryFolder();
        string[] arguments = ["backtest", "--data", Repository.Sample, "--out", folder["out"]];
        RunningProgram.Run(arguments).ShouldExit(0);
        var before = new RunResults(folder["out"]).Content();
        var work = folder.Folder("out/.run");
        File.CreateSymbolicLink(Path.Combine(work, file), "/dev/full");

        RunningProgram.Run([.. arguments, "--set", "cash=5000"]).ShouldExit(3).ShouldSayInOneLine("space left");
        var after = new RunResults(folder["out"]).Content();
        Assert.All(before, entry => Assert.Equal(entry.Value, after.GetValueOrDefault(entry.Key)));

        // With room again, the run can be gone on with or started over.
        RunningProgram.Run([.. arguments, "--set", "cash=5000", "--resume"]).ShouldExit(0);
        Assert.Equal(5000, new RunResults(folder["out"]).Figures().GetProperty("initialCash").GetDecimal());
        Assert.False(Directory.Exists(work), ".run is still there");
    }

    [Fact]
    public void Generate_FolderCannotBeMade_SaysSo()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["file"], "");
        RunningProgram.Run("generate", "--out", folder["file"], "--symbols", "A").ShouldExit(3).ShouldSayInOneLine(folder["file"]);
    }

    private static long TradeLogLength(TemporaryFolder folder)
    {
        var log = new FileInfo(folder["out/.run/order_book.csv"]);
        return log.Exists ? log.Length : -1;
    }

    private static void WaitFor(Func<bool> condition, RunningProgram program)
    {
        var time = Stopwatch.StartNew();
        while (!condition())
        {
            Assert.True(time.Elapsed < Patience, $"not seen after {time.Elapsed}");
            if (program.HasExited)
                Assert.Fail($"ended before: {program.WaitForExit()}");
            Thread.Sleep(1);
        }
    }
}
