using TradeBooks.Domain.Engine;
using TradeBooks.Domain.Orders;
using TradeBooks.Domain.Strategies;

namespace TradeBooks.Domain.Tests.Engine;

/// <summary>What a strategy has done, by the portfolio's own count and by the statistics: the same.</summary>
public sealed class StrategyCountTests
{
    [Fact]
    public void Counts_LssOnSixStocks_EqualsTheSummaryInOneProcessAndApart()
    {
        var events = TestBar.Events(RealBars.SixStocks("bars"));
        var run = TradingRun.Of("lss", events).ToEnd();
        var summary = run.Recorder!.Summarize(run.Backtest.Figures());
        var cluster = new ClusterRun(run.Setup, events, seed: 1).ToEnd();
        Assert.Equal(0.00078223, summary.MaxDrawdown, 8);
        Assert.Equal(summary.MaxDrawdown, run.Recorder.MaxDrawdown);
        Assert.Equal(summary.MaxDrawdown, cluster.Drawdown.Max);
        Assert.Equal(run.Recorder.PeakEquity, cluster.Drawdown.Peak);
        foreach (var counts in new[] { run.Recorder.RoundTrips(0), cluster.RoundTrips(0) })
        {
            Assert.Equal(
                (summary.Trades, summary.WinRate, summary.ProfitFactor), (counts.RoundTrips, counts.WinRate, counts.ProfitFactor));
            Assert.Equal(counts.RoundTrips, counts.Wins + counts.Losses);
        }

        Assert.Equal((733, 0), Signals(run.Portfolio, 0));
        Assert.Equal((733, 0), Signals(cluster.Portfolio, 0));
    }

    [Fact]
    public void Counts_RandomOrdersOfEveryKind_EqualsTheReport()
    {
        var (trips, refused) = (0L, 0L);
        for (var seed = 0; seed < 100; seed++)
        {
            var settings = RandomSettings.Make(seed);
            var run = TradingRun.Of(
                [
                    TradingRun.Own("one", symbol => new RandomTrader(seed + symbol[0])),
                    TradingRun.Own("two", symbol => new RandomTrader(seed * 31 + symbol[0])),
                ],
                TestBar.Events(RandomBars.Make(seed, 120)), settings).ToEnd();
            var report = run.Recorder!.BuildReport(run.Backtest.Figures(), new Dictionary<string, string>());
            for (var i = 0; i < 2; i++)
            {
                var (right, counts) = (report.StrategyResults[i], run.Recorder.RoundTrips(i));
                Assert.Equal(
                    (seed, right.Trades, right.WinRate, right.ProfitFactor),
                    (seed, counts.RoundTrips, counts.WinRate, counts.ProfitFactor));
                var own = report.Trades.Where(trip => trip.Strategy == right.Name).ToList();
                Assert.Equal(
                    (own.LongCount(trip => trip.Pnl > 0), own.LongCount(trip => trip.Pnl < 0)), (counts.Wins, counts.Losses));
                (trips, refused) = (trips + counts.RoundTrips, refused + run.Portfolio.RefusedSignals(i));
            }
        }

        Assert.True(trips > 1000 && refused > 100, $"{trips} round trips, {refused} refused");
    }

    [Fact]
    public void Counts_AllInWithoutTheMoneyForOneUnit_CountsAsRefusedWhenItFills()
    {
        var run = TradingRun.Of(
            [TradingRun.Own("one", _ => new ScriptedStrategy().At(0, context => context.Enter(Domain.Market.Side.Buy)))],
            TestBar.Events(RandomBars.Make(1, 10, symbols: 1)), "sizing=all-in cash=0.01").ToEnd();
        Assert.Equal((1, 1), Signals(run.Portfolio, 0));
        Assert.Equal(0, run.Portfolio.Fills);
    }

    [Fact]
    public void SetPaused_OneOfTwoStrategies_RefusesItsEntriesOnlyAndLetsItsExitsGoOn()
    {
        static ScriptedStrategy Script() => new ScriptedStrategy()
            .At(0, context => context.Enter(Domain.Market.Side.Buy))
            .At(4, context => context.Close())
            .At(6, context => context.Enter(Domain.Market.Side.Buy))
            .At(8, context => context.Enter(Domain.Market.Side.Buy));
        var scripts = (One: Script(), Two: Script());
        var events = TestBar.Events(RandomBars.Make(2, 12, symbols: 1));
        IReadOnlyList<StrategyChoice> strategies =
            [TradingRun.Own("one", _ => scripts.One), TradingRun.Own("two", _ => scripts.Two)];
        var run = TradingRun.Of(strategies, events);
        for (var slot = 0; slot < 2; slot++)
            run.Step();
        run.Portfolio.SetPaused(1, true);
        while (run.Backtest.Slots < 8)
            run.Step();

        // A run that goes on from here is paused, too.
        run = TradingRun.Of(strategies, events, state: run.Save());
        Assert.Equal((false, true), (run.Portfolio.IsPaused(0), run.Portfolio.IsPaused(1)));
        Assert.Equal((2, 0), Signals(run.Portfolio, 0));
        Assert.Equal((2, 1), Signals(run.Portfolio, 1));
        Assert.Equal(Refusal.StrategyPaused, Assert.Single(scripts.Two.Refused).Refusal);
        Assert.Equal(1, run.Recorder!.RoundTrips(1).RoundTrips);
        Assert.True(run.Portfolio.Position(1, 0).IsFlat);

        run.Portfolio.SetPaused(1, false);
        run.ToEnd();
        Assert.False(run.Portfolio.Position(1, 0).IsFlat);
        Assert.Empty(scripts.One.Refused);
        Assert.Single(scripts.Two.Refused);
    }

    [Fact]
    public void SetPaused_OneOfTwoSymbols_RefusesItsEntriesWithoutAskingThePortfolio()
    {
        var scripts = new Dictionary<string, ScriptedStrategy>();
        IReadOnlyList<StrategyChoice> strategies =
        [
            TradingRun.Own("one", symbol => scripts[symbol] = new ScriptedStrategy()
                .At(0, context => context.Enter(Domain.Market.Side.Buy))
                .At(4, context => context.Close())
                .At(6, context => context.Enter(Domain.Market.Side.Buy))),
        ];
        var bars = RandomBars.Make(3, 200, symbols: 2);
        var names = bars.Keys.Order(StringComparer.Ordinal).ToList();
        var events = TestBar.Events(bars);
        var run = TradingRun.Of(strategies, events);
        while (scripts[names[1]].Events.Count < 2)
            run.Step();
        run.Backtest.SetPaused(1, true);
        var state = run.Save();
        run.ToEnd();

        Assert.Equal(Refusal.Paused, Assert.Single(scripts[names[1]].Refused).Refusal);
        Assert.Empty(scripts[names[0]].Refused);
        Assert.Equal((3, 0, 0), (run.Portfolio.Signals(0), run.Portfolio.RefusedSignals(0), run.Portfolio.Refusals));
        Assert.True(run.Portfolio.Position(0, 1).IsFlat);
        Assert.False(run.Portfolio.Position(0, 0).IsFlat);
        var restored = TradingRun.Of(strategies, events, state: state);
        Assert.Equal((false, true), (restored.Backtest.IsPaused(0), restored.Backtest.IsPaused(1)));
    }

    private static (long Signals, long Refused) Signals(PortfolioEngine portfolio, int strategy) =>
        (portfolio.Signals(strategy), portfolio.RefusedSignals(strategy));
}
