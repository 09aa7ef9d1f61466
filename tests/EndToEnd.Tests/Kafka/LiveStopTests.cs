using System.Diagnostics;
using TradeBooks.EndToEnd.Tests.Running;
using TradeBooks.Tests.Kafka;

namespace TradeBooks.EndToEnd.Tests.Kafka;

/// <summary>A trader that is asked to stop leaves soon, whatever it is doing and whatever the broker does, and can be resumed.</summary>
public sealed class LiveStopTests
{
    // Two seconds are promised; a machine that is busy with other tests gets one more.
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(3);

    [Theory]
    [InlineData("TERM")]
    [InlineData("INT")]
    public void Trade_AskedToStopWhileTopicsFill_SavesAndCanBeResumed(string signal)
    {
        using var folder = new TemporaryFolder();
        using var cluster = MockCluster.Start();
        var side = BrokerSide.Of(cluster);
        var data = MarketData.Sample();
        using var producer = new RecordProducer(side, "live-{symbol}");
        foreach (var symbol in data.Symbols)
            cluster.CreateTopic(producer.TopicOf(symbol), 1);
        using var paced = new PacedProducer(producer, data, TimeSpan.FromSeconds(10)) { Limit = 1 };
        var trader = new Trader(side, folder["out"], "live-{symbol}", data.Symbols);
        using (var program = trader.Start("--until-end"))
        {
            Until.Seen(program, () => trader.LogLength > 500, "it trades");
            Stop(program, signal);
            Assert.True(paced.Fraction < 1, "the topics were full before the stop");
        }

        ShouldBeStopped(trader);
        paced.Finish();
        ShouldResume(trader, data, folder);
    }

    [Theory]
    [InlineData("TERM")]
    [InlineData("INT")]
    public void Trade_AskedToStopWhileWaiting_SavesAndCanBeResumed(string signal)
    {
        using var folder = new TemporaryFolder();
        using var cluster = MockCluster.Start();
        using var run = Start(cluster, folder);
        using (var program = run.Trader.Start("--until-end"))
        {
            run.WaitForFirst(program);
            Stop(program, signal);
        }

        ShouldBeStopped(run.Trader);
        Assert.Equal(run.FirstEnd.ToString(), run.Trader.Saved!.Time);
        run.SendRest();
        ShouldResume(run.Trader, run.Data, folder);
    }

    [Theory]
    [InlineData("TERM")]
    [InlineData("INT")]
    public void Trade_AskedToStopWithBrokerDown_SavesAndCanBeResumed(string signal)
    {
        using var folder = new TemporaryFolder();
        using var cluster = MockCluster.Start();
        using var run = Start(cluster, folder);
        using (var program = run.Trader.Start("--until-end"))
        {
            run.WaitForFirst(program);
            cluster.TakeDown(1);
            Stop(program, signal);
            cluster.BringUp(1);
        }

        ShouldBeStopped(run.Trader);
        run.SendRest();
        ShouldResume(run.Trader, run.Data, folder);
    }

    [Fact]
    public void Trade_AskedToStopWithPoisonOnItsWayAndBrokerDown_SavesAndCanBeResumed()
    {
        using var folder = new TemporaryFolder();
        using var cluster = MockCluster.Start();
        using var run = Start(cluster, folder);
        using (var program = run.Trader.Start("--until-end"))
        {
            run.WaitForFirst(program);
            // Dead letters can't go out, and are asked for again and again.
            cluster.PushErrors(MockRequest.InitProducerId, [.. Enumerable.Repeat(Confluent.Kafka.ErrorCode.RequestTimedOut, 1000)]);
            foreach (var poison in Poison.All(run.Data.Symbols[0]))
                run.Producer.Send(run.Topics[0], poison.Key, poison.Value);
            run.Producer.Flush();
            Until.Seen(program, () => run.Trader.Saved!.Of(run.Topics[0], 0, "readTo") > run.FirstCount + 5, "poison was read");
            cluster.TakeDown(1);
            Stop(program, "TERM");
            cluster.BringUp(1);
            cluster.ClearErrors(MockRequest.InitProducerId);
        }

        ShouldBeStopped(run.Trader);
        // What has not arrived in the dead-letter topic was not passed.
        Assert.Equal((run.FirstCount, 0), (run.Trader.Saved!.Of(run.Topics[0], 0, "nextOffset"), run.Trader.Saved.DeadLetters));
        run.SendRest();
        run.Trader.RunUntilEnd("--resume").ShouldHaveCounted(Poison.All("").Length, duplicates: 0, lost: 0);
        run.Trader.Results.ShouldTradeAs(run.Data.Backtest(folder["backtest"]));
    }

    [Fact]
    public void Trade_AskedToStopWithBrokerKilled_SavesAndCanBeResumed()
    {
        using var folder = new TemporaryFolder();
        using var broker = KafkaBroker.Start();
        using var run = new HalfRun(
            BrokerSide.Of(broker), folder["out"], topics => broker.CreateTopics([.. topics.Select(topic => (topic, 1))]));
        using (var program = run.Trader.Start("--until-end"))
        {
            run.WaitForFirst(program);
            broker.Kill();
            Stop(program, "TERM");
        }

        ShouldBeStopped(run.Trader);
        broker.Restart();
        run.SendRest();
        ShouldResume(run.Trader, run.Data, folder);
    }

    [Theory]
    [InlineData("TERM")]
    [InlineData("INT")]
    public void Trade_AskedToStopBeforeAnyBrokerAnswers_LeavesNothing(string signal)
    {
        using var folder = new TemporaryFolder();
        using var cluster = MockCluster.Start();
        using var run = Start(cluster, folder);
        cluster.TakeDown(1);
        using (var program = run.Trader.Start("--until-end"))
        {
            Until.Seen(program, () => Directory.Exists(folder["out/.run"]), "it has begun");
            Stop(program, signal);
        }

        Assert.False(Directory.Exists(folder["out/.run"]), "there is a run that has done nothing");
    }

    private static HalfRun Start(MockCluster cluster, TemporaryFolder folder) => new(
        BrokerSide.Of(cluster), folder["out"], topics =>
        {
            foreach (var topic in topics)
                cluster.CreateTopic(topic, 1);
        });

    private static void Stop(RunningProgram program, string signal)
    {
        program.Signal(signal);
        // The signal is sent by a process of its own, which takes its time on a busy machine.
        var time = Stopwatch.StartNew();
        var result = program.WaitForExit();
        time.Stop();
        TestContext.Current.TestOutputHelper?.WriteLine($"SIG{signal}: left after {time.Elapsed.TotalMilliseconds:0} ms");
        result.ShouldExit(130);
        Assert.True(time.Elapsed < Limit, $"left after {time.Elapsed}: {result.Error}");
    }

    private static void ShouldBeStopped(Trader trader)
    {
        Assert.True(trader.HasSaved && !trader.IsFinished, "there is no run to be resumed");
        Assert.Equal("running", trader.Saved!.Status);
    }

    private static void ShouldResume(Trader trader, MarketData data, TemporaryFolder folder)
    {
        trader.RunUntilEnd("--resume").ShouldHaveReadEachOnce();
        trader.Results.ShouldTradeAs(data.Backtest(folder["backtest"]));
    }
}
