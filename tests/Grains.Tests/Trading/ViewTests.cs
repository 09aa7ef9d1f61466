using System.Collections.Concurrent;
using TradeBooks.Domain.Desk;
using TradeBooks.Domain.Engine;
using TradeBooks.Domain.Market;
using TradeBooks.Domain.Tests.Engine;
using TradeBooks.Grains.Interfaces;
using TradeBooks.Grains.Tests.Cluster;

namespace TradeBooks.Grains.Tests.Trading;

/// <summary>What people see: never more than is durable, all of it, and once.</summary>
public sealed class ViewTests
{
    [Fact]
    public async Task GetView_WhileTrading_ShowsWhatTheStoreHolds()
    {
        var (bars, portfolio) = (RandomBars.Make(41, 240, symbols: 4), PortfolioCase.Random("p", 18));
        await using var cluster = await TradingCluster.Start(2, bars.Keys, [portfolio]);
        cluster.Store.BeforeCommit = _ => Task.Delay(Random.Shared.Next(4));
        cluster.Store.AfterCommit = _ => Task.Delay(Random.Shared.Next(4));
        var feed = cluster.Feed(bars, 41);
        var (asked, seen) = (0, new HashSet<long>());
        for (; !feed.IsCompleted; asked++)
        {
            var view = await cluster.Portfolio("p").GetView();
            var trades = (await cluster.Store.TradesAsync("p", new DeskPageRequest(0, 100_000), TestContext.Current.CancellationToken)).Items;
            Assert.True(trades.Count >= view.Fills, $"a view of {view.Fills} fills where the store has {trades.Count}");
            if (view.Fills > 0)
                Assert.Equal(trades[(int)view.Fills - 1].Cash, view.Cash);
            seen.Add(view.Events);
        }

        await feed;
        Assert.True(seen.Count > 5, $"{seen.Count} different views of {asked}");
        Assert.True(await Right.Check(cluster, portfolio, bars) > 20);
    }

    [Fact]
    public async Task GetView_OfASymbolThatBeginsWithABatch_IsThatOfItsSnapshot()
    {
        await using var cluster = await TradingCluster.Start(1, ["A", "B"], [Flat.Holding("p", 3)]);
        var (a, b) = (SymbolLog.Of("A", Flat.Bars(0, 20)), SymbolLog.Of("B", Flat.Bars(0, 20)));
        await Task.WhenAll(cluster.Publish(a, 0, 4), cluster.Publish(b, 0, 4));
        await Task.WhenAll(cluster.Applied(a, 4), cluster.Applied(b, 4));
        await cluster.Deactivate(cluster.Symbol("A"));
        var gate = new Gate();
        cluster.Store.BeforeCommit = _ => gate.Pass();
        await Task.WhenAll(cluster.Publish(a, 5, 9), cluster.Publish(b, 5, 9));
        await gate.Entered;
        var view = await cluster.Symbol("A").GetView();
        Assert.Equal((5, 4, Flat.At(4)), (view.Bars, view.Positions[a.Source], view.Time));
        gate.Open();
        await cluster.Applied(a, 9);
    }

    [Fact]
    public async Task GetView_WhereNobodyHasLookedForSomeBatches_WaitsForTheOneOnItsWay()
    {
        await using var cluster = await TradingCluster.Start(1, ["A"], [Flat.Holding("p", 3)]);
        var log = SymbolLog.Of("A", Flat.Bars(0, 20));
        await cluster.Publish(log, 0, 4);
        await cluster.Applied(log, 4);
        await cluster.Publish(log, 5, 9);
        await Until.Async(cluster.Portfolio("p").GetView, view => view.Events == 10);
        var gate = new Gate();
        cluster.Store.BeforeCommit = _ => gate.Pass();
        await cluster.Publish(log, 10, 12);
        await gate.Entered;
        var view = cluster.Symbol("A").GetView();
        Assert.False(view.IsCompleted);
        gate.Open();
        Assert.Equal((13, Flat.At(12)), ((await view).Bars, (await view).Time));
    }

