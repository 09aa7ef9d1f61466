using System.Text.Json.Nodes;
using TradeBooks.Domain.Books;
using TradeBooks.Domain.Engine;
using TradeBooks.Domain.Market;
using TradeBooks.Domain.Orders;
using TradeBooks.Domain.Strategies;
using TradeBooks.Domain.Tests.Indicators;
using TradeBooks.Domain.Tests.Orders;
using TradeBooks.Tests;

namespace TradeBooks.Domain.Tests.Engine;

/// <summary>Runs whose orders are matched against order books: slots, saves, money, memory.</summary>
public sealed class BookRunTests
{
    [Fact]
    public void Slot_SeveralDepthEvents_AreAppliedOnceAndMatchedInTheirOrder()
    {
        // At 13:31 the first update has 4 at 101, the second 3 at 102: the order meets each as the book then stands.
        var strategy = new ScriptedStrategy().At(0, context => context.Submit(new Signal { Type = OrderType.Limit, LimitPrice = 102 }));
        MarketEvent[] events =
        [
            Depth(0, EventKind.DepthSnapshot, [new("99", "5")], [new("103", "5")], 2),
            Depth(1, EventKind.DepthUpdate, [], [new("101", "4")], 3),
            Depth(1, EventKind.DepthUpdate, [], [new("101", "0"), new("102", "3")], 4),
            Depth(2, EventKind.DepthUpdate, [], [new("102", "1")], 5),
        ];
        var run = Tape.Run(events, "exchange=coinbase", strategy);
        Assert.Equal(["13:31 BUY 4 @ 101", "13:31 BUY 3 @ 102", "13:32 BUY 1 @ 102"], run.Fills());
        Assert.Equal([3, 4, 5], run.Ledger.Records.Select(record => record.Fill.Source.Offset));
        Assert.Equal(new BookCounters(3, 1, 3, 0, 0, 0, 0), run.Engines[0].Book!.Counters);
        Assert.Equal(["DepthSnapshot 0", "DepthUpdate 0", "DepthUpdate 0", "DepthUpdate 0"], strategy.Events);
    }

    [Fact]
    public void Strategies_SeeTheSameBook_WhetherOrNotAnotherHasOrders()
    {
        MarketEvent[] events =
        [
            Depth(0, EventKind.DepthSnapshot, [new("99", "5")], [new("103", "5")], 2),
            Depth(1, EventKind.DepthUpdate, [new("100", "1")], [], 3),
            Depth(1, EventKind.DepthUpdate, [new("100", "0")], [], 4),
        ];
        Assert.Equal(Seen(new ScriptedStrategy()), Seen(new ScriptedStrategy().At(0, context => context.Submit(
            new Signal { Type = OrderType.Limit, LimitPrice = 50 }))));

        string Seen(ScriptedStrategy other)
        {
            var bids = new List<string>();
            var watcher = new ScriptedStrategy();
            for (var i = 0; i < 3; i++)
                watcher.At(i, context => bids.Add($"{context.Book!.BestBid}"));
            Tape.Run(events, "exchange=coinbase", other, watcher);
            Assert.Equal(3, bids.Count);
            return string.Join(", ", bids);
        }
    }

    [Fact]
    public void Save_AtEverySlot_GoesOnAsTheRunThatWasNotSaved()
    {
        var (fills, partial) = (0, 0);
        for (var seed = 0; seed < 40; seed++)
        {
            var events = Events(seed);
            var settings = RandomSettings.ForBooks(seed);
            var whole = TradingRun.Of(Traders(seed), events, settings).ToEnd();
            var expected = whole.Ledger.Rows.ToList();
            var saved = TradingRun.Of(Traders(seed), events, settings);
            for (var slot = 0; slot < 100 && saved.Step(); slot++)
            {
                if (slot % 9 != 0)
                    continue;
                var resumed = TradingRun.Of(Traders(seed), events, settings, saved.Save());
                Assert.Equal(saved.Save(), resumed.Save());
                resumed.ToEnd();
                Assert.Equal(expected, saved.Ledger.Rows.Concat(resumed.Ledger.Rows));
                Assert.Equal(whole.Save(), resumed.Save());
            }

            fills += expected.Count;
            partial += whole.Ledger.Records.Count(record => record.Fill.Number > 0);
        }

        Assert.True(fills > 500 && partial > 100, $"{fills} fills, {partial} of them not an order's first");
    }

