using TradeBooks.Domain.Market;
using TradeBooks.Domain.Orders;
using TradeBooks.Domain.Strategies;
using TradeBooks.Domain.Tests.Engine;

namespace TradeBooks.Domain.Tests.Orders;

/// <summary>Orders, fills, positions and P&amp;L belong to a strategy; the portfolio's are their sum.</summary>
public sealed class AttributionTests
{
    [Fact]
    public void Strategies_OneSymbol_HaveTheirOwnPositionsAndPnl()
    {
        var (trend, counter) = (
            new ScriptedStrategy().At(0, c => c.Enter(Side.Buy)).At(2, c => c.Close()),
            new ScriptedStrategy().At(1, c => c.Enter(Side.Sell)).At(3, c => c.Close()));
        var run = Tape.Run("100, 101, 103, 106, 110, 110", "fees=per-share fee_per_share=0.1", trend, counter);
        Assert.Equal(
            ["13:31 BUY 10 @ 101", "13:32 SELL 10 @ 103", "13:33 SELL 10 @ 106", "13:34 BUY 10 @ 110"], run.Fills());
        Assert.Equal(["s0", "s1", "s0", "s1"], run.Ledger.Records.Select(record => record.Fill.OrderId.Strategy));
        Assert.Equal([0, 1, 0, 1], run.Ledger.Records.Select(record => record.Fill.StrategyIndex));
        Assert.Equal(
            [OrderRole.Entry, OrderRole.Entry, OrderRole.Close, OrderRole.Close],
            run.Ledger.Records.Select(record => record.Fill.Role));
        Assert.Equal((50m, -70m), (run.Portfolio.Position(0, 0).GrossRealizedPnl, run.Portfolio.Position(1, 0).GrossRealizedPnl));
        Assert.Equal((2m, 2m), (run.Portfolio.Position(0, 0).Fees, run.Portfolio.Position(1, 0).Fees));
        Assert.Equal(100_000m - 20 - 4, run.Portfolio.Cash);
        Assert.Equal([2, 2], new[] { trend.Fills.Count, counter.Fills.Count });
    }

    [Fact]
    public void Strategies_OppositePositions_AreFlatTogetherAndHeldApart()
    {
        var (one, two) = (
            new ScriptedStrategy().At(0, c => c.Enter(Side.Buy)), new ScriptedStrategy().At(0, c => c.Enter(Side.Sell)));
        var run = Tape.Run("100, 100, 120", "", one, two);
        Assert.Equal((10m, -10m), (run.Portfolio.Position(0, 0).Quantity, run.Portfolio.Position(1, 0).Quantity));
        Assert.Equal((0m, false), (run.Portfolio.NetQuantity(0), run.Portfolio.HasPositions));
        Assert.Equal(
            (200m, -200m),
            (run.Portfolio.Position(0, 0).UnrealizedPnl(120), run.Portfolio.Position(1, 0).UnrealizedPnl(120)));
        Assert.Equal(100_000m, run.Portfolio.Equity);
        Assert.Equal((10m, -10m), (run.Engines[0].Context(0).Position, run.Engines[0].Context(1).Position));
    }

    [Fact]
    public void Exits_OfOneStrategy_LeaveTheOthersPositionAlone()
    {
        var (one, two) = (
            new ScriptedStrategy().At(0, c => c.Enter(Side.Buy, Bracket.FromFill(0, 1))),
            new ScriptedStrategy().At(0, c => c.Enter(Side.Buy)).At(1, c => c.CancelOrders()));
        var run = Tape.Run("100, 100, 100 100 90 95", "", one, two);
        Assert.Equal(["13:31 BUY 10 @ 100", "13:31 BUY 10 @ 100", "13:32 SELL 10 @ 99"], run.Fills());
        Assert.Equal((0m, 10m), (run.Portfolio.Position(0, 0).Quantity, run.Portfolio.Position(1, 0).Quantity));
    }

