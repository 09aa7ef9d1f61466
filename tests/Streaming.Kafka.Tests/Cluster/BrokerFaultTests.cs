using TradeBooks.Tests.Kafka;

namespace TradeBooks.Streaming.Kafka.Tests.Cluster;

/// <summary>A broker that is not there at first, and goes away.</summary>
public sealed class BrokerFaultTests
{
    [Fact]
    public async Task Broker_DownAtStartThenKilledAndRestarted_NothingIsLost()
    {
        using var broker = KafkaBroker.Start(new KafkaBrokerOptions { Partitions = BrokerFixture.Partitions });
        using var topic = new TestTopic(broker, "broker");
        topic.Write(100, "a0", "b1", "c2");
        broker.Kill();
        var starting = StreamCluster.StartAsync(broker, topic.Name, silos: 2);
        Assert.NotSame(starting, await Task.WhenAny(starting, Task.Delay(TimeSpan.FromSeconds(1), TestContext.Current.CancellationToken)));
        broker.Restart();
        await using var cluster = await starting;
        await StreamCluster.WaitForAllAsync(topic);

        broker.Kill();
        await StreamCluster.WaitAsync(
            () => cluster.Silos.Silos.All(silo => StreamCluster.HealthOf(silo).LastError is not null), () => "no health tells of the broker");
        broker.Restart();
        topic.Write(100, "a0", "b1", "c2");
        await StreamCluster.WaitForAllAsync(topic);
        Tape.Of(topic.Name).AssertReplaysOnly(topic.Written);
        await StreamCluster.WaitForCommitsAsync(topic, [200, 200, 200, 0]);
    }

    [Fact]
    public async Task Stop_BrokerIsAwayAndACommitIsDue_DoesNotHang()
    {
        using var broker = KafkaBroker.Start(new KafkaBrokerOptions { Partitions = BrokerFixture.Partitions });
        using var topic = new TestTopic(broker, "away");
        topic.Write(10, "a0", "b1", "c2");
        // There is something to commit, and nobody to take it.
        var cluster = await StreamCluster.StartAsync(broker, topic.Name, configure: options => options.CommitInterval = TimeSpan.FromHours(1));
        await StreamCluster.WaitForAllAsync(topic);
        broker.Kill();
        var watch = System.Diagnostics.Stopwatch.StartNew();
        await cluster.DisposeAsync();
        TestContext.Current.TestOutputHelper?.WriteLine($"stopped in {watch.Elapsed.TotalSeconds:F1} s");
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(30), $"the stop took {watch.Elapsed}");
    }
}
