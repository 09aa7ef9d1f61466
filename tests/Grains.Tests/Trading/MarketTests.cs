using System.Diagnostics;
using System.Text.Json;
using TradeBooks.Domain.Books;
using TradeBooks.Domain.Desk;
using TradeBooks.Domain.Market;
using TradeBooks.Domain.Tests.Engine;
using TradeBooks.Grains.Tests.Cluster;

namespace TradeBooks.Grains.Tests.Trading;

/// <summary>An exchange's depth events and trades, whatever is killed: each is applied once, as in the backtest.</summary>
public sealed class MarketTests
{
    private static readonly string[] Symbols = ["A", "B"];

    [Theory]
    [InlineData(BookRules.BinanceSpot)]
    [InlineData(BookRules.Kraken)]
    [InlineData(BookRules.Coinbase)]
    public async Task DepthAlone_SilosKilledAtRandom_TradesAsTheBacktest(BookRules rules)
    {
        var markets = Symbols.Select((symbol, i) => new RandomMarket(symbol, rules, (int)rules * 10 + i, 400)).ToList();
        Assert.All(markets, market => Assert.InRange(market.Lost, 3, 40));
        PortfolioCase[] portfolios = [PortfolioCase.OnDepth("p", rules, 1), PortfolioCase.OnDepth("q", rules, 2)];
        await using var cluster = await TradingCluster.StartToKill(
            3, Symbols, portfolios, RandomMarket.Topics(rules, Symbols, hasTrades: false));
        await KillWhileFed(cluster, [.. markets.Select(market => market.DepthLog())], kills: 4, (int)rules);
        foreach (var portfolio in portfolios)
        {
            var expected = portfolio.Backtest(markets.ToDictionary(market => market.Symbol, market => market.DepthEvents()));
            var fills = await Right.Check(cluster, portfolio, expected);
            Assert.True(fills > 20, $"{fills} fills");
            foreach (var market in markets)
                await CheckBook(cluster, expected, market);
        }
    }

    [Fact]
    public async Task DepthAndTrades_SilosKilledAtRandom_TradesAsTheBacktestInTheOrderThatWasTaken()
    {
        const BookRules Rules = BookRules.BinanceSpot;
        var markets = Symbols.Select((symbol, i) => new RandomMarket(symbol, Rules, 70 + i, 400)).ToList();
        PortfolioCase[] portfolios = [PortfolioCase.OnDepth("p", Rules, 3), PortfolioCase.OnDepth("q", Rules, 4)];
        await using var cluster = await TradingCluster.StartToKill(
            3, Symbols, portfolios, RandomMarket.Topics(Rules, Symbols, hasTrades: true));
        await KillWhileFed(cluster, [.. markets.SelectMany(market => (SymbolLog[])[market.DepthLog(), market.TradeLog()])], kills: 6, 5);
        foreach (var portfolio in portfolios)
        {
            var expected = portfolio.Backtest(markets.ToDictionary(
                market => market.Symbol, market => market.Events(OrderTaken(cluster, market))));
            var fills = await Right.Check(cluster, portfolio, expected);
            Assert.True(fills > 20, $"{fills} fills");
            foreach (var market in markets)
                await CheckBook(cluster, expected, market);
        }

        foreach (var market in markets)
        {
            var view = await cluster.Symbol(market.Symbol).GetView();
            Assert.Equal((market.TradeCount, true), (view.Trades, view.IsEnded));
        }
    }

