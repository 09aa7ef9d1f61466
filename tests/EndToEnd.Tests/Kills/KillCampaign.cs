using System.Diagnostics;
using System.Globalization;
using TradeBooks.EndToEnd.Tests.Running;

namespace TradeBooks.EndToEnd.Tests.Kills;

/// <summary>Kills one run again and again, resumes it each time, and finishes it.</summary>
internal sealed class KillCampaign(string[] arguments, string output, int minutes, long finalLogLength, int seed)
{
    // Time for the process to trade, start-ups aside: enough for a kill to hit a place of its own, also where it comes late.
    private const double SecondsForEachKill = 0.75;
    private const int Attempts = 10;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Random _random = new(seed);
    private readonly string _work = Path.Combine(output, ".run");

    /// <summary>The kills, each with the saved length of the trade log in thousandths of the final one.</summary>
    public List<(KillPhase Phase, int Progress)> Kills { get; } = [];

    public void Run(int count)
    {
        var early = Math.Max(2, count / 10);
        var late = Math.Max(2, count / 10);
        var between = count - early - late;
        var speed = (minutes * 60 / (SecondsForEachKill * count)).ToString("0", CultureInfo.InvariantCulture) + "x";
        KillBeforeFirstState();
        for (var i = 1; i < early; i++)
            Start(["--speed", speed, "--set", "save_seconds=60"], () => File.Exists(LogPath), _random.Next(120));

        for (var i = 0; i < between; i++)
        {
            // Where the last one came late, and passed this one's place, behind it all the same.
            var target = Math.Max((long)(finalLogLength * 0.96 * (i + _random.NextDouble()) / between), LogLength);
            Kill(["--speed", speed, "--set", "save_seconds=0.02"], () => LogLength > target || IsFinishing, 20);
        }

        while (Kills.Count < count)
            Kill([], () => IsFinishing, 12);
        Finish();
    }

    /// <summary>What was hit, for failure texts.</summary>
    public override string ToString() => string.Join(", ", Kills.Select(kill => $"{kill.Phase} {kill.Progress / 10.0:0.0} %"));

    private string LogPath => Path.Combine(_work, RunResults.TradeLogName);

    private string StatePath => Path.Combine(_work, RunResults.StateName);

    private string ReportPath => Path.Combine(_work, RunResults.ReportName);

    private long LogLength => File.Exists(LogPath) ? new FileInfo(LogPath).Length : 0;

    private bool IsFinishing => File.Exists(ReportPath) || File.Exists(ReportPath + ".tmp") || IsPublishing;

    private bool IsPublishing => File.Exists(StatePath) && !File.Exists(LogPath);

    // The first state comes soon after the folder, so this may be too late, and then it begins anew.
    private void KillBeforeFirstState()
    {
        for (var attempt = 0; attempt < 10 && !Kills.Any(kill => kill.Phase == KillPhase.BeforeFirstState); attempt++)
        {
            Kills.Clear();
            if (Directory.Exists(output))
                Directory.Delete(output, recursive: true);
            Start(["--speed", "1x"], () => attempt % 2 == 0 ? File.Exists(LogPath) : Directory.Exists(_work), 0);
        }
    }

    // The end is short, and a kill may come too late for it. What has ended does not come to its end again: it is put back.
    private void Kill(string[] more, Func<bool> isDue, int mostMillisecondsAfter)
    {
        for (var attempt = 1; ; attempt++)
        {
            using var copy = new FolderCopy(output);
            if (Start(more, isDue, _random.Next(mostMillisecondsAfter)))
                return;
            Assert.True(attempt < Attempts, $"the run has ended before its kill {attempt} times; so far {this}");
            copy.Restore();
        }
    }

    /// <returns>Whether it was killed, and had not ended before.</returns>
    private bool Start(string[] more, Func<bool> isDue, int millisecondsAfter)
    {
        using var program = RunningProgram.Start(["backtest", .. arguments, "--out", output, "--resume", .. more]);
        var time = Stopwatch.StartNew();
        while (!program.HasExited && !isDue())
        {
            Assert.True(time.Elapsed < Patience, $"nothing to kill after {time.Elapsed}; so far {this}");
            Thread.Sleep(1);
        }

        // The moment is what is random here.
        for (time.Restart(); time.ElapsedMilliseconds < millisecondsAfter && !program.HasExited;)
            Thread.Sleep(1);
        if (program.HasExited)
        {
            program.WaitForExit().ShouldExit(0);
            return false;
        }

        program.Kill();
        Kills.Add((
            !File.Exists(StatePath) ? KillPhase.BeforeFirstState : IsFinishing ? KillPhase.Finishing : KillPhase.Trading,
            (int)(1000 * LogLength / finalLogLength)));
        return true;
    }

    private void Finish()
    {
        using var program = RunningProgram.Start(["backtest", .. arguments, "--out", output, "--resume"]);
        program.WaitForExit().ShouldExit(0);
    }
}
