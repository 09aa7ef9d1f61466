using TradeBooks.Domain.Market;
using TradeBooks.Domain.Orders;
using TradeBooks.Domain.Settings;
using TradeBooks.Domain.Tests.Engine;

namespace TradeBooks.Domain.Tests.Orders;

/// <summary>The rules by which orders are matched against a book, by their numbers in the doc comment of the matching.</summary>
public sealed class VenueOnBooksTests
{
    [Fact]
    public void Market_WalksTheLevels_OneFillForEach()
    {
        // Rules 1 and 5: against the book after the event that comes next.
        var run = Book().Update("", "101x2 102x3 103x50").Run(Enter(Side.Buy));
        Assert.Equal(["13:31 BUY 2 @ 101", "13:31 BUY 3 @ 102", "13:31 BUY 5 @ 103"], run.Fills());
        Assert.Equal([0, 1, 2], run.Ledger.Records.Select(record => record.Fill.Number));
        Assert.Single(run.Ledger.Records.Select(record => record.Fill.OrderId).Distinct());
        Assert.Equal(0, run.Engines[0].Context(0).OpenOrders);
    }

    [Fact]
    public void Market_MoreThanTheLevelsHold_IsCancelledForTheRest()
    {
        var strategy = Enter(Side.Sell).At(3, context => context.Enter(Side.Sell));
        var run = Book().Update("99x4 98x1", "").Update("99x100", "").Update("99x100", "").Update("", "").Run("max_open_positions=1", strategy);
        Assert.Equal(["13:31 SELL 4 @ 99", "13:31 SELL 1 @ 98", "13:34 SELL 10 @ 99"], run.Fills());
        Assert.Equal((0, 0), (run.Engines[0].Context(0).OpenOrders, run.Engines[0].WorkingOrders().Count));
    }

    [Fact]
    public void Market_Slippage_IsAddedToEachLevel() => Assert.Equal(
        ["13:31 BUY 2 @ 101.5", "13:31 BUY 8 @ 102.5"],
        Book().Update("", "101x2 102x8").Run("slippage_ticks=50", Enter(Side.Buy)).Fills());

    [Fact]
    public void Orders_OfOneEvent_ShareWhatTheLevelsHold()
    {
        // Rule 4, and again what the levels hold at the next event.
        var other = new ScriptedStrategy().At(0, context => context.Enter(Side.Buy)).At(2, context => context.Enter(Side.Buy));
        var run = Book().Update("", "101x4 102x10 103x2").Update("", "").Update("", "").Run(Enter(Side.Buy), other);
        Assert.Equal(
            ["13:31 BUY 4 @ 101", "13:31 BUY 6 @ 102", "13:31 BUY 4 @ 102", "13:31 BUY 2 @ 103", "13:33 BUY 4 @ 101", "13:33 BUY 6 @ 102"],
            run.Fills());
    }

    [Fact]
    public void Book_NotInSyncOrEventStale_FillsNothing()
    {
        var script = new BookScript();
        MarketEvent Depth(EventKind kind, long first, long last) => new(
            new DepthEvent(kind, script.Time, script.Time, first, last, 0, [new("99", "20")], [new("101", "20")], null),
            SourcePosition.Row(script.Row));
        script.Add(Depth(EventKind.DepthSnapshot, 0, 10));
        script.Add(Depth(EventKind.DepthUpdate, 11, 11)); // asks
        script.Add(Depth(EventKind.DepthUpdate, 9, 11)); // stale
        script.Add(Depth(EventKind.DepthUpdate, 14, 15)); // gap
        script.Trade(Side.Sell, 50, 100);
        script.Add(Depth(EventKind.DepthSnapshot, 0, 15)); // held updates are behind it
        script.Add(Depth(EventKind.DepthUpdate, 16, 16));
        var run = Tape.Run(script.Events, "exchange=binance-spot", Enter(Side.Buy), Limit(0, Side.Buy, 100));
        // The limit order has come to rest at the same event, with nobody before it.
        Assert.Equal(["13:36 BUY 10 @ 101"], run.Fills());
        Assert.Equal(100m, Assert.Single(run.Engines[0].WorkingOrders()).LimitPrice);
    }

