using TradeBooks.Domain.Market;
using TradeBooks.Domain.Orders;
using TradeBooks.Domain.Strategies;

namespace TradeBooks.Domain.Tests.Engine;

/// <summary>What the portfolio knows of entries that work at the venue: they count as open positions.</summary>
public sealed class WorkingEntryTests
{
    [Fact]
    public void MaxOpenPositions_OneOfTwoEntriesFilled_TheOtherStillCounts()
    {
        var first = new ScriptedStrategy()
            .At(0, context =>
            {
                context.Submit(Limit(99));
                context.Submit(Limit(90));
            })
            .At(1, context => context.Close());
        var second = new ScriptedStrategy().At(2, context => context.Enter(Side.Buy));
        var run = Tape.Run("100, 100 100 98 99, 99, 99, 99", "max_open_positions=1", first, second);
        Assert.Equal(["13:31 BUY 10 @ 99", "13:32 SELL 10 @ 99"], run.Fills());
        Assert.Equal(Refusal.MaxOpenPositions, Assert.Single(second.Refused).Refusal);
    }

    [Theory]
    [InlineData(3, 1)]
    [InlineData(2, 0)]
    public void MaxOpenPositions_DayEntriesExpired_CountNoMore(int orders, int goodTillCancel)
    {
        var first = new ScriptedStrategy().At(0, context =>
        {
            for (var i = 0; i < orders; i++)
            {
                var isDay = i >= goodTillCancel;
                context.Submit(Limit(90) with { TimeInForce = isDay ? TimeInForce.Day : TimeInForce.GoodTillCancel });
            }
        });
        var second = new ScriptedStrategy().At(1, context => context.Enter(Side.Buy));
        var run = Tape.Run("100 | 100, 100", "max_open_positions=1", first, second);
        Assert.Equal(goodTillCancel, run.Engines[0].Context(0).OpenOrders);
        Assert.Equal(goodTillCancel > 0 ? [] : ["13:31 BUY 10 @ 100"], run.Fills());
    }

    [Fact]
    public void MaxOpenPositions_AllInThatBuysNothing_CountsNoMore()
    {
        var first = new ScriptedStrategy().At(0, context => context.Enter(Side.Buy));
        var second = new ScriptedStrategy().At(1, context => context.Enter(Side.Buy));
        var run = Tape.Run("100, 200, 50, 50", "max_open_positions=1 sizing=all-in cash=99", first, second);
        Assert.Equal(["13:32 BUY 1 @ 50"], run.Fills());
        Assert.Equal(1, run.Portfolio.Refusals);
        Assert.True(run.Engines[0].Context(0).IsIdle, "the order that bought nothing is still open");
    }

    [Fact]
    public void MaxOpenPositions_CancelledAfterARefusal_IsTheSameForARestoredRun()
    {
        var events = new Dictionary<string, IReadOnlyList<MarketEvent>>
        {
            [Tape.Symbol] = TestBar.Events(Tape.Bars("100, 101, 99, 99")),
        };
        const string Settings = "sizing=quantity quantity=10 max_open_positions=1 max_position_notional=0.01";
        var whole = TradingRun.Of(Strategies(), events, Settings);
        // The second bar's entry is too large by 10; its refusal cancels the working one, after this slot's marks.
        whole.Step();
        whole.Step();
        var restored = TradingRun.Of(Strategies(), events, Settings, whole.Save());
        Assert.Equal(["13:33 BUY 10 @ 99"], whole.ToEnd().Fills());
        Assert.Equal(["13:33 BUY 10 @ 99"], restored.ToEnd().Fills());
        Assert.Equal(whole.Save(), restored.Save());

        static IReadOnlyList<StrategyChoice> Strategies() =>
        [
            TradingRun.Own("s0", _ => new ScriptedStrategy { AfterRefusal = (_, context) => context.CancelOrders() }
                .At(0, context => context.Submit(Limit(90)))
                .At(1, context => context.Enter(Side.Buy))),
            TradingRun.Own("s1", _ => new ScriptedStrategy().At(2, context => context.Enter(Side.Buy))),
        ];
    }

    [Fact]
    public void MaxPositionNotional_EntriesAndClosesOnTheirWay_CountAsIfTheyHadFilled()
    {
        // 10 units at 100 are 1 % of the equity: a second 10 of another strategy in the same slot would make 2 %.
        var first = new ScriptedStrategy().At(0, context => context.Enter(Side.Buy)).At(2, context => context.Close());
        var second = new ScriptedStrategy().At(0, context => context.Enter(Side.Buy)).At(2, context => context.Enter(Side.Buy));
        var run = Tape.Run("100, 100, 100, 100, 100", "max_position_notional=0.015", first, second);
        Assert.Equal(Refusal.MaxPositionNotional, Assert.Single(second.Refused).Refusal);
        Assert.Equal(["13:31 BUY 10 @ 100", "13:33 SELL 10 @ 100", "13:33 BUY 10 @ 100"], run.Fills());
    }

    [Fact]
    public void MaxPositionNotional_Reversal_IsNotHeldAgainstTheOldPosition()
    {
        var strategy = new ScriptedStrategy()
            .At(0, context => context.Enter(Side.Buy)).At(1, context => context.Reverse(Side.Sell));
        var run = Tape.Run("100, 100, 100", "max_position_notional=0.012", strategy);
        Assert.Empty(strategy.Refused);
        Assert.Equal(["13:31 BUY 10 @ 100", "13:32 SELL 10 @ 100", "13:32 SELL 10 @ 100"], run.Fills());
    }

    private static Signal Limit(decimal price) => new() { Type = OrderType.Limit, LimitPrice = price };
}