    [Fact]
    public async Task GetChart_AfterTheBars_ShowsWhatTheEnginesOfABacktestShow()
    {
        var bars = RandomBars.Make(45, 260, symbols: 3);
        PortfolioCase[] portfolios =
        [
            PortfolioCase.Named("p", "lss,trend=sma-cross", "lss.fast=3 lss.slow=9 lss.window=5 trend.fast=2 trend.slow=6"),
            PortfolioCase.Random("q", 22),
        ];
        await using var cluster = await TradingCluster.Start(1, bars.Keys, portfolios);
        await cluster.Feed(bars, 45);
        var orders = 0;
        foreach (var (symbol, made) in bars)
        {
            var runs = portfolios.Select(portfolio => portfolio.Run(bars)).ToList();
            var engines = runs.Select(run => run.Engines.Single(engine => engine.Symbol == symbol)).ToList();
            engines.ForEach(engine => engine.KeepHistory(120));
            runs.ForEach(run => run.ToEnd());
            var expected = EngineViews.Chart(engines, made[^1].Time, false, EventTime.MinValue, 120);
            var chart = await cluster.Symbol(symbol).GetChart(EventTime.MinValue, 1000);
            Assert.Equal(Math.Min(120, made.Count), chart.Bars.Count);
            Wire.Same.Check(WithoutIds(expected), WithoutIds(chart));
            Assert.True(chart.Plots["p/trend/spread"].Any(double.IsFinite), "no figure");
            orders += chart.Orders.Count;

            var few = await cluster.Symbol(symbol).GetChart(made[^9].Time, 5);
            Assert.Equal(chart.Bars.TakeLast(5), few.Bars);
            Assert.All(few.Plots, plot => Assert.Equal(chart.Plots[plot.Key].TakeLast(5), plot.Value));
            Assert.Equal(3, (await cluster.Symbol(symbol).GetChart(made[^4].Time, 5)).Bars.Count);
        }

        Assert.True(orders > 0, "no order works");
        await cluster.Symbol("A").Pause();
        Assert.True((await cluster.Symbol("A").GetChart(EventTime.MinValue, 1)).IsPaused);
    }

    [Fact]
    public async Task GetChart_WhileABatchIsOnItsWay_ShowsTheLastOrWaitsForTheFirst()
    {
        await using var cluster = await TradingCluster.Start(1, ["A"], [Flat.Holding("p", 3)]);
        var log = SymbolLog.Of("A", Flat.Bars(0, 20));
        await cluster.Publish(log, 0, 4);
        await cluster.Applied(log, 4);
        Assert.Equal(5, (await cluster.Symbol("A").GetChart(EventTime.MinValue, 500)).Bars.Count);
        var gate = new Gate();
        cluster.Store.BeforeCommit = _ => gate.Pass();
        await cluster.Publish(log, 5, 9);
        await gate.Entered;
        var during = await cluster.Symbol("A").GetChart(EventTime.MinValue, 500);
        Assert.Equal((5, Flat.At(4)), (during.Bars.Count, during.Time));
        gate.Open();
        await cluster.Applied(log, 9);
        Assert.Equal(10, (await cluster.Symbol("A").GetChart(EventTime.MinValue, 500)).Bars.Count);

        // A new activation has nothing to show until its first batch is done.
        await cluster.Deactivate(cluster.Symbol("A"));
        var second = new Gate();
        cluster.Store.BeforeCommit = _ => second.Pass();
        await cluster.Publish(log, 10, 12);
        await second.Entered;
        var first = cluster.Symbol("A").GetChart(EventTime.MinValue, 500);
        Assert.False(first.IsCompleted);
        second.Open();
        Assert.Equal((3, Flat.At(12)), ((await first).Bars.Count, (await first).Time));
    }

    [Fact]
    public async Task GetTradesAndOrders_PageByPage_GiveAllOnceInOrder()
    {
        var (bars, portfolio) = (RandomBars.Make(42, 200, symbols: 3), PortfolioCase.Random("p", 19));
        await using var cluster = await TradingCluster.Start(1, bars.Keys, [portfolio]);
        await cluster.Feed(bars, 42);
        var grain = cluster.Portfolio("p");
        var all = (await grain.GetTrades(new DeskPageRequest(0, 100_000))).Items;
        Assert.True(all.Count > 20);
        Assert.Equal(all, await Pages(grain.GetTrades, 7, null));
        Assert.Equal(all, await Pages(grain.GetTrades, all.Count, null));
        var orders = (await grain.GetOrders(new DeskPageRequest(0, 100_000))).Items;
        Assert.Equal(orders, await Pages(grain.GetOrders, 9, null));
        foreach (var symbol in bars.Keys)
        {
            Assert.Equal(all.Where(trade => trade.Symbol == symbol), await Pages(grain.GetTrades, 3, symbol));
            Assert.Equal(orders.Where(order => order.Symbol == symbol), await Pages(grain.GetOrders, 4, symbol));
        }

        Assert.Equal(bars.Keys.Order(StringComparer.Ordinal), await grain.GetSymbols());
        var latest = new DeskPageRequest(0, 5, Strategy: "two", Side: Side.Sell, IsDescending: true);
        Assert.Equal(
            all.Where(trade => trade is { Strategy: "two", Side: Side.Sell }).Reverse().Take(5), (await grain.GetTrades(latest)).Items);
        Assert.Equal(
            orders.Where(order => order.Refusal != Domain.Orders.Refusal.None),
            (await grain.GetOrders(new DeskPageRequest(0, 100_000, IsRefused: true))).Items);
    }