    [Fact]
    public void Ids_NameTheirCauseAndAreUnique()
    {
        var strategy = new ScriptedStrategy()
            .At(0, context =>
            {
                context.Enter(Side.Buy, Bracket.FromFill(1, 1));
                context.Enter(Side.Buy);
            })
            .At(3, context => context.Reverse(Side.Sell));
        var run = Tape.Run("100, 100, 100 101 100 101, 100, 100", "portfolio=desk", strategy);
        Assert.Equal(
            ["desk/s0/X/r2/0", "desk/s0/X/r2/1", "desk/s0/X/r2/0/target", "desk/s0/X/r5/0", "desk/s0/X/r5/1"],
            run.Ledger.Records.Select(record => record.Fill.OrderId.ToString()));
        Assert.Equal([3, 3, 4, 6, 6], run.Ledger.Records.Select(record => record.Fill.Source.Offset));
        Assert.Equal(-10, run.Portfolio.NetQuantity(0));
    }

    [Fact]
    public void Context_TellsAStrategyWhatItHas()
    {
        var seen = new List<string>();
        var strategy = new ScriptedStrategy { AfterFill = (fill, context) => Note($"{fill.Role}", context) }
            .At(0, context =>
            {
                context.Enter(Side.Buy, Bracket.FromFill(5, 5));
                Note("asked", context);
            })
            .At(1, context => context.Enter(Side.Buy))
            .At(2, context => Note("holds", context));
        Tape.Run("100, 100, 103, 105 105 90 91", "", strategy);
        Assert.Equal(
            [
                "asked: 0 at 0, 1 open, flat", "Entry: 10 at 100, 2 open", "Entry: 20 at 101.5, 2 open",
                "holds: 20 at 101.5, 2 open", "StopLoss: 10 at 101.5, 0 open",
            ],
            seen);

        void Note(string what, StrategyContext context) => seen.Add(
            $"{what}: {context.Position} at {context.AveragePrice:0.##}, {context.OpenOrders} open{(context.IsFlat ? ", flat" : "")}");
    }

    [Fact]
    public void Submit_SignalsThatCantBe_AreRefused()
    {
        var strategy = new ScriptedStrategy().At(0, context =>
        {
            Refused(context, "limit price", new Signal { Type = OrderType.Limit });
            Refused(context, "limit price", new Signal { Type = OrderType.StopLimit, StopPrice = 1 });
            Refused(context, "limit price", new Signal { Type = OrderType.Limit, LimitPrice = 0.0000000000001m });
            Refused(context, "stop price", new Signal { Type = OrderType.Stop });
            Refused(context, "stop price", new Signal { Type = OrderType.StopLimit, LimitPrice = 1, StopPrice = -1 });
            Refused(context, "StopLoss", new Signal { Role = OrderRole.StopLoss });
            context.Close();
        });
        var run = Tape.Run("100, 100", "", strategy);
        Assert.Empty(run.Fills());
        Assert.True(run.Engines[0].Context(0).IsIdle, "something was asked for");

        static void Refused(StrategyContext context, string what, Signal signal)
        {
            var error = Assert.Throws<ArgumentException>(() => context.Submit(signal));
            Assert.Contains(what, error.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(Side.Buy, "13:32 SELL 10 @ 99.98")]
    [InlineData(Side.Sell, "13:32 BUY 10 @ 100.02")]
    public void Close_WhateverSideIsSignalled_TradesAgainstThePositionAndSlipsThatWay(Side entry, string expected)
    {
        var strategy = new ScriptedStrategy()
            .At(0, context => context.Enter(entry))
            .At(1, context => context.Submit(new Signal { Role = OrderRole.Close, Side = entry }));
        Assert.Equal(expected, Tape.Run("100, 100, 100, 100", "slippage_ticks=2", strategy).Fills()[1]);
    }

    [Fact]
    public void Close_PositionTurnedBeforeItFilled_SlipsAgainstTheSideItTrades()
    {
        // 1 % of the equity is 10 units at 100 and 24 at 40: the sale turns the position, and the close has to buy.
        var strategy = new ScriptedStrategy()
            .At(0, context => context.Enter(Side.Buy))
            .At(2, context =>
            {
                context.Enter(Side.Sell);
                context.Close();
            });
        Assert.Equal(
            ["13:31 BUY 10 @ 100.02", "13:33 SELL 24 @ 39.98", "13:33 BUY 14 @ 40.02"],
            Tape.Run("100, 100, 40, 40", "sizing=notional slippage_ticks=2", strategy).Fills());
    }
}
