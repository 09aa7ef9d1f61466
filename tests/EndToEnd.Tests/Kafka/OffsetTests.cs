using Confluent.Kafka;
using TradeBooks.EndToEnd.Tests.Running;

namespace TradeBooks.EndToEnd.Tests.Kafka;

/// <summary>Saved positions alone say where reading goes on; the group's committed offsets follow them.</summary>
public sealed class OffsetTests(SharedBroker shared) : IClassFixture<SharedBroker>
{
    private const string Group = "tradebooks-default";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public void Trade_WhileTopicsFill_CommittedOffsetsFollowTheState()
    {
        using var folder = new TemporaryFolder();
        using var run = Start(folder, "--group", "followers");
        using var client = Consumer("followers");
        var places = run.Topics.Select(topic => new TopicPartition(topic, 0)).ToList();
        var checks = 0;
        using (var program = run.Trader.Start("--until-end"))
        {
            Until.Seen(program, () => Check() > 0, "offsets were committed");
            run.WaitForFirst(program);
            Until.Seen(program, () => Check() == run.FirstCount * run.Topics.Length, "all offsets of the first days were committed");
            run.SendRest();
            program.WaitForExit().ShouldExit(0);
        }

        var end = run.Data.InTimeOrder.Count() + run.Topics.Length;
        Assert.Equal(end, Check());
        Assert.True(checks > 3, $"{checks} looks are too few to tell anything");
        run.Trader.Results.ShouldTradeAs(run.Data.Backtest(folder["backtest"]));

        // First what is committed, then what is saved, since both only grow.
        long Check()
        {
            checks++;
            var committed = client.Committed(places, Patience).ToDictionary(offset => offset.Topic, offset => Math.Max(0, offset.Offset.Value));
            if (run.Trader.Saved is not { } saved)
                return Assert.IsType<long>(committed.Values.Sum());
            foreach (var (topic, offset) in committed)
            {
                var next = saved.Of(topic, 0, "nextOffset");
                Assert.True(offset <= next, $"{topic}: {offset} is committed, {next} is saved");
            }

            return committed.Values.Sum();
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(100)]
    [InlineData(int.MaxValue)]
    public void Trade_OtherOffsetsCommittedInBetween_ResumesWhereItWas(int offset)
    {
        using var folder = new TemporaryFolder();
        var group = $"others-{offset}";
        using var run = Start(folder, "--group", group);
        run.TradeFirst();
        run.SendRest();
        using (var client = Consumer(group))
            client.Commit(run.Topics.Select(topic => new TopicPartitionOffset(topic, 0, offset)));

        run.Trader.RunUntilEnd("--resume").ShouldHaveReadEachOnce();

        run.Trader.Results.ShouldTradeAs(run.Data.Backtest(folder["backtest"]));
    }

    [Fact]
    public void Trade_AnotherMemberJoinsTheGroup_TradesOn()
    {
        using var folder = new TemporaryFolder();
        using var run = Start(folder);
        using (var program = run.Trader.Start("--until-end"))
        {
            run.WaitForFirst(program);
            var seen = 0;
            using (var other = Consumer(Group))
            {
                other.Subscribe(run.Topics);
                Until.Seen(program, () => other.Consume(10) is not null && ++seen > 500, "another member reads");
                run.SendRest();
                program.WaitForExit().ShouldExit(0);
                other.Close();
            }
        }

        run.Trader.Saved!.ShouldHaveReadEachOnce();
        run.Trader.Results.ShouldTradeAs(run.Data.Backtest(folder["backtest"]));
    }

    [Fact]
    public void Trade_NewRunWithCommittedOffsets_BeginsWithTheFirstRecord()
    {
        using var folder = new TemporaryFolder();
        using var run = Start(folder, "--group", "again");
        run.SendRest();
        run.Trader.RunUntilEnd().ShouldHaveReadEachOnce();

        run.Trader.RunUntilEnd().ShouldHaveReadEachOnce();

        run.Trader.Results.ShouldTradeAs(run.Data.Backtest(folder["backtest"]));
    }

    private HalfRun Start(TemporaryFolder folder, params string[] more) => new(
        shared.Side, folder["out"], topics => shared.Broker.CreateTopics([.. topics.Select(topic => (topic, 1))]), more);

    private IConsumer<byte[], byte[]> Consumer(string group) => new ConsumerBuilder<byte[], byte[]>(
        new ConsumerConfig(shared.Side.Client)
        {
            GroupId = group,
            EnableAutoCommit = true,
            AutoCommitIntervalMs = 100,
            AutoOffsetReset = AutoOffsetReset.Earliest,
            SessionTimeoutMs = 6000,
        }).SetLogHandler((_, _) => { }).SetErrorHandler((_, _) => { }).Build();
}
