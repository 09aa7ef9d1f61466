using TradeBooks.Cluster.Tests.Running;
using TradeBooks.Tests.Postgres;

namespace TradeBooks.Cluster.Tests.Faults;

/// <summary>The database goes away while bars come, and the trade log is the backtest's all the same.</summary>
public sealed class DatabaseFaultTests
{
    [Fact]
    public async Task Cluster_DatabaseStoppedForTenSecondsThenKilled_WritesTheBacktestsLog()
    {
        var cancellation = TestContext.Current.CancellationToken;
        using var server = PostgresServer.Create();
        await using var scenario = await Scenario.StartAsync(
            Scenario.Sample, 2, Scenario.Busy, postgres: await server.CreateDatabaseAsync());
        using var producer = scenario.Produce("every:0.02");
        await scenario.UntilFillsAsync(scenario.ExpectedFills / 4);
        server.Stop();
        // How long it is away is what this is about.
        await Task.Delay(TimeSpan.FromSeconds(10), cancellation);
        server.Start();
        await scenario.UntilFillsAsync(scenario.ExpectedFills / 2);
        server.Kill();
        server.Start();
        await producer.ShouldSucceedAsync();
        await scenario.ShouldEndLikeTheBacktestAsync();
    }
}