    [Fact]
    public void BarsAndQuotes_FillNothing()
    {
        var script = Book().Add(new TestBar(Tape.At(1), 100, 101, 50, 100).ToEvent(3)).Add(Tape.Quote(2, 99, 100, 4)).Update("", "");
        Assert.Equal(["13:33 BUY 10 @ 101"], script.Run(Enter(Side.Buy), Limit(0, Side.Buy, 60)).Fills());
    }

    [Fact]
    public void Limit_ThatCrosses_TakesUpToItsLimitAndRestsWithTheRemainder()
    {
        // Rules 7, 8 and 10: the remainder of 3 fills at 102, its own limit, when the ask comes there.
        var run = Book().Update("", "101x2 102x5 103x9").Update("", "101x0 102x0").Update("", "102x1 101.5x1").Run("slippage_ticks=9", Limit(0, Side.Buy, 102));
        Assert.Equal(["13:31 BUY 2 @ 101", "13:31 BUY 5 @ 102", "13:33 BUY 2 @ 102"], run.Fills());
        var left = Assert.Single(run.Engines[0].WorkingOrders());
        Assert.Equal((1m, 1), (left.Quantity, run.Engines[0].Context(0).OpenOrders));
        Assert.Equal((1, 1m), (run.Engines[0].Working(0).Entries, run.Engines[0].Working(0).EntryQuantity));
    }

    [Fact]
    public void Queue_TradesAtThePrice_FillWhatExceedsTheQuantityAhead()
    {
        // Rules 8 and 9: 20 ahead; 15 and 8 are traded, so 3 fill; a buyer's trade and one at a worse price say nothing.
        var run = Book().Update("", "").Trade(Side.Sell, 99, 15).Trade(Side.Buy, 99, 50).Trade(Side.Sell, 99.5m, 50).Trade(Side.Sell, 99, 8)
            .Trade(Side.Sell, 99, 100).Run(Limit(0, Side.Buy, 99));
        Assert.Equal(["13:35 BUY 3 @ 99", "13:36 BUY 7 @ 99"], run.Fills());
    }

    [Fact]
    public void Queue_LevelShrinks_OnlyItsHoldingBoundsTheQuantityAhead()
    {
        // Rule 8: of 20 ahead the level keeps 6 at one time; what comes later is behind.
        var run = Book().Update("", "").Update("99x6", "").Update("99x30", "").Trade(Side.Sell, 99, 7).Run(Limit(0, Side.Buy, 99));
        Assert.Equal(["13:34 BUY 1 @ 99"], run.Fills());
    }

    [Fact]
    public void Queue_TradeThroughThePrice_FillsUpToItsQuantity() => Assert.Equal(
        ["13:32 SELL 4 @ 101", "13:33 SELL 6 @ 101"],
        Book().Update("", "").Trade(Side.Buy, 101.5m, 4).Trade(Side.Buy, 102, 400).Run(Limit(0, Side.Sell, 101)).Fills());

    [Fact]
    public void Queue_InsideTheSpread_IsFirst() => Assert.Equal(
        ["13:32 BUY 4 @ 100"],
        Book().Update("", "").Trade(Side.Sell, 100, 4).Run(Limit(0, Side.Buy, 100)).Fills());

    [Fact]
    public void Queue_OwnOrdersAtOnePrice_FillInTheOrderOfTheirRest()
    {
        var (one, two) = (Limit(0, Side.Buy, 99), Limit(0, Side.Buy, 99));
        var run = Book().Update("", "").Trade(Side.Sell, 99, 24).Trade(Side.Sell, 99, 9).Run(two, one);
        Assert.Equal(["13:32 BUY 4 @ 99", "13:33 BUY 6 @ 99", "13:33 BUY 3 @ 99"], run.Fills());
        Assert.Equal(["s0", "s0", "s1"], run.Ledger.Records.Select(record => record.Fill.OrderId.Strategy));
    }