    [Fact]
    public async Task DepthAndTrades_KilledBetweenReportAndSnapshot_TradesWaitForTheDepthThatWasReported()
    {
        const BookRules Rules = BookRules.BinanceSpot;
        var market = new RandomMarket("A", Rules, 90, 200);
        var portfolio = PortfolioCase.OnDepth("p", Rules, 5);
        await using var cluster = await TradingCluster.StartToKill(2, ["A"], [portfolio], RandomMarket.Topics(Rules, ["A"], hasTrades: true));
        var (depth, trades) = (market.DepthLog(), market.TradeLog());
        await Bring(depth, 0, 59, async () => await cluster.Applied(depth) == 59);
        await Bring(trades, 0, 9, async () => await cluster.Applied(trades) == 9);

        // The first write is the turn, the second the snapshot behind the batch.
        var (gate, writes) = (new Gate(), 0);
        cluster.Snapshots.BeforeWrite = _ => Interlocked.Increment(ref writes) == 2 ? gate.Pass() : Task.CompletedTask;
        await cluster.Publish(depth, 60, 119);
        await gate.Entered;
        Assert.Equal(130, (await TradingCluster.Retry(cluster.Portfolio("p").GetView)).Events);
        await cluster.Kill(await cluster.SiloOf(cluster.Symbol("A")));
        cluster.Snapshots.BeforeWrite = _ => Task.CompletedTask;
        await cluster.StartSilo();

        // The other source comes first, and is not heard until the one in turn has brought all of it, in whatever pieces.
        await Bring(trades, 10, 19, () => Task.FromResult(cluster.Snapshots.History("A")[^1].Epoch == 1));
        await Bring(depth, 60, 79, async () => await cluster.Applied(depth) >= 79);
        await Bring(depth, 60, depth.Last, async () => await cluster.Applied(depth) == depth.Last);
        await Bring(trades, 10, trades.Last, async () => await cluster.Applied(trades) == trades.Last);
        gate.Open();
        var order = OrderTaken(cluster, market);
        Assert.Equal(Enumerable.Range(60, 60).Select(i => (false, i)), order.Skip(70).Take(60));
        await Right.Check(cluster, portfolio, portfolio.Backtest(new Dictionary<string, IReadOnlyList<MarketEvent>> { ["A"] = market.Events(order) }));

        // Streams in memory forget what their silo had: until somebody has it.
        async Task Bring(SymbolLog log, int first, int last, Func<Task<bool>> isThere)
        {
            var clock = Stopwatch.StartNew();
            while (!await TradingCluster.Retry(isThere))
            {
                Assert.True(clock.Elapsed < Until.Limit, $"{log.Source} {first} to {last} is not taken");
                await TradingCluster.Retry(async () =>
                {
                    await cluster.Publish(log, first, last);
                    return true;
                });
                for (var wait = Stopwatch.StartNew(); wait.Elapsed < TimeSpan.FromSeconds(1) && !await TradingCluster.Retry(isThere);)
                    await Task.Delay(5, TestContext.Current.CancellationToken);
            }
        }
    }

    private static async Task KillWhileFed(TradingCluster cluster, IReadOnlyList<SymbolLog> logs, int kills, int seed)
    {
        var feed = new LossyFeed(cluster, logs, seed);
        var run = feed.Run();
        var random = new Random(seed);
        for (var kill = 1; kill <= kills; kill++)
        {
            var before = cluster.Store.Commits;
            feed.Allow(kill * 100 / (kills + 2));
            await Until.True(() => cluster.Store.Commits > before + 1 + random.Next(4));
            var victim = cluster.Silos[random.Next(cluster.Silos.Count)];
            if (kill % 3 == 0)
                await cluster.TakeForDead(victim);
            else
                await cluster.Kill(victim);
            await cluster.StartSilo();
        }

        Assert.False(run.IsCompleted);
        feed.Allow(100);
        await run;
    }

    // Each snapshot has a batch more than the one before.
    private static List<(bool IsTrade, int Index)> OrderTaken(TradingCluster cluster, RandomMarket market)
    {
        var order = new List<(bool IsTrade, int Index)>();
        var positions = new Dictionary<string, int>();
        foreach (var state in cluster.Snapshots.History(market.Symbol))
        {
            if (state.Data.Length == 0)
                continue;
            using var snapshot = JsonDocument.Parse(state.Data);
            foreach (var entry in snapshot.RootElement.GetProperty("positions").EnumerateArray())
            {
                var (source, offset) = (entry.GetProperty("source").GetString()!, entry.GetProperty("offset").GetInt32());
                var isTrade = source == market.TradeLog().Source;
                // Behind the last event stands the end of the data.
                for (var i = positions.GetValueOrDefault(source, -1) + 1; i <= offset && i < (isTrade ? market.TradeCount : market.DepthCount); i++)
                    order.Add((isTrade, i));
                positions[source] = offset;
            }
        }

        return order;
    }

    private static async Task CheckBook(TradingCluster cluster, TradingRun expected, RandomMarket market)
    {
        var right = BookView.Of(expected.Engines.Single(engine => engine.Symbol == market.Symbol).Book!, 50);
        var view = await cluster.Symbol(market.Symbol).GetView();
        Wire.Same.Check(right, view.Book!);
        Assert.Equal((market.DepthCount - market.Lost, market.Lost), (view.DepthEvents, view.DeadLetters));
        Assert.True(right.Counters.Resyncs > 0);
    }
}
