using TradeBooks.Domain.Market;
using TradeBooks.Domain.Strategies;

namespace TradeBooks.Domain.Tests.Engine;

/// <summary>Slots that are closed as they are, and what comes for them later.</summary>
public sealed class ArrivalModeTests
{
    [Fact]
    public void AdvanceArrived_SymbolIsMissing_ClosesTheSlotWithoutItAndCountsItAsLate()
    {
        var (run, feeds) = Run(("A", [0, 1, 2]), ("B", [0, 1, 2]));
        feeds[0].Arrive(2);
        Assert.True(run.Backtest.AdvanceArrived());
        Assert.Equal((1, 0, 1, Tape.At(0)), Seen(run));

        // B's bar of the slot that was closed, and its own next one, which completes A's.
        feeds[1].Arrive(2);
        Assert.Equal(Tape.At(0), run.Backtest.ArrivedTime);
        Assert.True(run.Backtest.AdvanceArrived());
        Assert.Equal((2, 1, 2, Tape.At(0)), Seen(run));
        Assert.False(run.Backtest.Advance(100));
        Assert.Equal((3, 1, 4, Tape.At(1)), Seen(run));

        Assert.False(run.Backtest.AdvanceArrived());
        Assert.Equal(EventTime.MaxValue, run.Backtest.ArrivedTime);
    }

    [Fact]
    public void AdvanceArrived_LateEvents_AreTradedAtTheirOwnPrices()
    {
        var (run, feeds) = Run(("A", [5, 6]), ("B", [0, 1, 7]));
        feeds[0].Arrive(2);
        while (run.Backtest.AdvanceArrived())
        {
        }

        feeds[1].Arrive(2);
        Assert.True(run.Backtest.AdvanceArrived());
        Assert.Equal(Tape.At(0), run.Engines[1].Time);
        Assert.Equal(Tape.At(6), run.Backtest.Time);
        Assert.True(run.Backtest.AdvanceArrived());
        Assert.Equal((4, 2, 4, Tape.At(6)), Seen(run));
        Assert.Equal(10m, run.Portfolio.Mark(1).ToDecimal());
    }

    /// <summary>Against the rules written out: which slot is next, which is late, what time it then is.</summary>
    [Fact]
    public void AdvanceArrived_AnyArrivals_FollowsTheRules()
    {
        var late = 0L;
        for (var seed = 0; seed < 150; seed++)
            late += FollowRules(seed);
        Assert.True(late > 1000, $"{late} slots were late");
    }

    private static long FollowRules(int seed)
    {
        var random = new Random(seed);
        var events = TestBar.Events(RandomBars.Make(seed, 60));
        var strategies = () => new[] { TradingRun.Own("one", symbol => new RandomTrader(seed + symbol[0])) };
        var feeds = new List<LiveFeed>();
        var run = TradingRun.Fed(strategies(), events.Keys, (symbol, after) => Feed(symbol, after), RandomSettings.Make(seed));
        var symbols = run.Engines.Select(engine => engine.Symbol).ToList();
        var arrived = new int[feeds.Count];
        var done = new int[feeds.Count];
        var (time, late, slots, count) = (EventTime.MinValue, 0L, 0L, 0L);
        while (feeds.Any(feed => feed.Left > 0) || done.Where((n, i) => n < events[symbols[i]].Count).Any())
        {
            var lucky = random.Next(feeds.Count);
            var portion = random.Next(5);
            feeds[lucky].Arrive(portion);
            arrived[lucky] = events[symbols[lucky]].Count - feeds[lucky].Left;
            if (random.Next(3) == 0)
                continue;
            var heads = Enumerable.Range(0, feeds.Count).Where(i => done[i] < arrived[i]).ToList();
            var next = heads.Count == 0 ? EventTime.MaxValue : heads.Min(i => events[symbols[i]][done[i]].Time);
            Assert.Equal(next, run.Backtest.ArrivedTime);
            Assert.Equal(heads.Count > 0, run.Backtest.AdvanceArrived());
            if (heads.Count == 0)
                continue;
            foreach (var i in heads.Where(i => events[symbols[i]][done[i]].Time == next))
            {
                done[i]++;
                count++;
            }

            slots++;
            late += next <= time ? 1 : 0;
            time = next > time ? next : time;
            Assert.Equal((slots, late, count, time), Seen(run));
            Assert.All(Enumerable.Range(0, feeds.Count).Where(i => done[i] > 0), i => Assert.Equal(
                events[symbols[i]][done[i] - 1].Position, run.Engines[i].Position));
            if (random.Next(40) == 0)
                Restore();
        }

        var curve = run.Recorder!.BuildReport(run.Backtest.Figures(), new Dictionary<string, string>()).Equity;
        Assert.Equal(curve.OrderBy(point => point.Time), curve);
        var fills = run.Ledger.Records.Select(record => record.Fill.Time).ToList();
        Assert.True(fills.All(fill => fill <= time), $"seed {seed}");
        return late;

        LiveFeed Feed(string symbol, SourcePosition? after)
        {
            var feed = new LiveFeed(symbol, events[symbol], after);
            feeds.Add(feed);
            return feed;
        }

        // A restart: what had arrived and was not traded comes again.
        void Restore()
        {
            var state = run.Save();
            feeds.Clear();
            run = TradingRun.Fed(strategies(), events.Keys, Feed, RandomSettings.Make(seed), state);
            Assert.Equal(state, run.Save());
            for (var i = 0; i < feeds.Count; i++)
                feeds[i].Arrive(arrived[i] - done[i]);
        }
    }

    private static (long Slots, long Late, long Events, EventTime Time) Seen(TradingRun run) =>
        (run.Backtest.Slots, run.Backtest.LateSlots, run.Backtest.Events, run.Backtest.Time);

    private static (TradingRun Run, List<LiveFeed> Feeds) Run(params (string Symbol, int[] Minutes)[] symbols)
    {
        var feeds = symbols.Select(symbol => new LiveFeed(
            symbol.Symbol, TestBar.Events(symbol.Minutes.Select(minute => new TestBar(Tape.At(minute), 10, 11, 9, 10))))).ToList();
        return (TradingRun.Fed(
            StrategyChoice.Parse(["sma-cross"]), feeds.Select(feed => feed.Symbol),
            (symbol, _) => feeds.Single(feed => feed.Symbol == symbol)), feeds);
    }
}
