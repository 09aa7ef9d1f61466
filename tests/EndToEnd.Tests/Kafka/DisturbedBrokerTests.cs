using System.Diagnostics;
using Confluent.Kafka;
using TradeBooks.EndToEnd.Tests.Running;
using TradeBooks.Tests.Kafka;

namespace TradeBooks.EndToEnd.Tests.Kafka;

/// <summary>A broker that fails in all sorts of ways changes nothing of what is traded.</summary>
public sealed class DisturbedBrokerTests
{
    private const int Brokers = 3;
    private const string Template = "mock-{symbol}";

    [Theory]
    [InlineData("Fetch", ErrorCode.NotLeaderForPartition)]
    [InlineData("Fetch", ErrorCode.LeaderNotAvailable)]
    [InlineData("Fetch", ErrorCode.RequestTimedOut)]
    [InlineData("Fetch", ErrorCode.Local_Transport)]
    [InlineData("Fetch", ErrorCode.Unknown)]
    [InlineData("Fetch", ErrorCode.KafkaStorageError)]
    [InlineData("Fetch", ErrorCode.OffsetOutOfRange)]
    [InlineData("Metadata", ErrorCode.Local_Transport)]
    [InlineData("Metadata", ErrorCode.LeaderNotAvailable)]
    [InlineData("OffsetCommit", ErrorCode.NotCoordinatorForGroup)]
    [InlineData("OffsetCommit", ErrorCode.GroupAuthorizationFailed)]
    [InlineData("FindCoordinator", ErrorCode.GroupCoordinatorNotAvailable)]
    public void Trade_RequestsFailWhileTrading_TradesAsTheBacktest(string request, ErrorCode error) => Trade((cluster, _) =>
    {
        var kind = Enum.Parse<MockRequest>(request);
        cluster.PushErrors(kind, error, error);
    });

    [Theory]
    [InlineData("ListOffsets", ErrorCode.NotLeaderForPartition)]
    [InlineData("ListOffsets", ErrorCode.Local_Transport)]
    [InlineData("Metadata", ErrorCode.Local_Transport)]
    [InlineData("FindCoordinator", ErrorCode.GroupCoordinatorNotAvailable)]
    [InlineData("Fetch", ErrorCode.NotLeaderForPartition)]
    public void Trade_RequestsFailAtTheStart_TradesAsTheBacktest(string request, ErrorCode error)
    {
        using var cluster = Start();
        cluster.PushErrors(Enum.Parse<MockRequest>(request), [.. Enumerable.Repeat(error, 4)]);
        Trade(cluster, (_, _) => { });
    }

    [Fact]
    public void Trade_LeadersMove_TradesAsTheBacktest() => Trade((cluster, topics) =>
    {
        for (var i = 0; i < topics.Count; i++)
            cluster.SetLeader(topics[i], 0, 1 + ((i + 1) % Brokers));
    });

    [Fact]
    public void Trade_SlowBrokers_TradesAsTheBacktest() => Trade((cluster, _) =>
    {
        for (var broker = 1; broker <= Brokers; broker++)
            cluster.SetRoundTrip(broker, TimeSpan.FromMilliseconds(200));
    });

    [Theory]
    [InlineData(1)]
    [InlineData(MockCluster.AllBrokers)]
    public void Trade_BrokersDownAndUp_TradesAsTheBacktest(int which) => Trade((cluster, _) =>
    {
        var brokers = which == MockCluster.AllBrokers ? Enumerable.Range(1, Brokers).ToArray() : [which];
        Array.ForEach(brokers, cluster.TakeDown);
        Moment(1000);
        Array.ForEach(brokers, cluster.BringUp);
    });

    [Fact]
    public void Trade_BrokersDownAtTheStart_WaitsForThem()
    {
        using var folder = new TemporaryFolder();
        using var cluster = Start();
        var (data, trader) = Fill(cluster, folder);
        for (var broker = 1; broker <= Brokers; broker++)
            cluster.TakeDown(broker);
        using var program = trader.Start("--until-end");
        Until.Seen(program, () => Directory.Exists(folder["out/.run"]), "it has begun");
        Moment(1000);
        Assert.False(program.HasExited, "it has not waited");
        for (var broker = 1; broker <= Brokers; broker++)
            cluster.BringUp(broker);

        program.WaitForExit().ShouldExit(0);
        trader.Saved!.ShouldHaveReadEachOnce();
        trader.Results.ShouldTradeAs(data.Backtest(folder["backtest"]));
    }

