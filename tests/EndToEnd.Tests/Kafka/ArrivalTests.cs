using System.Diagnostics;
using TradeBooks.EndToEnd.Tests.Running;
using TradeBooks.Tests.Kafka;

namespace TradeBooks.EndToEnd.Tests.Kafka;

/// <summary>Arrival mode waits for nobody longer than it is told to, and loses nothing that comes late.</summary>
public sealed class ArrivalTests
{
    private const string Template = "arrival-{symbol}";
    private static readonly string[] Arguments = ["--mode", "arrival", "--from-beginning"];

    [Fact]
    public void Trade_AllSymbolsInStep_TradesAsTheBacktest()
    {
        using var folder = new TemporaryFolder();
        using var cluster = MockCluster.Start();
        var (data, side) = Prepare(cluster);
        using var paced = new PacedProducer(new RecordProducer(side, Template), data, TimeSpan.FromSeconds(2)) { Limit = 1 };
        // Longer than a busy machine takes to bring one slot.
        var trader = new Trader(side, folder["out"], Template, data.Symbols, [.. Arguments, "--set", "arrival_wait_seconds=10"]);
        using (var program = trader.Start("--until-end"))
        {
            Until.Seen(program, () => trader.LogLength > 500, "it trades");
            paced.Finish();
            program.WaitForExit().ShouldExit(0);
        }

        trader.Saved!.ShouldHaveReadEachOnce();
        Assert.Equal(0, trader.Saved!.LateSlots);
        trader.Results.ShouldTradeAs(data.Backtest(folder["backtest"]));
    }

    [Fact]
    public void Trade_SymbolIsSilent_HoldsNobodyBackAndIsAppliedLate()
    {
        const int Slots = 12;
        using var folder = new TemporaryFolder();
        using var cluster = MockCluster.Start();
        var (data, side) = Prepare(cluster);
        using var producer = new RecordProducer(side, Template);
        var silent = data.Symbols[^1];
        var trader = new Trader(
            side, folder["out"], Template, data.Symbols, [.. Arguments, "--set", "arrival_wait_seconds=0.2", "--set", "save_seconds=0.01"]);
        var slots = data.InTimeOrder.GroupBy(bar => bar.Time).Take(Slots).ToList();
        using (var program = trader.Start())
        {
            var times = new List<TimeSpan>();
            foreach (var slot in slots)
            {
                producer.Send(slot.Where(bar => bar.Symbol != silent));
                producer.Flush();
                var time = Stopwatch.StartNew();
                Until.Seen(program, () => trader.Saved?.Time == slot.Key.ToString(), $"{slot.Key} was traded without {silent}");
                times.Add(time.Elapsed);
            }

            times.Sort();
            TestContext.Current.TestOutputHelper?.WriteLine(
                $"a slot is traded after {times[Slots / 2].TotalMilliseconds:0} ms (median), {times[^1].TotalMilliseconds:0} ms (most, the start included)");
            Assert.InRange(times[Slots / 2], TimeSpan.FromSeconds(0.15), TimeSpan.FromSeconds(5));

            // Late, but not lost; killed before all of it has come.
            producer.Send(data.Bars[silent].Take(Slots / 2));
            producer.Flush();
            Until.Seen(program, () => trader.Saved!.LateSlots == Slots / 2, "late bars were applied");
            program.Kill();
        }

        producer.Send(data.Bars[silent].Take(Slots).Skip(Slots / 2));
        producer.SendEnds(data.Symbols);
        producer.Flush();
        var saved = trader.RunUntilEnd("--resume");
        saved.ShouldHaveReadEachOnce();
        Assert.Equal((Slots, Slots * data.Symbols.Count), (saved.LateSlots, saved.Events));
        Assert.Equal(slots[^1].Key.ToString(), saved.Time);
    }

    [Fact]
    public void Trade_NewRunWithoutBeginning_TakesWhatComesFromNowOn()
    {
        using var folder = new TemporaryFolder();
        using var cluster = MockCluster.Start();
        using var run = new HalfRun(BrokerSide.Of(cluster), folder["out"], topics =>
        {
            foreach (var topic in topics)
                cluster.CreateTopic(topic, 1);
        });
        using (var program = run.Trader.Start("--mode", "arrival", "--set", "arrival_wait_seconds=10"))
        {
            Until.Seen(program, () => run.Trader.HasSaved, "it waits");
            run.SendRest();
            Until.Seen(
                program, () => run.Trader.Saved!.Events == run.Data.InTimeOrder.Count() - (run.FirstCount * run.Topics.Length), "it has traded what came");
            program.Signal("TERM");
            program.WaitForExit().ShouldExit(130);
        }

        // Going on begins where it was, not with what comes from now on.
        var trader = run.Trader;
        trader.RunUntilEnd("--mode", "arrival", "--resume").ShouldHaveReadEachOnce();
        Assert.Equal(0, trader.Saved!.LateSlots);
        var data = run.Data.Days(folder.Folder("rest"), day => day == "2025-03-07");
        trader.Results.ShouldTradeAs(data.Backtest(folder["backtest"]));
    }

    private static (MarketData Data, BrokerSide Side) Prepare(MockCluster cluster)
    {
        var data = MarketData.Sample();
        foreach (var symbol in data.Symbols)
            cluster.CreateTopic($"arrival-{symbol.ToLowerInvariant()}", 1);
        return (data, BrokerSide.Of(cluster));
    }
}
