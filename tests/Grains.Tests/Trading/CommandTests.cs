using TradeBooks.Domain.Desk;
using TradeBooks.Domain.Orders;
using TradeBooks.Grains.Tests.Cluster;

namespace TradeBooks.Grains.Tests.Trading;

/// <summary>What people do to symbols and portfolios, and that it outlives activations and silos.</summary>
public sealed class CommandTests
{
    private static readonly string[] Symbols = ["A"];

    [Fact]
    public async Task Pause_WhileHolding_LetsExitsGoOnAndOutlivesTheActivation()
    {
        await using var cluster = await TradingCluster.Start(1, Symbols, [Flat.Holding("p", 3)]);
        var log = SymbolLog.Of("A", Flat.Bars(0, 60));
        await Bring(cluster, log, 0, 2);
        Assert.Equal((1, 0), await Trades(cluster));
        await cluster.Symbol("A").Pause();
        await Bring(cluster, log, 3, 19);
        Assert.Equal((1, 1), await Trades(cluster));

        await cluster.Deactivate(cluster.Symbol("A"));
        Assert.True((await cluster.Symbol("A").GetView()).IsPaused);
        await Bring(cluster, log, 20, 39);
        Assert.Equal((1, 1), await Trades(cluster));

        await cluster.Symbol("A").Resume();
        await Bring(cluster, log, 40, 49);
        Assert.False((await cluster.Symbol("A").GetView()).IsPaused);
        var (entries, exits) = await Trades(cluster);
        Assert.True(entries > 1 && exits > 1, $"{entries} entries, {exits} exits");
        // Nobody asked the portfolio for what was refused.
        Assert.All(await Orders(cluster), order => Assert.Equal(Refusal.None, order.Refusal));
    }

    [Fact]
    public async Task Halt_WhileHolding_LetsExitsGoOnAndOutlivesTheActivation()
    {
        await using var cluster = await TradingCluster.Start(1, Symbols, [Flat.Holding("p", 3)]);
        var log = SymbolLog.Of("A", Flat.Bars(0, 60));
        await Bring(cluster, log, 0, 2);
        Assert.Equal(Refusal.Halted, (await cluster.Portfolio("p").Halt()).Halt);
        await Bring(cluster, log, 3, 19);
        Assert.Equal((1, 1), await Trades(cluster));

        await cluster.Deactivate(cluster.Portfolio("p"));
        Assert.Equal(Refusal.Halted, (await cluster.Portfolio("p").GetView()).Risk.Halt);
        await Bring(cluster, log, 20, 39);
        Assert.Equal((1, 1), await Trades(cluster));
        var refused = (await Orders(cluster)).Where(order => order.Refusal != Refusal.None).ToList();
        Assert.True(refused.Count > 20, $"{refused.Count} were refused");
        Assert.All(refused, order => Assert.Equal(Refusal.Halted, order.Refusal));

        Assert.Equal(Refusal.None, (await cluster.Portfolio("p").Resume()).Halt);
        await Bring(cluster, log, 40, 49);
        var (entries, exits) = await Trades(cluster);
        Assert.True(entries > 1 && exits > 1, $"{entries} entries, {exits} exits");
    }

    [Fact]
    public async Task PauseStrategy_WhileHolding_LetsExitsGoOnAndOutlivesTheActivation()
    {
        await using var cluster = await TradingCluster.Start(1, Symbols, [Flat.Holding("p", 3)]);
        var log = SymbolLog.Of("A", Flat.Bars(0, 60));
        await Bring(cluster, log, 0, 2);
        Assert.True((await cluster.Portfolio("p").PauseStrategy("hold")).IsPaused);
        await Bring(cluster, log, 3, 19);
        Assert.Equal((1, 1), await Trades(cluster));
        Assert.Equal(Refusal.None, (await cluster.Portfolio("p").GetView()).Risk.Halt);

        await cluster.Deactivate(cluster.Portfolio("p"));
        Assert.True(Assert.Single((await cluster.Portfolio("p").GetStrategies()).Strategies).IsPaused);
        await Bring(cluster, log, 20, 39);
        Assert.Equal((1, 1), await Trades(cluster));
        var refused = (await cluster.Portfolio("p").GetOrders(new DeskPageRequest(0, 1000, IsRefused: true))).Items;
        Assert.True(refused.Count > 20, $"{refused.Count} were refused");
        Assert.All(refused, order => Assert.Equal(Refusal.StrategyPaused, order.Refusal));
        var strategy = (await cluster.Portfolio("p").GetStrategies()).Find("hold");
        Assert.Equal((refused.Count + 1, 1, refused.Count, 1), (strategy.Signals, strategy.Accepted, strategy.Refused, strategy.RoundTrips));

        Assert.False((await cluster.Portfolio("p").ResumeStrategy("hold")).IsPaused);
        await Bring(cluster, log, 40, 49);
        var (entries, exits) = await Trades(cluster);
        Assert.True(entries > 1 && exits > 1, $"{entries} entries, {exits} exits");
    }

    [Fact]
    public async Task PauseStrategy_WhileItsCommitIsOnItsWay_AnswersWhenItIsDurable()
    {
        await using var cluster = await TradingCluster.Start(1, Symbols, [Flat.Holding("p", 3)]);
        var gate = new Gate();
        cluster.Store.BeforeCommit = _ => gate.Pass();
        var paused = cluster.Portfolio("p").PauseStrategy("hold");
        await gate.Entered;
        Assert.False(paused.IsCompleted);
        gate.Open();
        Assert.True((await paused).IsPaused);
        await cluster.Deactivate(cluster.Portfolio("p"));
        Assert.True((await cluster.Portfolio("p").GetStrategies()).Find("hold").IsPaused);
    }