    [Fact]
    public void Trade_TopicsComeLater_WaitsForThem()
    {
        using var folder = new TemporaryFolder();
        using var cluster = MockCluster.Start();
        var data = MarketData.Sample();
        var side = BrokerSide.Of(cluster);
        using var producer = new RecordProducer(side, Template);
        cluster.CreateTopic(producer.TopicOf(data.Symbols[0]), 1);
        var trader = new Trader(side, folder["out"], Template, data.Symbols);
        cluster.TrackRequests();
        using var program = trader.Start("--until-end");
        Until.Seen(program, () => cluster.CountRequests(MockRequest.Metadata) > 3, "it has looked for topics");
        foreach (var symbol in data.Symbols.Skip(1))
            cluster.CreateTopic(producer.TopicOf(symbol), 1);
        producer.Send(data.InTimeOrder);
        producer.SendEnds(data.Symbols);
        producer.Flush();

        var result = program.WaitForExit().ShouldExit(0);
        Assert.Contains($"waiting for topic {producer.TopicOf(data.Symbols[1])}, {producer.TopicOf(data.Symbols[2])}", result.Error, StringComparison.Ordinal);
        trader.Saved!.ShouldHaveReadEachOnce();
        trader.Results.ShouldTradeAs(data.Backtest(folder["backtest"]));
    }

