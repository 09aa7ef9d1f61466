using TradeBooks.Domain.Market;
using TradeBooks.Domain.Strategies;

namespace TradeBooks.Domain.Tests.Engine;

/// <summary>Events that come little by little, whoever is faster, are traded as those that were all there.</summary>
public sealed class LiveFeedTests
{
    [Theory]
    [InlineData("lss", "volume_multiplier=1.5 rejection=0.5 risk_per_trade=0.1")]
    [InlineData("sma-cross", "direction=long-short sizing=all-in fast=2 slow=5 fill=close")]
    [InlineData("macd-trend", "threshold=0 sizing=all-in fast=3 slow=6 signal=3")]
    [InlineData("lss,trend=sma-cross,macd-trend", "trend.sizing=all-in trend.direction=long-short trend.fast=2 trend.slow=6 macd-trend.fast=3 macd-trend.slow=6 signal=3 threshold=0 max_position_notional=0.4 fees=per-share")]
    public void Advance_AnyPortions_WritesTheLogOfTheBacktest(string strategies, string settings)
    {
        var seen = new Seen();
        for (var seed = 0; seed < 40; seed++)
            Compare(seed, () => StrategyChoice.Parse([strategies]), settings, seen);
        Assert.True(seen.Fills > 200 && seen.Waits > 2000 && seen.Restores > 150, seen.ToString());
    }

    [Fact]
    public void Advance_AnyPortionsAndOrdersOfEveryKind_WritesTheLogOfTheBacktest()
    {
        var seen = new Seen();
        for (var seed = 0; seed < 100; seed++)
        {
            Compare(
                seed,
                () =>
                [
                    TradingRun.Own("one", symbol => new RandomTrader(seed + symbol[0])),
                    TradingRun.Own("two", symbol => new RandomTrader(seed * 31 + symbol[0])),
                ],
                RandomSettings.Make(seed), seen);
        }

        Assert.True(seen.Fills > 5000 && seen.Waits > 5000 && seen.Restores > 300, seen.ToString());
    }

    [Fact]
    public void Advance_SymbolWithNothingYet_WaitsForIt()
    {
        var (run, feeds) = Two();
        feeds["A"].Arrive(10);

        Assert.False(run.Backtest.Advance(1000));
        Assert.Equal((0, EventTime.MinValue, Tape.At(0)), (run.Backtest.Slots, run.Backtest.NextTime, run.Backtest.ArrivedTime));

        feeds["B"].Arrive(4);
        Assert.False(run.Backtest.Advance(1000));
        Assert.Equal((4, Tape.At(3)), (run.Backtest.Slots, run.Backtest.Time));
        Assert.Equal((EventTime.MinValue, Tape.At(4)), (run.Backtest.NextTime, run.Backtest.ArrivedTime));
    }

    [Fact]
    public void Advance_SymbolEnds_HoldsNobodyBackAndMayComeBack()
    {
        var (run, feeds) = Two();
        feeds["A"].Arrive(10);
        feeds["B"].Arrive(4);
        feeds["B"].Ends = true;

        Assert.False(run.Backtest.Advance(1000));
        Assert.Equal(Tape.At(9), run.Backtest.Time);

        // Its fifth bar is of minute 20.
        feeds["B"].Ends = false;
        feeds["B"].Arrive(1);
        Assert.False(run.Backtest.Advance(1000));
        Assert.Equal((Tape.At(9), Tape.At(20)), (run.Backtest.Time, run.Backtest.ArrivedTime));

        feeds["A"].Arrive(30);
        Assert.False(run.Backtest.Advance(1000));
        Assert.Equal((Tape.At(20), EventTime.MinValue), (run.Backtest.Time, run.Backtest.NextTime));
        Assert.Equal(0, run.Backtest.LateSlots);

        feeds["B"].Arrive(100);
        (feeds["A"].Ends, feeds["B"].Ends) = (true, true);
        Assert.False(run.Backtest.Advance(1000));
        Assert.Equal((EventTime.MaxValue, EventTime.MaxValue), (run.Backtest.NextTime, run.Backtest.ArrivedTime));
        Assert.Equal(40 + 24, run.Backtest.Events);
    }

