using TradeBooks.Domain.Market;
using TradeBooks.Domain.Strategies;
using TradeBooks.Domain.Tests.Indicators;
using TradeBooks.Domain.Tests.Orders;

namespace TradeBooks.Domain.Tests.Engine;

/// <summary>
/// The same strategies on the same events give the same trade log in one process and with every symbol on its own,
/// whoever is faster.
/// </summary>
public sealed class ClusterParityTests
{
    [Theory]
    [InlineData("lss", "volume_multiplier=1.5 rejection=0.5 risk_per_trade=0.1")]
    [InlineData("lss", "sizing=risk risk_per_trade=0.002 max_open_positions=2 max_daily_loss=0.001 volume_multiplier=1.2 rejection=0.3")]
    [InlineData("sma-cross", "direction=long-short sizing=all-in fast=2 slow=5")]
    [InlineData("lss,trend=sma-cross,macd-trend", "trend.sizing=all-in trend.direction=long-short trend.fast=2 trend.slow=6 macd-trend.fast=3 macd-trend.slow=6 signal=3 threshold=0 max_position_notional=0.4 fees=per-share")]
    public void Run_AnyInterleaving_WritesTheLogOfTheBacktest(string strategies, string settings)
    {
        var (fills, ahead) = (0, 0);
        for (var seed = 0; seed < 60; seed++)
        {
            var result = Compare(seed, () => StrategyChoice.Parse([strategies]), settings);
            (fills, ahead) = (fills + result.Fills, ahead + result.Ahead);
        }

        Assert.True(fills > 500 && ahead > 60, $"{fills} fills; in {ahead} of 180 runs somebody ran ahead");
    }

    [Fact]
    public void Run_RandomOrdersOfEveryKind_WritesTheLogOfTheBacktest()
    {
        var (fills, ahead) = (0, 0);
        for (var seed = 0; seed < 200; seed++)
        {
            var result = Compare(
                seed,
                () =>
                [
                    TradingRun.Own("one", symbol => new RandomTrader(seed + symbol[0])),
                    TradingRun.Own("two", symbol => new RandomTrader(seed * 31 + symbol[0])),
                ],
                RandomSettings.Make(seed));
            (fills, ahead) = (fills + result.Fills, ahead + result.Ahead);
        }

        Assert.True(fills > 5000 && ahead > 200, $"{fills} fills; in {ahead} of 600 runs somebody ran ahead");
    }

    [Fact]
    public void Run_SidesKilledAgainAndAgain_WritesTheLogOfTheBacktest()
    {
        var (fills, kills) = (0, 0);
        for (var seed = 0; seed < Campaign(200); seed++)
        {
            var result = Compare(
                seed,
                () =>
                [
                    TradingRun.Own("one", symbol => new RandomTrader(seed + symbol[0])),
                    TradingRun.Own("two", symbol => new RandomTrader(seed * 31 + symbol[0])),
                ],
                RandomSettings.Make(seed),
                killsPerThousand: 1 + seed % 30);
            (fills, kills) = (fills + result.Fills, kills + result.Kills);
        }

        Assert.True(fills > 5000 && kills > 5000, $"{fills} fills; {kills} kills");
    }

    [Fact]
    public void Run_AgainstBooksWithPartialFills_WritesTheLogOfTheBacktest()
    {
        var (fills, kills, ahead) = (0, 0, 0);
        for (var seed = 0; seed < Campaign(150); seed++)
        {
            var result = Compare(
                seed,
                () =>
                [
                    TradingRun.Own("one", symbol => new RandomTrader(seed + symbol[0], usesEveryKind: true)),
                    TradingRun.Own("two", symbol => new RandomTrader(seed * 31 + symbol[0], usesEveryKind: true)),
                ],
                RandomSettings.ForBooks(seed),
                killsPerThousand: seed % 3 == 0 ? 0 : 1 + seed % 30,
                new Dictionary<string, IReadOnlyList<MarketEvent>>
                {
                    ["A"] = new RandomBook(seed).Make(90),
                    ["B"] = new RandomBook(seed + 1000, start: 1_700_000_000_000_020).Make(70),
                    ["C"] = new RandomBook(seed + 2000).Make(50),
                });
            (fills, kills, ahead) = (fills + result.Fills, kills + result.Kills, ahead + result.Ahead);
        }

        Assert.True(fills > 3000 && kills > 2000 && ahead > 100, $"{fills} fills; {kills} kills; in {ahead} runs somebody ran ahead");
    }