    [Fact]
    public void Trade_TopicsDoNotCome_SaysWhich()
    {
        using var folder = new TemporaryFolder();
        using var cluster = MockCluster.Start();
        var trader = new Trader(BrokerSide.Of(cluster), folder["out"], Template, ["AAA"], "--set", "Kafka:StartTimeout=5");

        var error = trader.Run().ShouldExit(4).ErrorLines[^1];

        Assert.StartsWith("tradebooks: ", error, StringComparison.Ordinal);
        Assert.Contains("no topic mock-aaa", error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder["out/.run"]), "there is a run that has done nothing");
    }

    [Fact]
    public void Trade_NoBrokerAtTheStart_SaysSo()
    {
        using var folder = new TemporaryFolder();
        var side = new BrokerSide("127.0.0.1:1", new Dictionary<string, string>(), HasHeaders: true);
        var trader = new Trader(side, folder["out"], Template, ["AAA"], "--set", "Kafka:StartTimeout=1");

        var time = Stopwatch.StartNew();
        var result = trader.Run().ShouldExit(4);

        // Not the 30 seconds that it would be otherwise.
        Assert.True(time.Elapsed < TimeSpan.FromSeconds(25), $"it took {time.Elapsed}");
        Assert.StartsWith("tradebooks: Kafka at 127.0.0.1:1 does not answer", result.ErrorLines[^1], StringComparison.Ordinal);
        Assert.True(result.ErrorLines.Length <= 3, result.Error);
        Assert.False(Directory.Exists(folder["out/.run"]), "there is a run that has done nothing");
    }

    [Fact]
    public void Trade_FatalClientError_StopsAndCanBeResumed()
    {
        using var folder = new TemporaryFolder();
        using var cluster = Start();
        var (data, trader) = Fill(cluster, folder, "--set", "save_seconds=0.05");
        cluster.PushErrors(MockRequest.OffsetCommit, ErrorCode.FencedInstanceId);

        // Without an end, so that it has to be told.
        var result = trader.Run("--set", "Kafka:Consumer:group.instance.id=one").ShouldExit(4);

        Assert.StartsWith("tradebooks: the Kafka client can't go on", result.ErrorLines[^1], StringComparison.Ordinal);
        trader.RunUntilEnd("--resume").ShouldHaveReadEachOnce();
        trader.Results.ShouldTradeAs(data.Backtest(folder["backtest"]));
    }

    [Theory]
    [InlineData("Produce", ErrorCode.NotLeaderForPartition)]
    [InlineData("Produce", ErrorCode.RequestTimedOut)]
    [InlineData("Produce", ErrorCode.Local_Transport)]
    [InlineData("Produce", ErrorCode.TopicAuthorizationFailed)]
    [InlineData("Produce", ErrorCode.OutOfOrderSequenceNumber)]
    [InlineData("InitProducerId", ErrorCode.Local_Transport)]
    public void Trade_DeadLettersAreRefusedAtFirst_AreSentAgain(string request, ErrorCode error)
    {
        using var folder = new TemporaryFolder();
        using var cluster = Start();
        var data = MarketData.Sample();
        var side = BrokerSide.Of(cluster);
        using var producer = new RecordProducer(side, Template);
        var topic = producer.TopicOf(data.Symbols[0]);
        foreach (var symbol in data.Symbols)
            cluster.CreateTopic(producer.TopicOf(symbol), 1);
        producer.Send(topic, null, "poison"u8.ToArray());
        producer.Send(data.InTimeOrder);
        producer.SendEnds(data.Symbols);
        producer.Flush();
        cluster.PushErrors(Enum.Parse<MockRequest>(request), error, error);

        var trader = new Trader(side, folder["out"], Template, data.Symbols);
        trader.RunUntilEnd().ShouldHaveCounted(deadLetters: 1, duplicates: 0, lost: 0);

        trader.Results.ShouldTradeAs(data.Backtest(folder["backtest"]));
        var letter = Assert.Single(TopicReader.ReadAll(side.Client, $"{topic}.dead-letter"));
        Assert.Equal("poison"u8.ToArray(), letter.Message.Value);
    }

    private static MockCluster Start() => MockCluster.Start(Brokers);

    private static (MarketData Data, Trader Trader) Fill(MockCluster cluster, TemporaryFolder folder, params string[] more)
    {
        var data = MarketData.Sample();
        var side = BrokerSide.Of(cluster);
        using var producer = new RecordProducer(side, Template);
        foreach (var symbol in data.Symbols)
            cluster.CreateTopic(producer.TopicOf(symbol), 1);
        producer.Send(data.InTimeOrder);
        producer.SendEnds(data.Symbols);
        producer.Flush();
        return (data, new Trader(side, folder["out"], Template, data.Symbols, more));
    }

    private static void Trade(Action<MockCluster, IReadOnlyList<string>> disturb)
    {
        using var cluster = Start();
        Trade(cluster, disturb);
    }

    // The disturbance comes with every third of the bars, all of them traded before the next.
    private static void Trade(MockCluster cluster, Action<MockCluster, IReadOnlyList<string>> disturb)
    {
        using var folder = new TemporaryFolder();
        var data = MarketData.Sample();
        var side = BrokerSide.Of(cluster);
        using var producer = new RecordProducer(side, Template);
        var topics = data.Symbols.Select(producer.TopicOf).ToList();
        topics.ForEach(topic => cluster.CreateTopic(topic, 1));
        var trader = new Trader(side, folder["out"], Template, data.Symbols, "--set", "save_seconds=0.05");
        var slots = data.InTimeOrder.GroupBy(bar => bar.Time).ToList();
        using (var program = trader.Start("--until-end"))
        {
            foreach (var part in slots.Chunk((slots.Count + 2) / 3))
            {
                disturb(cluster, topics);
                producer.Send(part.SelectMany(slot => slot));
                producer.Flush();
                var complete = part.Last(slot => slot.Count() == data.Symbols.Count).Key.ToString();
                Until.Seen(program, () => string.CompareOrdinal(trader.Saved?.Time ?? "", complete) >= 0, $"{complete} was traded");
            }

            producer.SendEnds(data.Symbols);
            producer.Flush();
            program.WaitForExit().ShouldExit(0);
        }

        trader.Saved!.ShouldHaveReadEachOnce();
        trader.Results.ShouldTradeAs(data.Backtest(folder["backtest"]));
    }

    // How long a disturbance lasts.
    private static void Moment(int milliseconds) => Thread.Sleep(milliseconds);
}
