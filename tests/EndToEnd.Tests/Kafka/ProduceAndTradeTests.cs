using TradeBooks.EndToEnd.Tests.Running;
using TradeBooks.Tests.Kafka;

namespace TradeBooks.EndToEnd.Tests.Kafka;

/// <summary>Both ends as a user runs them: <c>tradebooks produce</c> fills the topics, <c>tradebooks trade</c> trades from them.</summary>
public sealed class ProduceAndTradeTests(SharedBroker shared) : IClassFixture<SharedBroker>
{
    [Theory]
    [InlineData("sample")]
    [InlineData("stocks")]
    public void Trade_ProducedFromFiles_TradesAsTheBacktest(string name)
    {
        using var folder = new TemporaryFolder();
        var data = MarketData.Named(name);
        var template = TestBroker.NewName("ends") + "-{symbol}";

        Produce(shared.Side, data, template).ShouldExit(0);
        var trader = new Trader(shared.Side, folder["out"], template, data.Symbols);
        trader.RunUntilEnd().ShouldHaveReadEachOnce();

        trader.Results.ShouldTradeAs(data.Backtest(folder["backtest"]));
    }

    [Fact]
    public void Trade_MockWithHeaders_TradesAsTheBacktest()
    {
        using var folder = new TemporaryFolder();
        using var cluster = MockCluster.Start();
        var (data, side) = (MarketData.Sample(), BrokerSide.Of(cluster));
        foreach (var symbol in data.Symbols)
            cluster.CreateTopic($"ends-{symbol.ToLowerInvariant()}", 1);

        Produce(side, data, "ends-{symbol}").ShouldExit(0);
        var trader = new Trader(side, folder["out"], "ends-{symbol}", data.Symbols);
        trader.RunUntilEnd().ShouldHaveReadEachOnce();

        trader.Results.ShouldTradeAs(data.Backtest(folder["backtest"]));
    }

    [Fact]
    public void Trade_ProposedPartitionMap_ReadsWhereItWasProduced()
    {
        using var folder = new TemporaryFolder();
        var data = MarketData.Sample();
        var (topic, map) = (TestBroker.NewName("ends"), folder["sim-config.json"]);
        RunningProgram.Run(["partitions", "--symbols", string.Join(',', data.Symbols), "--partitions", "3", "--out", map]).ShouldExit(0);
        shared.Broker.CreateTopics((topic, 3));

        Produce(shared.Side, data, topic, "--partition-map", map).ShouldExit(0);
        RunningProgram.Run(
            ["partitions", "--check", map, "--topic", topic, .. shared.Side.Arguments]).ShouldExit(0);
        var trader = new Trader(shared.Side, folder["out"], topic, data.Symbols, "--partition-map", map);
        trader.RunUntilEnd().ShouldHaveReadEachOnce();

        trader.Results.ShouldTradeAs(data.Backtest(folder["backtest"]));
    }

    [Fact]
    public void Trade_TwoProducersAtOnceWhileItTrades_TradesAsTheBacktest()
    {
        using var folder = new TemporaryFolder();
        var data = MarketData.Sample();
        var template = TestBroker.NewName("ends") + "-{symbol}";
        var trader = new Trader(shared.Side, folder["out"], template, data.Symbols);

        // Both at their pace, so that what they send is mixed: some seconds, so that neither has ended before the other begins.
        using var first = RunningProgram.Start(Arguments(shared.Side, data, template, "--speed", "8000x"));
        using var second = RunningProgram.Start(Arguments(shared.Side, data, template, "--speed", "10000x"));
        var ended = trader.RunUntilEnd();
        first.WaitForExit().ShouldExit(0);
        second.WaitForExit().ShouldExit(0);

        trader.Results.ShouldTradeAs(data.Backtest(folder["backtest"]));
        // The slower one may still be at it when the other's ends are reached.
        Assert.Equal((0, 0, 0), (ended.DeadLetters, ended.Revisions, ended.Lost));
        Assert.True(ended.Duplicates > 0, "the second producer's bars were never seen");
    }

    private static ProgramResult Produce(BrokerSide side, MarketData data, string template, params string[] more) =>
        RunningProgram.Run(Arguments(side, data, template, more));

    private static string[] Arguments(BrokerSide side, MarketData data, string template, params string[] more) =>
        ["produce", "--data", data.Folder, "--symbols", string.Join(',', data.Symbols), "--topic", template, .. side.Arguments, .. more];
}
