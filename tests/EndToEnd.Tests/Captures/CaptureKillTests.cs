using System.Diagnostics;
using TradeBooks.EndToEnd.Tests.Running;

namespace TradeBooks.EndToEnd.Tests.Captures;

/// <summary>A backtest of recorded frames gives the same bytes each time, also when it is killed and resumed.</summary>
public sealed class CaptureKillTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    [Theory]
    [InlineData("spot")]
    [InlineData("usdm")]
    [InlineData("kraken")]
    [InlineData("coinbase")]
    public void Backtest_Twice_GivesTheSameBytes(string name)
    {
        using var folder = new TemporaryFolder();
        var first = CaptureRuns.Run(name, folder["first"]);
        Assert.True(first.Fills >= 2, $"{first.Fills} fills");
        CaptureRuns.Run(name, folder["second"]).ShouldEqual(first);
    }

    [Theory]
    // So slow that all kills together come to a part of it, also where the one or the other comes late.
    [InlineData("spot", 8, "50x")]
    [InlineData("kraken", 4, "3x")]
    public void Backtest_KilledAgainAndAgain_ResumesToTheSameBytes(string name, int kills, string speed)
    {
        using var folder = new TemporaryFolder();
        var whole = CaptureRuns.Run(name, folder["whole"]);
        var work = Path.Combine(folder["killed"], ".run");
        var state = Path.Combine(work, RunResults.StateName);
        var random = new Random(5);
        string[] arguments = ["backtest", .. CaptureRuns.Arguments(name), "--out", folder["killed"], "--resume"];
        var events = new HashSet<long>();
        for (var kill = 0; kill < kills; kill++)
        {
            using var program = RunningProgram.Start([.. arguments, "--speed", speed, "--set", "save_seconds=0.02"]);
            var before = File.Exists(state) ? File.GetLastWriteTimeUtc(state) : DateTime.MinValue;
            for (var time = Stopwatch.StartNew(); !File.Exists(state) || File.GetLastWriteTimeUtc(state) == before; Thread.Sleep(1))
            {
                Assert.False(program.HasExited, $"ended before kill {kill}: {program.ErrorSoFar}");
                Assert.True(time.Elapsed < Patience, $"no state was saved after kill {kill}");
            }

            // The moment is what is random here.
            for (var time = Stopwatch.StartNew(); time.ElapsedMilliseconds < 1 + random.Next(250);)
                Thread.Sleep(1);
            Assert.False(program.HasExited, $"ended before kill {kill}");
            program.Kill();
            events.Add(new RunResults(work).State().GetProperty("engine").GetProperty("events").GetInt64());
        }

        Assert.True(events.Count > kills / 2, $"the kills came after {string.Join(", ", events)} events");
        RunningProgram.Run(arguments).ShouldExit(0);
        new RunResults(folder["killed"]).ShouldEqual(whole);
    }
}
