using Confluent.Kafka;
using TradeBooks.EndToEnd.Tests.Running;
using TradeBooks.Tests.Kafka;

namespace TradeBooks.EndToEnd.Tests.Kafka;

/// <summary>Records that are gone before they were traded stop a run, unless it is told to go on without them.</summary>
public sealed class GapTests
{
    private const int Gone = 50;

    [Fact]
    public void Trade_ResumedBehindRetention_StopsThenGoesOnIfTold()
    {
        using var folder = new TemporaryFolder();
        using var cluster = MockCluster.Start();
        using var run = Start(cluster, folder);
        run.TradeFirst();
        run.SendRest();
        cluster.DeleteRecords(run.Topics[1], 0, run.FirstCount + Gone);
        var before = Content(run, folder);

        run.Trader.Run("--resume", "--until-end").ShouldExit(4)
            .ShouldSayInOneLine($"{run.Topics[1]}[0]", $"offsets {run.FirstCount} to {run.FirstCount + Gone - 1}", "--on-gap continue");
        Assert.Equal(before, Content(run, folder));

        run.Trader.Run("--resume", "--until-end", "--on-gap", "continue").ShouldExit(0);
        run.Trader.Saved!.ShouldHaveCounted(deadLetters: 0, duplicates: 0, lost: Gone);
        run.Trader.Results.ShouldTradeAs(WithoutGone(run, folder));
    }

    [Fact]
    public void Trade_RecordsGoneWhileTrading_StopsThenGoesOnIfTold()
    {
        using var folder = new TemporaryFolder();
        using var cluster = MockCluster.Start();
        using var run = Start(cluster, folder);
        using (var program = run.Trader.Start("--until-end"))
        {
            run.WaitForFirst(program);
            RemoveUnseen(cluster, run);
            var error = program.WaitForExit().ShouldExit(4).ErrorLines[^1];
            Assert.Contains($"{run.Topics[1]}[0]", error, StringComparison.Ordinal);
            Assert.Contains($"offsets {run.FirstCount} to {run.FirstCount + Gone - 1}", error, StringComparison.Ordinal);
        }

        Assert.True(
            string.CompareOrdinal(run.Trader.Saved!.Time, run.FirstEnd.ToString()) >= 0, $"what was traded is not kept: {run.Trader.Saved.Time}");
        run.Trader.Run("--resume", "--until-end", "--on-gap", "continue").ShouldExit(0);
        run.Trader.Saved!.ShouldHaveCounted(deadLetters: 0, duplicates: 0, lost: Gone);
        run.Trader.Results.ShouldTradeAs(WithoutGone(run, folder));
    }

    [Fact]
    public void Trade_RecordsGoneWhileTradingAndToldToGoOn_GoesOn()
    {
        using var folder = new TemporaryFolder();
        using var cluster = MockCluster.Start();
        using var run = Start(cluster, folder);
        using (var program = run.Trader.Start("--until-end", "--on-gap", "continue"))
        {
            run.WaitForFirst(program);
            RemoveUnseen(cluster, run);
            var result = program.WaitForExit().ShouldExit(0);
            Assert.Contains($"offsets {run.FirstCount} to {run.FirstCount + Gone - 1} are gone", result.Error, StringComparison.Ordinal);
        }

        run.Trader.Saved!.ShouldHaveCounted(deadLetters: 0, duplicates: 0, lost: Gone);
        run.Trader.Results.ShouldTradeAs(WithoutGone(run, folder));
    }

    [Fact]
    public void Trade_FirstRecordsGoneBeforeTheRunBegan_TradesWhatIsThere()
    {
        using var folder = new TemporaryFolder();
        using var cluster = MockCluster.Start();
        using var run = Start(cluster, folder);
        run.SendRest();
        foreach (var topic in run.Topics)
            cluster.DeleteRecords(topic, 0, run.FirstCount);

        run.Trader.RunUntilEnd().ShouldHaveReadEachOnce();

        var data = run.Data.Days(folder.Folder("rest"), day => day == "2025-03-07");
        run.Trader.Results.ShouldTradeAs(data.Backtest(folder["backtest"]));
    }

    [Fact]
    public void Trade_TopicsMadeAnew_StopsThenGoesOnIfTold()
    {
        using var folder = new TemporaryFolder();
        using var old = MockCluster.Start();
        using var run = Start(old, folder);
        run.TradeFirst();
        var before = Content(run, folder);

        // The same topics, with nothing but what comes next.
        using var anew = MockCluster.Start();
        foreach (var topic in run.Topics)
            anew.CreateTopic(topic, 1);
        var trader = run.MoveTo(BrokerSide.Of(anew), folder["out"]);
        using (var producer = run.ProducerAt(BrokerSide.Of(anew)))
            run.SendRest(producer);

        trader.Run("--resume", "--until-end").ShouldExit(4)
            .ShouldSayInOneLine($"{run.Topics[0]}[0]", $"before {run.FirstCount}", "made anew", "--on-gap continue");
        Assert.Equal(before, Content(run, folder));

        trader.RunUntilEnd("--resume", "--on-gap", "continue").ShouldHaveReadEachOnce();
        trader.Results.ShouldTradeAs(run.Data.Backtest(folder["backtest"]));
    }

    private static HalfRun Start(MockCluster cluster, TemporaryFolder folder) => new(
        BrokerSide.Of(cluster), folder["out"], topics =>
        {
            foreach (var topic in topics)
                cluster.CreateTopic(topic, 1);
        });

    // No fetch succeeds before the records are gone.
    private static void RemoveUnseen(MockCluster cluster, HalfRun run)
    {
        cluster.PushErrors(MockRequest.Fetch, [.. Enumerable.Repeat(ErrorCode.RequestTimedOut, 1000)]);
        cluster.TrackRequests();
        Assert.True(SpinWait.SpinUntil(() => cluster.CountRequests(MockRequest.Fetch) > 0, TimeSpan.FromSeconds(30)), "no fetch has failed");
        run.SendRest();
        cluster.DeleteRecords(run.Topics[1], 0, run.FirstCount + Gone);
        cluster.ClearErrors(MockRequest.Fetch);
    }

    private static RunResults WithoutGone(HalfRun run, TemporaryFolder folder)
    {
        var data = run.Data.Days(folder.Folder("rest"), _ => true);
        var file = Path.Combine(data.Folder, run.Data.Symbols[1] + ".csv");
        var rows = File.ReadAllLines(file).ToList();
        rows.RemoveRange(1 + run.FirstCount, Gone);
        File.WriteAllLines(file, rows);
        return data.Backtest(folder["backtest"]);
    }

    private static (string Time, long Length, string Partitions) Content(HalfRun run, TemporaryFolder folder) => (
        run.Trader.Saved!.Time,
        new FileInfo(folder["out/.run/order_book.csv"]).Length,
        string.Join('\n', run.Trader.Saved.Partitions));
}