    private static (TradingRun Run, Dictionary<string, LiveFeed> Feeds) Two()
    {
        var feeds = new Dictionary<string, LiveFeed>
        {
            ["A"] = new("A", Minutes(Enumerable.Range(0, 40))),
            ["B"] = new("B", Minutes([0, 1, 2, 3, .. Enumerable.Range(20, 20)])),
        };
        return (TradingRun.Fed(StrategyChoice.Parse(["sma-cross"]), feeds.Keys, (symbol, _) => feeds[symbol]), feeds);
    }

    private static IReadOnlyList<MarketEvent> Minutes(IEnumerable<int> minutes) =>
        TestBar.Events(minutes.Select(minute => new TestBar(Tape.At(minute), 10, 11, 9, 10)));

    private static void Compare(int seed, Func<IReadOnlyList<StrategyChoice>> strategies, string settings, Seen seen)
    {
        var events = TestBar.Events(RandomBars.Make(seed, 100));
        var plain = TradingRun.Of(strategies(), events, settings).ToEnd();
        var (expected, end) = (plain.Ledger.Rows.ToList(), plain.Save());
        seen.Fills += expected.Count;
        for (var portions = 0; portions < 2; portions++)
        {
            var random = new Random(seed * 10 + portions);
            var saved = Live(strategies(), events, settings, random, seen, null, expected, end, $"seed {seed}.{portions}");
            foreach (var moment in saved.OrderBy(_ => random.Next()).Take(3))
            {
                seen.Restores++;
                Live(
                    strategies(), events, settings, random, seen, moment.State, expected.Skip(moment.Fills).ToList(), end,
                    $"seed {seed}.{portions}, restored after {moment.Fills} fills");
            }
        }
    }

    /// <returns>What was saved after some of the stretches.</returns>
    private static List<(string State, int Fills)> Live(
        IReadOnlyList<StrategyChoice> strategies, IReadOnlyDictionary<string, IReadOnlyList<MarketEvent>> events, string settings,
        Random random, Seen seen, string? state, List<string> expected, string end, string what)
    {
        var feeds = new List<LiveFeed>();
        var run = TradingRun.Fed(
            strategies, events.Keys,
            (symbol, after) =>
            {
                feeds.Add(new LiveFeed(symbol, events[symbol], after));
                return feeds[^1];
            },
            settings, state);
        var first = run.Backtest.Slots;
        var saved = new List<(string, int)>();
        while (true)
        {
            foreach (var feed in feeds.Where(_ => random.Next(3) == 0))
            {
                feed.Arrive(random.Next(random.Next(2) == 0 ? 3 : 30));
                feed.Ends |= feed.Left == 0 && random.Next(2) == 0;
            }

            var goesOn = run.Backtest.Advance(random.Next(1, 20));
            if (state is null && random.Next(4) == 0)
                saved.Add((run.Save(), run.Ledger.Records.Count));
            foreach (var feed in feeds)
                Assert.True(run.Backtest.Slots == first || feed.SaidEnd || run.Backtest.Time <= feed.Shown, $"{what}: {run.Backtest.Time} is beyond {feed.Shown} of {feed.Symbol}");
            if (goesOn)
                continue;
            var next = run.Backtest.NextTime;
            if (next == EventTime.MaxValue)
                break;
            Assert.Equal(EventTime.MinValue, next);
            seen.Waits++;
        }

        Assert.All(feeds, feed => Assert.True(feed.SaidEnd && feed.Left == 0));
        var actual = run.Ledger.Rows.ToList();
        var same = expected.Zip(actual).TakeWhile(pair => pair.First == pair.Second).Count();
        Assert.True(
            same == expected.Count && same == actual.Count,
            $"{what}: fill {same}: expected {expected.ElementAtOrDefault(same)}, got {actual.ElementAtOrDefault(same)}");
        Assert.True(end == run.Save(), $"{what}: the state at the end differs");
        return saved;
    }

    private sealed record Seen
    {
        public int Fills { get; set; }

        public int Waits { get; set; }

        public int Restores { get; set; }
    }
}