    [Theory]
    [InlineData(101, 7, "13:31 BUY 4 @ 101")]
    [InlineData(102, 7, "13:31 BUY 4 @ 101", "13:31 BUY 3 @ 102")]
    [InlineData(100, 7)]
    public void ImmediateOrCancel_FillsWhatIsThereAtOnce(int limit, int quantity, params string[] fills)
    {
        var run = Book().Update("", "101x4 102x10").Update("", "").Update("99x1", "100x50")
            .Run($"sizing=quantity quantity={quantity}", Limit(0, Side.Buy, limit, TimeInForce.ImmediateOrCancel));
        Assert.Equal(fills, run.Fills());
        Assert.Equal((0, 0), (run.Engines[0].WorkingOrders().Count, run.Engines[0].Context(0).OpenOrders));
    }

    [Theory]
    [InlineData(OrderType.Limit, 101, 4, "13:31 BUY 4 @ 101")]
    [InlineData(OrderType.Limit, 101, 5)]
    [InlineData(OrderType.Limit, 102, 14, "13:31 BUY 4 @ 101", "13:31 BUY 10 @ 102")]
    [InlineData(OrderType.Limit, 102, 15)]
    [InlineData(OrderType.Market, 0, 14, "13:31 BUY 4 @ 101", "13:31 BUY 10 @ 102")]
    [InlineData(OrderType.Market, 0, 15)]
    public void FillOrKill_FillsAllOrNothing(OrderType type, int limit, int quantity, params string[] fills)
    {
        var strategy = new ScriptedStrategy().At(0, context => context.Submit(new Signal
        {
            Type = type,
            LimitPrice = limit,
            TimeInForce = TimeInForce.FillOrKill,
        }));
        var run = Book().Update("", "101x4 102x10").Update("", "101x500").Run($"sizing=quantity quantity={quantity}", strategy);
        Assert.Equal(fills, run.Fills());
        Assert.Equal((0, 0), (run.Engines[0].WorkingOrders().Count, run.Engines[0].Context(0).OpenOrders));
    }

    [Theory]
    [InlineData(101, false)]
    [InlineData(100.5, true)]
    public void PostOnly_ThatWouldTake_IsCancelled(double limit, bool rests)
    {
        var strategy = new ScriptedStrategy().At(0, context => context.Submit(new Signal
        {
            Type = OrderType.Limit,
            LimitPrice = (decimal)limit,
            PostOnly = true,
        }));
        var run = Book().Update("", "101x4").Update("", "101x0").Trade(Side.Sell, 100, 3).Run(strategy);
        Assert.Equal(rests ? [$"13:33 BUY 3 @ {(decimal)limit}"] : [], run.Fills());
        Assert.Equal(rests ? 1 : 0, run.Engines[0].WorkingOrders().Count);
    }

    [Fact]
    public void Stop_TheOtherSidesBest_TriggersAndTakes() => Assert.Equal(
        ["13:33 BUY 5 @ 103", "13:33 BUY 5 @ 104"],
        Book().Update("", "").Update("", "101x0").Update("", "102x0 103x5 104x9").Run(Stop(Side.Buy, 103)).Fills());

    [Fact]
    public void Stop_ATrade_TriggersForTheNextDepth() => Assert.Equal(
        ["13:33 SELL 10 @ 99"],
        Book().Update("", "").Trade(Side.Sell, 97, 1).Update("", "").Run(Stop(Side.Sell, 98)).Fills());

    [Fact]
    public void StopLimit_Triggered_RestsAtItsLimit()
    {
        var run = Book().Update("", "101x0 102x0 103x9").Update("", "").Trade(Side.Sell, 102, 4).Run(Stop(Side.Buy, 103, OrderType.StopLimit, 102));
        Assert.Equal(["13:33 BUY 4 @ 102"], run.Fills());
    }