    [Fact]
    public void Run_RandomOrders_PositionsAndWorkingOrdersAreThoseOfThePortfolio()
    {
        var (fills, ids) = (0, 0);
        for (var seed = 0; seed < 200; seed++)
        {
            var run = TradingRun.Of(Traders(seed), Events(seed), RandomSettings.ForBooks(seed));
            while (run.Step())
            {
                var books = JsonNode.Parse(StateCopy.Save(run.Portfolio))!["positions"]!;
                for (var symbol = 0; symbol < run.Engines.Count; symbol++)
                {
                    for (var strategy = 0; strategy < 2; strategy++)
                    {
                        var working = run.Engines[symbol].Working(strategy);
                        var known = books[strategy * run.Engines.Count + symbol]!;
                        Assert.Equal(
                            working,
                            new WorkingOrders((int)known["workingEntries"]!, (decimal)known["workingQuantity"]!, (bool)known["isClosing"]!));
                        var context = run.Engines[symbol].Context(strategy);
                        Assert.Equal(run.Portfolio.Position(strategy, symbol).Quantity, context.Position);
                        Assert.Equal(run.Engines[symbol].WorkingOrders().Count(order => order.StrategyIndex == strategy), context.OpenOrders);
                        var exits = run.Engines[symbol].WorkingOrders().Where(
                            order => order.StrategyIndex == strategy && order.Role is OrderRole.StopLoss or OrderRole.TakeProfit).ToList();
                        Assert.True(exits.TrueForAll(exit => exit.Quantity > 0), $"seed {seed}: {string.Join(", ", exits)}");
                        Assert.True(exits.Count == 0 || !context.IsFlat, $"seed {seed}: exits of nothing: {string.Join(", ", exits)}");
                        Assert.Equal(exits.Count, exits.Select(exit => exit.Id).Distinct().Count());
                    }
                }

                Balance(run, seed);
            }

            var fillIds = run.Ledger.Records.Select(record => (record.Fill.OrderId, record.Fill.Number)).ToList();
            Assert.Equal(fillIds.Count, fillIds.Distinct().Count());
            foreach (var order in run.Ledger.Records.GroupBy(record => record.Fill.OrderId))
                Assert.Equal(Enumerable.Range(0, order.Count()), order.Select(record => record.Fill.Number));
            (fills, ids) = (fills + fillIds.Count, ids + fillIds.Select(id => id.OrderId).Distinct().Count());
        }

        Assert.True(fills > 3000 && fills > ids + 500, $"{fills} fills of {ids} orders");
    }

    [Fact]
    public void Depth_WithWorkingOrdersAfterWarmUp_AllocatesNothing()
    {
        var setup = TradingRun.ReadSetup(
            [TradingRun.Own("s", _ => new Quoter())], ["X"], "exchange=coinbase sizing=quantity quantity=7");
        var engine = setup.CreateSymbolEngine(0);
        var portfolio = new PortfolioEngine(setup.Portfolio);
        var events = new RandomBook(5).Make(4_000).ToArray();
        var fills = Run();
        var allocated = Allocations.Least(() => fills = Run());
        Assert.True(fills > 500, $"{fills} fills");
        Assert.True(allocated == 0, $"{allocated} bytes for {events.Length} events and {fills} fills");

        int Run()
        {
            var count = 0;
            foreach (ref readonly var e in events.AsSpan())
            {
                engine.BeginFills(e);
                while (engine.TryFill(e, out var fill))
                {
                    portfolio.Settle(ref fill);
                    engine.Confirm(fill);
                    count++;
                }

                engine.Update(e);
                portfolio.SetMark(0, engine.Mark);
                foreach (ref readonly var request in engine.Requests)
                    engine.Answer(portfolio.Decide(request));
                engine.ClearRequests();
            }

            return count;
        }
    }

    // Cash is what the ledger's rows say, and equity what is held at the marks.
    private static void Balance(TradingRun run, int seed)
    {
        var multiplier = run.Setup.Portfolio.Instruments[0].Multiplier;
        var cash = run.Ledger.Records.Aggregate(
            run.Setup.Portfolio.InitialCash,
            (sum, row) => sum - row.Fill.SignedQuantity * row.Fill.Price * multiplier - row.Fill.Fee);
        var equity = cash + Enumerable.Range(0, run.Engines.Count).Sum(
            symbol => run.Portfolio.NetQuantity(symbol) * run.Portfolio.Mark(symbol) * multiplier);
        Assert.True(cash == run.Portfolio.Cash, $"seed {seed}: the ledger's rows sum to {cash}, cash is {run.Portfolio.Cash}");
        Assert.True(equity == run.Portfolio.Equity, $"seed {seed}: worth {equity}, equity {run.Portfolio.Equity}");
    }

    private static IReadOnlyList<StrategyChoice> Traders(int seed) =>
    [
        TradingRun.Own("one", symbol => new RandomTrader(seed + symbol[0], usesEveryKind: true)),
        TradingRun.Own("two", symbol => new RandomTrader(seed * 31 + symbol[0], usesEveryKind: true)),
    ];

    private static Dictionary<string, IReadOnlyList<MarketEvent>> Events(int seed) => new()
    {
        ["A"] = new RandomBook(seed).Make(100),
        ["B"] = new RandomBook(seed + 1000, start: 1_700_000_000_000_030).Make(80),
    };

    private static MarketEvent Depth(int minute, EventKind kind, DepthLevel[] bids, DepthLevel[] asks, long row) => new(
        new DepthEvent(kind, Tape.At(minute), Tape.At(minute), 0, 0, 0, bids, asks, null), SourcePosition.Row(row));

    /// <summary>Always has a bid and an ask inside the market or at its best, and takes now and then.</summary>
    private sealed class Quoter : IStrategy
    {
        private int _seen;

        public void OnBar(in Bar bar, StrategyContext context) => throw new InvalidOperationException("there are no bars");

        public void OnDepth(DepthEvent depth, StrategyContext context)
        {
            if (context.Book!.BestBid is not { } bid || context.Book.BestAsk is not { } ask)
                return;
            if (_seen++ % 5 == 0)
                context.CancelOrders();
            if (context.OpenOrders < 6)
            {
                context.Submit(new Signal { Side = Side.Buy, Type = OrderType.Limit, LimitPrice = bid.Price });
                context.Submit(new Signal { Side = Side.Sell, Type = OrderType.Limit, LimitPrice = ask.Price });
            }

            if (_seen % 7 == 0)
                context.Enter(_seen % 2 == 0 ? Side.Buy : Side.Sell, Bracket.FromFill(2, 2));
        }

        public void Persist(Domain.State.StateArchive archive) => archive.Item("seen", ref _seen);
    }
}
