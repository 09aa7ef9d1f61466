using System.Diagnostics;
using TradeBooks.EndToEnd.Tests.Kills;
using TradeBooks.EndToEnd.Tests.Running;
using TradeBooks.Tests.Kafka;

namespace TradeBooks.EndToEnd.Tests.Kafka;

/// <summary>Kills a trader and its broker again and again while the topics are filled, and lets the trader end at last.</summary>
/// <param name="broker">The broker.</param>
/// <param name="trader">The run.</param>
/// <param name="output">Folder of its results.</param>
/// <param name="producer">Fills the topics.</param>
/// <param name="finalLogLength">Length of the trade log at the end.</param>
/// <param name="seed">Of the moments.</param>
internal sealed class LiveKillCampaign(
    KafkaBroker broker, Trader trader, string output, PacedProducer producer, long finalLogLength, int seed)
{
    // What is sent in this time without a fill is enough too, once the trader goes on.
    private static readonly TimeSpan NoFill = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly string[] Often = ["--until-end", "--resume", "--set", "save_seconds=0.02"];

    private readonly Random _random = new(seed);

    /// <summary>The trader's kills, each with the length of the trade log in thousandths of the final one.</summary>
    public List<(KillPhase Phase, int Progress)> Kills { get; } = [];

    public int BrokerKills { get; private set; }

    /// <summary>Kills of a trader while the broker was down.</summary>
    public int KillsInOutage { get; private set; }

    /// <param name="kills">Of the trader, at least.</param>
    /// <param name="brokerKills">Of the broker.</param>
    public void Run(int kills, int brokerKills)
    {
        var late = Math.Max(3, kills / 8);
        KillBeforeFirstState();
        var between = kills - Kills.Count - late;
        var every = Math.Max(2, between / brokerKills);
        for (var i = 0; i < between; i++)
        {
            producer.Limit = Math.Max(producer.Limit, 0.98 * (i + 1) / between);
            if (i % every == every - 1 && BrokerKills < brokerKills)
                KillBoth();
            else
                KillTrading();
        }

        Assert.True(producer.Fraction < 1, $"the topics were full before the kills had ended: {this}");
        producer.Finish();
        // The end is short, and some of these come too late for it. What has ended does not come to its end again: it is put back.
        for (var attempt = 0; attempt < 5 * late && Kills.Count < kills; attempt++)
        {
            var before = Kills.Count;
            using var copy = new FolderCopy(output);
            Start(Often, () => IsFinishing, _random.Next(12));
            if (Kills.Count == before)
                copy.Restore();
        }

        trader.RunUntilEnd("--resume");
    }

    /// <summary>What was hit, for failure texts.</summary>
    public override string ToString() =>
        $"{BrokerKills} of the broker, {Kills.Count} of the trader ({KillsInOutage} without a broker): "
        + string.Join(", ", Kills.Select(kill => $"{kill.Phase} {kill.Progress / 10.0:0.0} %"));

    private bool IsFinishing =>
        File.Exists(Path.Combine(output, ".run", RunResults.ReportName))
        || File.Exists(Path.Combine(output, ".run", RunResults.ReportName + ".tmp"))
        || (trader.HasSaved && trader.LogLength < 0);

    private void KillBeforeFirstState()
    {
        for (var attempt = 0; attempt < 10 && !Kills.Any(kill => kill.Phase == KillPhase.BeforeFirstState); attempt++)
        {
            Kills.Clear();
            if (Directory.Exists(output))
                Directory.Delete(output, recursive: true);
            Start(Often, () => attempt % 2 == 0 ? trader.LogLength >= 0 : Directory.Exists(Path.Combine(output, ".run")), 0);
        }
    }

    private void KillTrading()
    {
        var (before, saved) = (trader.LogLength, trader.SavedAt);
        Stopwatch? time = null;
        // Some while they begin, wherever that is.
        if (Kills.Count % 5 == 4)
            Start(Often, () => true, 100 + _random.Next(500));
        else
            Start(Often, IsFilledOrQuiet, _random.Next(120));

        bool IsFilledOrQuiet()
        {
            if (time is null && trader.SavedAt != saved)
                time = Stopwatch.StartNew();
            return trader.LogLength > before || time?.Elapsed > NoFill;
        }
    }

    // The trader sees the broker go and dies; the next one finds none, and may die of that too or see it come back.
    private void KillBoth()
    {
        var before = trader.LogLength;
        using (var program = trader.Start(Often))
        {
            WaitForFill(program, before, "before the broker's end");
            producer.Hold(broker.Kill);
            BrokerKills++;
            Wait(program, _random.Next(500));
            if (BrokerKills % 2 == 0)
            {
                // This one lives through it.
                broker.Restart();
                before = trader.LogLength;
                WaitForFill(program, before, "after the broker's restart");
                Kill(program);
                return;
            }

            Kill(program);
            KillsInOutage++;
        }

        using var next = trader.Start(Often);
        Wait(next, 300 + _random.Next(500));
        broker.Restart();
        before = trader.LogLength;
        WaitForFill(next, before, "with the broker that came later");
        Kill(next);
    }

    private void Start(string[] arguments, Func<bool> isDue, int millisecondsAfter)
    {
        using var program = trader.Start(arguments);
        var time = Stopwatch.StartNew();
        while (!program.HasExited && !isDue())
        {
            Assert.True(time.Elapsed < Patience, $"nothing to kill after {time.Elapsed}; so far {this}");
            Thread.Sleep(1);
        }

        Wait(program, millisecondsAfter);
        if (program.HasExited)
            program.WaitForExit().ShouldExit(0);
        else
            Kill(program);
    }

    private void WaitForFill(RunningProgram program, long before, string when)
    {
        SendMore();
        var time = Stopwatch.StartNew();
        Until.Seen(program, IsFilled, $"trading goes on {when}; so far {this}");

        bool IsFilled()
        {
            if (trader.LogLength > before)
                return true;
            // There may be no fill in what was sent, and it is all there is.
            if (time.Elapsed > NoFill)
            {
                SendMore();
                time.Restart();
            }

            return false;
        }
    }

    private void SendMore() => producer.Limit = 1 - ((1 - producer.Limit) * 0.95);

    // The moment is what is random here.
    private static void Wait(RunningProgram program, int milliseconds)
    {
        var time = Stopwatch.StartNew();
        while (time.ElapsedMilliseconds < milliseconds && !program.HasExited)
            Thread.Sleep(1);
    }

    private void Kill(RunningProgram program)
    {
        Assert.False(program.HasExited, $"the trader had ended; so far {this}");
        program.Kill();
        Kills.Add((
            !trader.HasSaved ? KillPhase.BeforeFirstState : IsFinishing ? KillPhase.Finishing : KillPhase.Trading,
            (int)(1000 * Math.Max(0, trader.LogLength) / finalLogLength)));
    }
}
