using TradeBooks.Domain.Engine;
using TradeBooks.Domain.Market;
using TradeBooks.Domain.Orders;
using TradeBooks.Domain.Strategies;

namespace TradeBooks.Domain.Tests.Engine;

/// <summary>Events other than bars, several of them at one time, and what a feed may not do.</summary>
public sealed class EventKindTests
{
    [Fact]
    public void Strategy_SeesEveryKindInOrder()
    {
        var strategy = new ScriptedStrategy();
        MarketEvent[] events =
        [
            new(new NewsItem(Tape.At(0), "opens", "wire"), SourcePosition.Row(2)),
            new(new DepthEvent(EventKind.DepthSnapshot, Tape.At(1), Tape.At(1), 1, 7, 0, [new("99", "1")], [new("101", "2")], null), SourcePosition.Row(3)),
            new(new DepthEvent(EventKind.DepthUpdate, Tape.At(1), Tape.At(1), 8, 8, 7, [], [new("101", "0")], null), SourcePosition.Row(4)),
            Tape.Quote(2, 99, 100, 5),
            Tape.Trade(2, 100, 6),
            new TestBar(Tape.At(3), 100, 101, 99, 100.5m).ToEvent(7),
        ];
        var run = Tape.Run(events, "exchange=coinbase", strategy);
        Assert.Equal(
            ["News opens", "DepthSnapshot 7", "DepthUpdate 8", "Quote 99/100", "Trade 100", "Bar 100.5"], strategy.Events);
        Assert.Equal((6, 4), (run.Backtest.Events, run.Backtest.Slots));
        Assert.Equal(6, run.Recorder!.Summarize(run.Backtest.Figures()).Bars);
    }

    [Fact]
    public void Slot_SeveralEventsOfOneTime_FillsFirstThenMarksThenOrders()
    {
        // At 13:31 the limit is met by the second trade of the slot; the strategy asks at the first and at the third.
        var strategy = new ScriptedStrategy()
            .At(0, context => context.Submit(new Signal { Type = OrderType.Limit, LimitPrice = 98 }))
            .At(1, context => context.Enter(Side.Buy))
            .At(3, context => context.Enter(Side.Sell));
        MarketEvent[] trades =
        [
            Tape.Trade(0, 100, 2), Tape.Trade(1, 99, 3), Tape.Trade(1, 97.5m, 4), Tape.Trade(1, 99.5m, 5), Tape.Trade(2, 101, 6),
        ];
        var run = Tape.Run(trades, "", strategy);
        // The orders of 13:31 are open from the next slot on: the buy meets 101, not 97.5.
        Assert.Equal(["13:31 BUY 10 @ 97.5", "13:32 BUY 10 @ 101", "13:32 SELL 10 @ 101"], run.Fills());
        Assert.Equal([4, 6, 6], run.Ledger.Records.Select(record => record.Fill.Source.Offset));
        Assert.Equal(
            ["default/s0/X/r2/0", "default/s0/X/r3/0", "default/s0/X/r5/1"],
            run.Ledger.Records.Select(record => record.Fill.OrderId.ToString()));
        Assert.Equal(3, run.Backtest.Slots);
    }

    [Fact]
    public void Slot_RunsThatStraddleBatches_GiveTheSameWhateverTheBatch()
    {
        for (var seed = 0; seed < 40; seed++)
        {
            var random = new Random(seed);
            var events = Enumerable.Range(0, 3).ToDictionary(
                symbol => $"S{symbol}", _ => (IReadOnlyList<MarketEvent>)Trades(random, 200));
            var expected = Run(seed, events, 1000);
            Assert.True(expected.Log.Count > 0, $"seed {seed} trades nothing");
            for (var batch = 1; batch < 12; batch++)
            {
                var actual = Run(seed, events, batch);
                Assert.True(expected.Log.SequenceEqual(actual.Log), $"seed {seed}: another log with batches of {batch}");
                Assert.Equal(expected.State, actual.State);
            }
        }
    }

