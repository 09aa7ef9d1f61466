using System.Net;

namespace TradeBooks.Cluster.Tests.Running;

/// <summary>The script starts, changes and removes a cluster.</summary>
public sealed class LocalClusterTests
{
    [Fact]
    public async Task Up_TwoSilos_ServeAndCanBeKilledAddedAndRemoved()
    {
        using var client = new HttpClient();
        var cancellation = TestContext.Current.CancellationToken;
        await using (var cluster = await LocalCluster.UpAsync(2, ["ACME", "BOLT"]))
        {
            Assert.True(cluster.ApiAddress.IsLoopback);
            Assert.Equal(
                HttpStatusCode.OK, (await client.GetAsync(new Uri(cluster.ApiAddress, "/api/portfolios/default"), cancellation)).StatusCode);
            Assert.Equal(["silo-1", "silo-2"], await RunningAsync(cluster));

            await cluster.KillSiloAsync(1);
            Assert.Equal(["silo-2"], await RunningAsync(cluster));

            await cluster.SetSilosAsync(3);
            Assert.Equal(["silo-1", "silo-2", "silo-3"], await RunningAsync(cluster));

            await cluster.SetSilosAsync(1);
            Assert.Equal(["silo-1"], await RunningAsync(cluster));
        }
    }

    [Fact]
    public async Task Up_WrongSetting_SaysWhichAndLeavesNothing()
    {
        var e = await Assert.ThrowsAsync<InvalidOperationException>(
            () => LocalCluster.UpAsync(1, ["ACME"], "127.0.0.1:1", "Host=127.0.0.1;Port=1;Username=u;Password=hidden", "--setting", "csh=5"));
        Assert.Contains("unknown setting 'csh'", e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hidden", e.Message, StringComparison.Ordinal);
    }

    private static async Task<IEnumerable<string>> RunningAsync(LocalCluster cluster) =>
        (await cluster.StatusAsync()).Select(line => line.Split(' '))
            .Where(words => words[0].StartsWith("silo-", StringComparison.Ordinal) && words[1] != "ended")
            .Select(words => words[0]);
}