    [Fact]
    public async Task GetEquity_AfterTheBars_EndsWithThePresent()
    {
        var (bars, portfolio) = (RandomBars.Make(43, 200, symbols: 3), PortfolioCase.Random("p", 20));
        await using var cluster = await TradingCluster.Start(1, bars.Keys, [portfolio]);
        var grain = cluster.Portfolio("p");
        Assert.Empty(await grain.GetEquity(EventTime.MinValue, EventTime.MaxValue, 10));
        await cluster.Feed(bars, 43);
        var view = await grain.GetView();
        var curve = await grain.GetEquity(EventTime.MinValue, EventTime.MaxValue, 1000);
        Assert.True(curve.Count > 20, $"{curve.Count} points");
        Assert.Equal(curve.OrderBy(point => point.Time).DistinctBy(point => point.Time), curve);
        Assert.Equal(new EquityPoint(view.Time, view.Cash, view.Equity, view.RealizedPnl, view.UnrealizedPnl), curve[^1]);
        var few = await grain.GetEquity(EventTime.MinValue, EventTime.MaxValue, 5);
        Assert.Equal((5, curve[^1]), (few.Count, few[^1]));
        var middle = await grain.GetEquity(curve[3].Time, curve[8].Time, 1000);
        Assert.Equal(curve.Skip(3).Take(6), middle);
    }

    [Fact]
    public async Task Subscribe_WhileTrading_TellsEveryFillOnceInOrderWhateverOthersDo()
    {
        var (bars, portfolio) = (RandomBars.Make(44, 240, symbols: 3), PortfolioCase.Random("p", 21));
        await using var cluster = await TradingCluster.Start(2, bars.Keys, [portfolio]);
        var (good, bad, gone, left) = (new Listener(), new Listener { Throws = true }, new Listener(), new Listener());
        var grain = cluster.Portfolio("p");
        var references = new List<IPortfolioObserver>();
        foreach (var listener in new[] { good, bad, gone, left })
        {
            references.Add(cluster.Client.CreateObjectReference<IPortfolioObserver>(listener));
            await grain.Subscribe(references[^1]);
        }

        cluster.Client.DeleteObjectReference<IPortfolioObserver>(references[2]);
        await grain.Unsubscribe(references[3]);
        // Slow enough that marks come too.
        cluster.Store.BeforeCommit = _ => Task.Delay(5);
        await cluster.Feed(bars, 44);
        Assert.True(await Right.Check(cluster, portfolio, bars) > 20);
        var trades = (await grain.GetTrades(new DeskPageRequest(0, 100_000))).Items;
        await Until.True(() => good.Of(LiveKind.Fill).Count() >= trades.Count);
        Assert.Equal(trades, good.Of(LiveKind.Fill).Select(e => e.Fill));
        Assert.Empty(left.Events);
        Assert.NotEmpty(bad.Events);
        Assert.All(good.Of(LiveKind.Marks), e => Assert.All(e.Marks!, mark => Assert.Contains(mark.Symbol, bars.Keys)));
        Assert.NotEmpty(good.Of(LiveKind.Marks));
        Assert.NotEmpty(good.Of(LiveKind.Equity));
        Assert.All(good.Of(LiveKind.Lag), e => Assert.InRange(e.Lag!.Events, 1, bars.Values.Sum(made => made.Count)));
        Assert.NotEmpty(good.Of(LiveKind.Lag));
    }

    // A row of a file has another name than a record of a partition.
    private static ChartView WithoutIds(ChartView chart) => chart with
    {
        Plots = new Dictionary<string, double[]>(chart.Plots),
        Orders = [.. chart.Orders.Select(order => order with { Id = "" })],
    };

    private static async Task<List<T>> Pages<T>(Func<DeskPageRequest, Task<DeskPage<T>>> ask, int limit, string? symbol)
    {
        var all = new List<T>();
        for (long? after = 0; after is { } last;)
        {
            var page = await ask(new DeskPageRequest(last, limit, symbol));
            Assert.True(page.Items.Count == limit || page.Next is null);
            all.AddRange(page.Items);
            after = page.Next;
        }

        return all;
    }

    private sealed class Listener : IPortfolioObserver
    {
        public bool Throws { get; init; }

        public ConcurrentQueue<LiveEvent> Events { get; } = [];

        public Task OnCommitted(IReadOnlyList<LiveEvent> events)
        {
            foreach (var e in events)
                Events.Enqueue(e);
            return Throws ? Task.FromException(new InvalidOperationException("a listener's own trouble")) : Task.CompletedTask;
        }

        public IEnumerable<LiveEvent> Of(LiveKind kind) => Events.Where(e => e.Kind == kind);
    }
}