    [Theory]
    [InlineData(64)]
    [InlineData(2)]
    [InlineData(1)]
    public void Feed_BackInTime_IsAnErrorThatNamesTheSymbolAndTheTimes(int batch)
    {
        IReadOnlyList<MarketEvent> events = [Tape.Trade(0, 100, 2), Tape.Trade(2, 100, 3), Tape.Trade(1, 100, 4)];
        var error = Assert.Throws<InvalidOperationException>(() => TradingRun.Of(
            [TradingRun.Own("s", _ => new ScriptedStrategy())],
            new Dictionary<string, IReadOnlyList<MarketEvent>> { ["X"] = events }, batchSize: batch).ToEnd());
        Assert.Contains("X", error.Message, StringComparison.Ordinal);
        Assert.Contains(Tape.At(1).ToString(), error.Message, StringComparison.Ordinal);
        Assert.Contains(Tape.At(2).ToString(), error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Feed_WithoutEvents_HoldsNobodyBack()
    {
        var events = new Dictionary<string, IReadOnlyList<MarketEvent>> { ["A"] = [], ["B"] = [Tape.Trade(0, 100, 2)] };
        var run = TradingRun.Of([TradingRun.Own("s", _ => new ScriptedStrategy())], events).ToEnd();
        Assert.Equal((1, 1), (run.Backtest.Events, run.Backtest.Slots));
        Assert.Equal(Tape.At(0), run.Backtest.Time);
    }

    [Fact]
    public void NextTime_BeforeEverySlot_IsThatOfTheNext()
    {
        var run = TradingRun.Of(
            [TradingRun.Own("s", _ => new ScriptedStrategy())],
            new Dictionary<string, IReadOnlyList<MarketEvent>>
            {
                ["A"] = [Tape.Trade(1, 1, 2), Tape.Trade(4, 1, 3)],
                ["B"] = [Tape.Trade(1, 1, 2), Tape.Trade(2, 1, 3)],
            });
        var times = new List<EventTime> { run.Backtest.NextTime };
        while (run.Step())
            times.Add(run.Backtest.NextTime);
        Assert.Equal([Tape.At(1), Tape.At(2), Tape.At(4), EventTime.MaxValue], times);
    }

    [Fact]
    public void Constructor_EnginesAndFeedsThatDontMatch_AreRefused()
    {
        var setup = TradingRun.ReadSetup(StrategyChoice.Parse(["lss"]), ["A", "B"], "");
        var portfolio = new PortfolioEngine(setup.Portfolio);
        var engines = setup.CreateSymbolEngines();
        MemoryFeed a = new("A", []), b = new("B", []);
        Assert.Throws<ArgumentException>(() => new Backtest(engines, portfolio, [a]));
        Assert.Throws<ArgumentException>(() => new Backtest(engines, portfolio, [b, a]));
        Assert.Throws<ArgumentException>(() => new Backtest([engines[1], engines[0]], portfolio, [b, a]));
    }

    [Fact]
    public void Symbols_AnyOrder_AreTakenInOrdinalOrder()
    {
        var setup = TradingRun.ReadSetup(StrategyChoice.Parse(["lss"]), ["b", "Z", "a", "A"], "");
        Assert.Equal(["A", "Z", "a", "b"], setup.Portfolio.Instruments.Select(instrument => instrument.Symbol));
        Assert.Equal([0, 1, 2, 3], setup.CreateSymbolEngines().Select(engine => engine.Index));
    }

    private static (List<string> Log, string State) Run(
        int seed, Dictionary<string, IReadOnlyList<MarketEvent>> events, int batch)
    {
        var run = TradingRun.Of(
            [TradingRun.Own("s", symbol => new RandomTrader(seed + symbol[1]))], events, RandomSettings.Make(seed % 7), batchSize: batch)
            .ToEnd();
        return ([.. run.Ledger.Rows], run.Save());
    }

    // Runs of up to eight trades at one time.
    private static List<MarketEvent> Trades(Random random, int count)
    {
        var (trades, minute) = (new List<MarketEvent>(), 0);
        for (var row = 2; row < count; row++)
        {
            if (random.Next(8) < 3)
                minute += random.Next(1, 3);
            trades.Add(Tape.Trade(minute, 100 + random.Next(-300, 300) / 100m, row));
        }

        return trades;
    }
}