    [Fact]
    public void Close_MoreThanTheLevelsHold_LeavesTheRestOfThePosition()
    {
        var strategy = Enter(Side.Buy).At(1, context => context.Close()).At(2, context => context.Close());
        var run = Book().Update("99x3 98x4", "101x10").Update("", "").Update("97x500", "").Update("", "").Run(strategy);
        Assert.Equal(
            ["13:31 BUY 10 @ 101", "13:32 SELL 3 @ 99", "13:32 SELL 4 @ 98", "13:33 SELL 3 @ 99"], run.Fills());
        Assert.True(run.Engines[0].Context(0).IsIdle);
    }

    [Fact]
    public void Bracket_EntryFilledInParts_GrowsAndShrinksWithWhatIsHeld()
    {
        // Rule 12: exits for 4 by the first price, then for 10; the target trades 3, so the stop has 7 to do.
        var strategy = new ScriptedStrategy().At(0, context => context.Submit(new Signal
        {
            Type = OrderType.Limit,
            LimitPrice = 101,
            Bracket = Bracket.FromFill(takeProfit: 5, stopLoss: 6),
        }));
        var script = Book().Update("", "101x4").Update("98x500", "101x4").Update("", "101x2").Trade(Side.Buy, 107, 3);
        Assert.Equal(
            ["StopLoss Sell 4 stop 95", "TakeProfit Sell 4 limit 106", "Entry Buy 6 limit 101"], Orders(new BookScript(), 2));
        Assert.Equal(
            ["StopLoss Sell 10 stop 95", "TakeProfit Sell 10 limit 106"], Orders(new BookScript(), 4));
        var run = script.Update("99x0 98x0 95x100", "").Update("", "").Run(strategy);
        Assert.Equal(
            ["13:31 BUY 4 @ 101", "13:32 BUY 4 @ 101", "13:33 BUY 2 @ 101", "13:34 SELL 3 @ 106", "13:35 SELL 7 @ 95"], run.Fills());
        Assert.True(run.Engines[0].Context(0).IsIdle);

        string[] Orders(BookScript part, int events)
        {
            foreach (var e in script.Events.Take(events))
                part.Add(e);
            var copy = new ScriptedStrategy().At(0, context => context.Submit(new Signal
            {
                Type = OrderType.Limit,
                LimitPrice = 101,
                Bracket = Bracket.FromFill(takeProfit: 5, stopLoss: 6),
            }));
            return
            [
                .. part.Run(copy).Engines[0].WorkingOrders()
                    .OrderBy(order => order.Role == OrderRole.Entry ? 9 : -(int)order.Role)
                    .Select(order => $"{order.Role} {order.Side} {order.Quantity:0.#} {(order.StopPrice > 0 ? $"stop {order.StopPrice}" : $"limit {order.LimitPrice}")}"),
            ];
        }
    }

    [Fact]
    public void Bracket_GrownByAnEvent_TradesFromTheNextOn()
    {
        // Rules 2 and 12: a trade fills 4; the update that fills the other 6 has a bid below the stop price.
        var strategy = new ScriptedStrategy().At(0, context => context.Submit(new Signal
        {
            Type = OrderType.Limit,
            LimitPrice = 100,
            Bracket = Bracket.FromFill(takeProfit: 5, stopLoss: 2),
        }));
        var run = Book().Update("", "").Trade(Side.Sell, 100, 4).Update("99x0 98x0 97x100", "100x6").Update("", "100x0").Run(strategy);
        Assert.Equal(["13:32 BUY 4 @ 100", "13:33 BUY 6 @ 100", "13:34 SELL 10 @ 97"], run.Fills());
    }