    [Fact]
    public void Run_PausedAndClosedBetweenKills_GoesOnAndLosesNothing()
    {
        var (fills, kills, commands) = (0, 0, 0);
        for (var seed = 0; seed < Campaign(300); seed++)
        {
            var settings = RandomSettings.Make(seed);
            var events = TestBar.Events(RandomBars.Make(seed, 120));
            var setup = TradingRun.ReadSetup(
                [TradingRun.Own("one", symbol => new RandomTrader(seed + symbol[0]))], events.Keys, settings);
            var cluster = new ClusterRun(setup, events, seed, 1 + seed % 30, 60).ToEnd();
            var cash = setup.Portfolio.InitialCash;
            foreach (var record in cluster.Ledger.Records)
                cash -= (record.Fill.Side == Side.Buy ? record.Notional : -record.Notional) + record.Fill.Fee;
            Assert.True(cash == cluster.Portfolio.Cash, $"seed {seed} ({settings}): {cluster.Portfolio.Cash} is not {cash}");
            Assert.Equal(events.Values.Sum(symbol => symbol.Count), cluster.Events);
            for (var symbol = 0; symbol < cluster.Engines.Count; symbol++)
                Assert.Equal(cluster.Portfolio.Position(0, symbol).Quantity, cluster.Engines[symbol].Context(0).Position);
            (fills, kills, commands) = (fills + cluster.Ledger.Records.Count, kills + cluster.Kills, commands + cluster.Commands);
        }

        Assert.True(fills > 2000 && kills > 1000 && commands > 1000, $"{fills} fills, {kills} kills, {commands} commands");
    }

    // ./test.sh --long goes through more of them.
    private static int Campaign(int seeds) => Environment.GetEnvironmentVariable("TRADEBOOKS_LONG") == "1" ? seeds * 10 : seeds;

    private static (int Fills, int Ahead, int Kills) Compare(
        int seed, Func<IReadOnlyList<StrategyChoice>> strategies, string settings, int killsPerThousand = 0,
        IReadOnlyDictionary<string, IReadOnlyList<MarketEvent>>? given = null)
    {
        var events = given ?? TestBar.Events(RandomBars.Make(seed, 120));
        var backtest = TradingRun.Of(strategies(), events, settings).ToEnd();
        var expected = backtest.Ledger.Rows.ToList();
        var state = StateCopy.Save(backtest.Portfolio);
        var (ahead, kills) = (0, 0);
        for (var interleaving = 0; interleaving < 3; interleaving++)
        {
            var cluster = new ClusterRun(
                TradingRun.ReadSetup(strategies(), events.Keys, settings), events, seed * 10 + interleaving, killsPerThousand).ToEnd();
            var actual = cluster.Ledger.Rows.ToList();
            var at = expected.Zip(actual).TakeWhile(pair => pair.First == pair.Second).Count();
            Assert.True(
                at == expected.Count && at == actual.Count,
                $"seed {seed}/{interleaving} ({settings}), fill {at}: backtest {expected.ElementAtOrDefault(at)}, cluster {actual.ElementAtOrDefault(at)}");
            Assert.True(
                state == StateCopy.Save(cluster.Portfolio),
                $"seed {seed}/{interleaving} ({settings}): {state} became {StateCopy.Save(cluster.Portfolio)}");
            ahead += cluster.MostPending > events.Count ? 1 : 0;
            kills += cluster.Kills;
            Assert.Equal(backtest.Backtest.Events, cluster.Events);
            Assert.Equal(
                (backtest.Recorder!.PeakEquity, backtest.Recorder.MaxDrawdown), (cluster.Drawdown.Peak, cluster.Drawdown.Max));
            for (var i = 0; i < backtest.Setup.Strategies.Count; i++)
                Assert.Equal(backtest.Recorder.RoundTrips(i), cluster.RoundTrips(i));
            for (var i = 0; i < events.Count; i++)
                Assert.Equal(StateCopy.Save(backtest.Engines[i]), StateCopy.Save(cluster.Engines[i]));
        }

        return (expected.Count, ahead, kills);
    }
}
