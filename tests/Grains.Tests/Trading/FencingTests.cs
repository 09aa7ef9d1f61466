using TradeBooks.Domain.Engine;
using TradeBooks.Domain.Orders;
using TradeBooks.Domain.Tests.Engine;
using TradeBooks.Grains.Tests.Cluster;
using TradeBooks.Storage.Portfolios;

namespace TradeBooks.Grains.Tests.Trading;

/// <summary>Two who have the same portfolio: one of them stops, and nothing is doubled.</summary>
public sealed class FencingTests
{
    [Fact]
    public async Task Commit_AnotherHasCommittedMeanwhile_StopsAndTheNextGoesOn()
    {
        var (bars, portfolio) = (RandomBars.Make(21, 200, symbols: 3), PortfolioCase.Random("p", 13));
        await using var cluster = await TradingCluster.Start(2, bars.Keys, [portfolio]);
        var writers = new HashSet<Guid>();
        var feed = LossyFeed.Of(cluster, bars, 21);
        var run = feed.Run();
        for (var time = 1; time <= 5; time++)
        {
            var gate = new Gate();
            var other = Guid.NewGuid();
            cluster.Store.BeforeCommit = commit =>
            {
                if (commit.Writer == other)
                    return Task.CompletedTask;
                lock (writers)
                    writers.Add(commit.Writer);
                return gate.Pass();
            };
            feed.Allow(time * 15);
            await gate.Entered;
            // The same portfolio as the one before, from somebody else: what waits at the gate comes too late.
            var saved = await cluster.Store.LoadAsync("p", TestContext.Current.CancellationToken);
            if (saved is not null)
            {
                await cluster.Store.CommitAsync(
                    new PortfolioCommit { Portfolio = "p", Version = saved.Version + 1, Writer = other, State = saved.State },
                    TestContext.Current.CancellationToken);
            }

            cluster.Store.BeforeCommit = _ => Task.CompletedTask;
            gate.Open();
        }

        feed.Allow(100);
        await run;
        Assert.True(writers.Count >= 4, $"{writers.Count} activations have tried to commit");
        Assert.True(await Right.Check(cluster, portfolio, bars) > 20);
    }

    [Fact]
    public async Task Submit_ALaterActivationOfTheSymbolHasFenced_IsRefusedAlsoAfterTheNextStart()
    {
        var one = Flat.Holding("p", 3);
        await using var cluster = await TradingCluster.Start(1, ["A", "B"], [one]);
        var portfolio = cluster.Portfolio("p");
        // It waits for B, and so is known but not done.
        var report = TestSide.Of(one.Setup(["A", "B"]), "A").Reports(0, 1).First();
        var waits = portfolio.Submit(report);
        await Until.Async(() => portfolio.Fence(0, 0), last => last == 1);
        Assert.Equal(1, await portfolio.Fence(0, 1));
        await Assert.ThrowsAsync<SymbolMovedException>(() => portfolio.Submit(report));

        await cluster.Deactivate(portfolio);
        Assert.True((await waits).IsPending);
        Assert.Equal(0, await portfolio.Fence(0, 0));
        await Assert.ThrowsAsync<SymbolMovedException>(() => portfolio.Submit(report));
        Assert.Equal(0, await portfolio.Fence(0, 0));
        Assert.True((await portfolio.Submit(report with { Epoch = 1 })).IsPending);
        Assert.Equal(1, await portfolio.Fence(0, 1));
    }

    [Theory]
    [InlineData(SymbolCommandKind.Pause)]
    [InlineData(SymbolCommandKind.Resume)]
    [InlineData(SymbolCommandKind.ClosePositions)]
    public async Task Command_AnEarlierActivationOfTheSymbolStillRuns_ShutsItOut(SymbolCommandKind kind)
    {
        var one = Flat.Holding("p", 3);
        await using var cluster = await TradingCluster.Start(1, ["A", "B"], [one, one with { Key = "q" }]);
        var (symbol, report) = (cluster.Symbol("A"), TestSide.Of(one.Setup(["A", "B"]), "A").Reports(0, 1).First());
        await (kind switch
        {
            SymbolCommandKind.Pause => symbol.Pause(),
            SymbolCommandKind.Resume => symbol.Resume(),
            _ => symbol.ClosePositions("p"),
        });
        await Assert.ThrowsAsync<SymbolMovedException>(() => cluster.Portfolio("p").Submit(report));
        await Assert.ThrowsAsync<SymbolMovedException>(() => cluster.Portfolio("q").Submit(report));

        // The one that was told goes on, as those after it do.
        var (a, b) = (SymbolLog.Of("A", Flat.Bars(0, 6)), SymbolLog.Of("B", Flat.Bars(0, 6)));
        await Task.WhenAll(cluster.Feed(a, new Random(1)), cluster.Feed(b, new Random(2)));
        await cluster.Deactivate(symbol);
        await (kind == SymbolCommandKind.Pause ? symbol.Resume() : symbol.Pause());
        Assert.Equal(kind != SymbolCommandKind.Pause, (await symbol.GetView()).IsPaused);
    }

    [Fact]
    public async Task Halt_ActivationFailsWhileASlotIsInHand_EndsAndCanBeRepeated()
    {
        // The first order may be filled at once: until its symbol has gone on, the slot is in hand.
        var one = Flat.Holding("p", 3) with { Settings = "sizing=quantity quantity=2 fill=close" };
        await using var cluster = await TradingCluster.Start(1, ["A"], [one]);
        var portfolio = cluster.Portfolio("p");
        var gate = new Gate();
        cluster.Store.BeforeCommit = _ => gate.Pass();
        var report = new SymbolSide(one.Setup(["A"]), 0).Run([Flat.Bars(0, 1).Single().ToEvent(2)], 1).First();
        var asked = portfolio.Submit(report);
        await gate.Entered;
        var halt = portfolio.Halt();
        // Answered behind the halt, so that this is there too.
        await portfolio.GetSymbols();
        gate.Fail(new InvalidDataException("the ledger is broken"));
        await Assert.ThrowsAsync<PortfolioMovedException>(() => halt);
        cluster.Store.BeforeCommit = _ => Task.CompletedTask;
        Assert.True((await asked).IsPending);
        Assert.Equal(0, cluster.Store.Commits);
        var risk = await TradingCluster.Retry(portfolio.Halt);
        Assert.Equal(Refusal.Halted, risk.Halt);
        Assert.Equal(1, cluster.Store.Commits);
    }
}