    [Fact]
    public void Bar_AfterATradeThatLeftNoOrder_FillsNothing()
    {
        // Rule 1: what a bar or quote tells is never taken for a trade.
        var script = Book().Update("", "").Trade(Side.Sell, 100, 10)
            .Add(new TestBar(Tape.At(9), 100, 100.99m, 99, 100.5m).ToEvent(90)).Add(Tape.Quote(10, 99, 100, 91));
        Assert.Equal(["13:32 BUY 10 @ 100"], script.Run(Limit(0, Side.Buy, 100)).Fills());
    }

    [Fact]
    public void Bracket_ExitsGoneAndPlacedAgain_CountTheirFillsOn()
    {
        var strategy = new ScriptedStrategy().At(0, context => context.Submit(new Signal
        {
            Type = OrderType.Limit,
            LimitPrice = 101,
            Bracket = Bracket.FromFill(takeProfit: 2, stopLoss: 0),
        }));
        var run = Book().Update("", "101x4").Update("103x9", "101x0 102x0 110x1").Update("103x0", "101x6 110x0").Update("104x50", "101x0 110x1")
            .Run(strategy);
        Assert.Equal(
            ["13:31 BUY 4 @ 101", "13:32 SELL 4 @ 103", "13:33 BUY 6 @ 101", "13:34 SELL 6 @ 104"], run.Fills());
        Assert.Equal([0, 0, 1, 1], run.Ledger.Records.Select(record => record.Fill.Number));
        Assert.Equal(4, run.Ledger.Records.Select(record => (record.Fill.OrderId, record.Fill.Number)).Distinct().Count());
    }

    [Fact]
    public void Day_FirstEventOfTheNextDay_CancelsTheRemainder()
    {
        var script = Book().Update("", "101x4");
        var late = new MarketEvent(
            new Trade(Tape.At(0, day: 1), Decimal64.FromDecimal(50), new Decimal64(9, 0), Side.Sell, 1), SourcePosition.Row(9));
        var run = script.Add(late).Run(Limit(0, Side.Buy, 101, TimeInForce.Day));
        Assert.Equal(["13:31 BUY 4 @ 101"], run.Fills());
        Assert.Empty(run.Engines[0].WorkingOrders());
    }

    [Theory]
    [InlineData(60_000_000, "13:31 BUY 10 @ 101")]
    [InlineData(60_000_001, "13:32 BUY 10 @ 102")]
    [InlineData(180_000_000, "13:33 BUY 10 @ 103")]
    public void Latency_FirstEventAtOrAfter_IsTheFirstOfTheOrder(int latency, string fill) => Assert.Equal(
        [fill],
        Book().Update("", "101x10").Update("", "101x0 102x10").Update("", "102x0 103x10").Run($"order_latency_us={latency}", Enter(Side.Buy)).Fills());

    [Theory]
    [InlineData("fill=close", "setting fill: close is for bars; X has an order book (exchange)")]
    [InlineData("sizing=all-in", "setting sizing: all-in is for bars; X has an order book (exchange)")]
    public void Settings_ThatOnlyBarsKnow_AreRefusedWithABook(string settings, string message) => Assert.Equal(
        message, Assert.Throws<SettingException>(() => Book().Run(settings, new ScriptedStrategy())).Message);

    private static BookScript Book() => new BookScript().Snapshot("99x20 98x20", "101x20 102x20");

    private static ScriptedStrategy Enter(Side side) => new ScriptedStrategy().At(0, context => context.Enter(side));

    private static ScriptedStrategy Limit(int at, Side side, decimal price, TimeInForce timeInForce = TimeInForce.GoodTillCancel) =>
        new ScriptedStrategy().At(at, context => context.Submit(
            new Signal { Side = side, Type = OrderType.Limit, LimitPrice = price, TimeInForce = timeInForce }));

    private static ScriptedStrategy Stop(Side side, decimal stop, OrderType type = OrderType.Stop, decimal limit = 0) =>
        new ScriptedStrategy().At(0, context => context.Submit(
            new Signal { Side = side, Type = type, StopPrice = stop, LimitPrice = limit }));
}
