using TradeBooks.Domain.Tests.Engine;
using TradeBooks.Grains.Tests.Cluster;
using TradeBooks.Storage.Portfolios;

namespace TradeBooks.Grains.Tests.Trading;

/// <summary>Whatever is killed, and whenever: nothing is lost, nothing comes twice, and the log is the backtest's.</summary>
public sealed class KillTests
{
    [Fact]
    public async Task SymbolGrain_KilledBetweenSubmitAndSnapshot_TradesAsTheBacktest()
    {
        var (bars, portfolio) = (RandomBars.Make(3, 120, symbols: 3), PortfolioCase.Random("p", 6));
        await using var cluster = await TradingCluster.StartToKill(2, bars.Keys, portfolio);
        var victim = bars.Keys.First();
        var feed = LossyFeed.Of(cluster, bars, 3);
        var run = feed.Run();
        for (var kill = 1; kill <= 3; kill++)
        {
            var gate = new Gate();
            cluster.Snapshots.BeforeWrite = symbol => symbol == victim ? gate.Pass() : Task.CompletedTask;
            feed.Allow(kill * 30);
            await gate.Entered;
            await cluster.Kill(await cluster.SiloOf(cluster.Symbol(victim)));
            cluster.Snapshots.BeforeWrite = _ => Task.CompletedTask;
            await cluster.StartSilo();
            // What the dead one writes comes whenever it comes.
            gate.Open();
        }

        feed.Allow(100);
        await run;
        Assert.True(await Right.Check(cluster, portfolio, bars) > 20);
    }

    [Fact]
    public async Task PortfolioGrain_KilledInTheMiddleOfACommit_TradesAsTheBacktest()
    {
        var (bars, portfolio) = (RandomBars.Make(4, 120, symbols: 3), PortfolioCase.Random("p", 7));
        await using var cluster = await TradingCluster.StartToKill(2, bars.Keys, portfolio);
        var feed = LossyFeed.Of(cluster, bars, 4);
        var run = feed.Run();
        for (var kill = 1; kill <= 4; kill++)
        {
            var gate = new Gate();
            // Before it is written, so that another may come first; or after, so that nobody knows.
            var victim = Guid.Empty;
            Func<PortfolioCommit, Task> hold = commit =>
            {
                if (victim == Guid.Empty && commit.Fills.Count > 0)
                    victim = commit.Writer;
                return commit.Writer == victim ? gate.Pass() : Task.CompletedTask;
            };
            if (kill % 2 == 0)
                cluster.Store.BeforeCommit = hold;
            else
                cluster.Store.AfterCommit = hold;
            feed.Allow(kill * 22);
            await gate.Entered;
            await cluster.Kill(await cluster.SiloOf(cluster.Portfolio("p")));
            await cluster.StartSilo();
            if (kill == 2)
            {
                var before = cluster.Store.Commits;
                await Until.True(() => cluster.Store.Commits > before);
            }

            gate.Open();
            cluster.Store.BeforeCommit = cluster.Store.AfterCommit = _ => Task.CompletedTask;
        }

        feed.Allow(100);
        await run;
        Assert.True(await Right.Check(cluster, portfolio, bars) > 20);
    }

    [Fact]
    public async Task Silos_TakenForDeadWhileTheyTrade_TradesAsTheBacktest()
    {
        var (bars, portfolio) = (RandomBars.Make(6, 160, symbols: 4), PortfolioCase.Random("p", 10));
        await using var cluster = await TradingCluster.StartToKill(3, bars.Keys, portfolio);
        var feed = LossyFeed.Of(cluster, bars, 6);
        var run = feed.Run();
        for (var time = 1; time <= 4; time++)
        {
            // All that may be sent is there soon, so that there is more for those who do not know yet that they are dead.
            var before = cluster.Store.Commits;
            feed.Allow((20 * time) - 10);
            await Until.True(() => cluster.Store.Commits > before + 1);
            feed.Allow(20 * time);
            await cluster.TakeForDead(await cluster.SiloOf(time % 2 == 0 ? cluster.Portfolio("p") : cluster.Symbol(bars.Keys.First())));
            await cluster.StartSilo();
        }

        Assert.False(run.IsCompleted);
        feed.Allow(100);
        await run;
        Assert.True(await Right.Check(cluster, portfolio, bars) > 20);
    }

    [Fact]
    public async Task Silos_KilledAtRandomWhileTheStoreFails_TradesAsTheBacktest()
    {
        var bars = RandomBars.Make(5, 240, symbols: 5);
        PortfolioCase[] portfolios = [PortfolioCase.Random("a", 8), PortfolioCase.Random("b", 9)];
        await using var cluster = await TradingCluster.StartToKill(3, bars.Keys, portfolios);
        var faults = 0;
        Task Fail(int oneIn, Exception error)
        {
            if (Random.Shared.Next(oneIn) != 0)
                return Task.CompletedTask;
            Interlocked.Increment(ref faults);
            return Task.FromException(error);
        }

        cluster.Store.BeforeCommit = _ => Fail(10, new IOException("the connection was lost"));
        cluster.Store.AfterCommit = _ => Fail(10, new TimeoutException("nobody knows whether it was written"));
        cluster.Store.BeforeRead = () => Fail(5, new IOException("the connection was lost"));
        cluster.Snapshots.BeforeWrite = _ => Fail(20, new IOException("the connection was lost"));
        var feed = LossyFeed.Of(cluster, bars, 5);
        var run = feed.Run();
        var random = new Random(5);
        const int Kills = 7;
        for (var kill = 1; kill <= Kills; kill++)
        {
            var before = cluster.Store.Commits;
            feed.Allow(kill * 100 / (Kills + 2));
            await Until.True(() => cluster.Store.Commits > before + 1);
            await cluster.Kill(cluster.Silos[random.Next(cluster.Silos.Count)]);
            await cluster.StartSilo();
        }

        Assert.False(run.IsCompleted);
        feed.Allow(100);
        await run;
        Assert.True(faults > 20, $"{faults} faults");
        cluster.Store.BeforeRead = () => Task.CompletedTask;
        foreach (var portfolio in portfolios)
            Assert.True(await Right.Check(cluster, portfolio, bars) > 20);
    }
}
