using TradeBooks.Cluster.Tests.Running;

namespace TradeBooks.Cluster.Tests.Faults;

/// <summary>Silos are killed, added and removed while bars come, and the trade log is the backtest's all the same.</summary>
public sealed class SiloFaultTests
{
    [Fact]
    public Task Cluster_SilosKilledAtRandom_WritesTheBacktestsLog() => KillAtRandomAsync(kills: 4, seed: 1);

    [Fact]
    public async Task Cluster_SilosKilledAgainAndAgain_WritesTheBacktestsLog()
    {
        Assert.SkipUnless(Environment.GetEnvironmentVariable("TRADEBOOKS_LONG") == "1", "./test.sh --long kills more often");
        await KillAtRandomAsync(kills: 24, seed: 2);
    }

    [Fact]
    public async Task Cluster_AllSilosKilledAtOnceThenOneMoreAndOneLess_WritesTheBacktestsLog()
    {
        await using var scenario = await Scenario.StartAsync(Scenario.Sample, 2, Scenario.Busy);
        using var producer = scenario.Produce("every:0.02");
        await scenario.UntilFillsAsync(scenario.ExpectedFills / 5);
        await Task.WhenAll(scenario.Cluster.KillSiloAsync(1), scenario.Cluster.KillSiloAsync(2));
        await scenario.Cluster.SetSilosAsync(2);
        await scenario.UntilFillsAsync(scenario.ExpectedFills * 2 / 5);
        await scenario.Cluster.SetSilosAsync(3);
        await scenario.UntilFillsAsync(scenario.ExpectedFills * 3 / 5);
        await scenario.Cluster.SetSilosAsync(1);
        await producer.ShouldSucceedAsync();
        await scenario.ShouldEndLikeTheBacktestAsync();
    }

    // One at a time, whichever it is: the portfolio's silo too, and at any moment of a commit.
    private static async Task KillAtRandomAsync(int kills, int seed)
    {
        var random = new Random(seed);
        await using var scenario = await Scenario.StartAsync(Scenario.Sample, 2, Scenario.Busy);
        // At least as long as the kills last: a silo is back within seconds.
        using var producer = scenario.Produce($"every:{(kills > 10 ? "0.12" : "0.02")}");
        for (var kill = 1; kill <= kills; kill++)
        {
            await scenario.UntilFillsAsync(scenario.ExpectedFills * kill / (kills + 2L));
            Assert.True(kill >= kills / 2 || await scenario.FillsAsync() < scenario.ExpectedFills, $"all bars were traded before kill {kill}");
            await scenario.Cluster.KillSiloAsync(random.Next(1, 3));
            // With and without a silo that is left alone for a while.
            if (random.Next(3) > 0)
                await Task.Delay(random.Next(2000), TestContext.Current.CancellationToken);
            await scenario.Cluster.SetSilosAsync(2);
        }

        await producer.ShouldSucceedAsync();
        await scenario.ShouldEndLikeTheBacktestAsync();
    }
}