    [Fact]
    public async Task PauseStrategy_ThatIsNotThere_IsNamed()
    {
        await using var cluster = await TradingCluster.Start(1, Symbols, [Flat.Holding("p", 3)]);
        var error = await Assert.ThrowsAsync<DeskNotFoundException>(() => cluster.Portfolio("p").PauseStrategy("other"));
        Assert.Contains("'other'", error.Message, StringComparison.Ordinal);
        Assert.False((await cluster.Portfolio("p").GetStrategies()).Find("hold").IsPaused);
    }

    [Fact]
    public async Task ClosePositions_TwiceAndThenASiloIsKilled_ClosesOnce()
    {
        await using var cluster = await TradingCluster.StartToKill(2, Symbols, Flat.Holding("p", Holder.Forever));
        var log = SymbolLog.Of("A", Flat.Bars(0, 60));
        await Bring(cluster, log, 0, 4);
        Assert.Equal((1, 0), await Trades(cluster));
        await TradingCluster.Retry(() => cluster.Symbol("A").ClosePositions("p"));
        await TradingCluster.Retry(() => cluster.Symbol("A").ClosePositions("p"));
        Assert.Equal((1, 0), await Trades(cluster));
        await cluster.Kill(await cluster.SiloOf(cluster.Symbol("A")));

        // Asked for with the next event, filled with the one after it; the holder then buys again, once.
        for (var last = 6; await TradingCluster.Retry(() => cluster.Applied("A")) < last;)
            await TradingCluster.Retry(() => BringOrGiveUp(cluster, log, 5, last));
        Assert.Equal((1, 1), await Trades(cluster));
        await Bring(cluster, log, 7, 30);
        Assert.Equal((2, 1), await Trades(cluster));
        Assert.Single(await Orders(cluster), order => order.Role == OrderRole.Close);
    }

    [Fact]
    public async Task Pause_BeforeABatchThatFailedComesAgain_CountsFromWhatThePortfolioHasNotSeen()
    {
        var holding = Flat.Holding("p", 3);
        await using var cluster = await TradingCluster.Start(1, Symbols, [holding]);
        await TestSide.Of(holding.Setup(Symbols), "A").Run(cluster.Portfolio("p"), 0, 3);
        Assert.Equal((1, 0), await Trades(cluster));

        await cluster.Symbol("A").Pause();
        Assert.True((await cluster.Symbol("A").GetView()).IsPaused);
        await cluster.Deactivate(cluster.Symbol("A"));
        await Bring(cluster, SymbolLog.Of("A", Flat.Bars(0, 60)), 0, 19);
        Assert.Equal((1, 1), await Trades(cluster));
        Assert.DoesNotContain((await cluster.Portfolio("p").GetView()).Positions, position => position.Quantity != 0);
        Assert.All(await Orders(cluster), order => Assert.Equal(Refusal.None, order.Refusal));
    }

    [Fact]
    public async Task ClosePositions_BeforeABatchThatFailedComesAgain_ClosesOnceBehindIt()
    {
        var holding = Flat.Holding("p", Holder.Forever);
        await using var cluster = await TradingCluster.Start(1, Symbols, [holding]);
        await TestSide.Of(holding.Setup(Symbols), "A").Run(cluster.Portfolio("p"), 0, 5);
        await cluster.Symbol("A").ClosePositions("p");
        await cluster.Symbol("A").ClosePositions("p");
        await cluster.Symbol("A").Resume();

        await cluster.Deactivate(cluster.Symbol("A"));
        await Bring(cluster, SymbolLog.Of("A", Flat.Bars(0, 60)), 0, 19);
        var close = Assert.Single(await Orders(cluster), order => order.Role == OrderRole.Close);
        Assert.Equal(Flat.At(5), close.Time);
        Assert.Equal((2, 1), await Trades(cluster));
    }

    private static async Task Bring(TradingCluster cluster, SymbolLog log, int first, int last)
    {
        await TradingCluster.Retry(() => cluster.Publish(log, first, last));
        await TradingCluster.Retry(() => cluster.Applied(log, last));
    }

    // Streams in memory may have lost it with the silo.
    private static async Task<bool> BringOrGiveUp(TradingCluster cluster, SymbolLog log, int first, int last)
    {
        await cluster.Publish(log, first, last);
        for (var i = 0; i < 100 && await cluster.Applied("A") < last; i++)
            await Task.Delay(5, TestContext.Current.CancellationToken);
        return true;
    }

    private static async Task<(int Entries, int Exits)> Trades(TradingCluster cluster)
    {
        var trades = (await TradingCluster.Retry(() => cluster.Portfolio("p").GetTrades(new DeskPageRequest(0, 1000)))).Items;
        return (trades.Count(trade => trade.Role == OrderRole.Entry), trades.Count(trade => trade.Role == OrderRole.Close));
    }

    private static async Task<IReadOnlyList<OrderView>> Orders(TradingCluster cluster) =>
        (await TradingCluster.Retry(() => cluster.Portfolio("p").GetOrders(new DeskPageRequest(0, 1000)))).Items;
}
