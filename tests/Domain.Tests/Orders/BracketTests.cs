using TradeBooks.Domain.Market;
using TradeBooks.Domain.Orders;
using TradeBooks.Domain.Tests.Engine;

namespace TradeBooks.Domain.Tests.Orders;

/// <summary>Exits stand from the entry's fill on, measured from its price; one cancels the other.</summary>
public sealed class BracketTests
{
    [Theory]
    // Long from the open at 100, target 102, stop 99; the entry bar counts.
    [InlineData(Side.Buy, "100 101.99 99.01 100", null)]
    [InlineData(Side.Buy, "100 102 99.5 101", "13:31 SELL 10 @ 102")]
    [InlineData(Side.Buy, "100 101 99 100", "13:31 SELL 10 @ 99")]
    [InlineData(Side.Buy, "100 103 98 100", "13:31 SELL 10 @ 99")]
    [InlineData(Side.Buy, "100, 104 105 103 104", "13:32 SELL 10 @ 104")]
    [InlineData(Side.Buy, "100, 97 105 96 104", "13:32 SELL 10 @ 97")]
    [InlineData(Side.Buy, "100, 104 105 98 104", "13:32 SELL 10 @ 99")]
    // Short from 100, target 98, stop 101.
    [InlineData(Side.Sell, "100 100.99 98.01 100", null)]
    [InlineData(Side.Sell, "100 100.5 98 99", "13:31 BUY 10 @ 98")]
    [InlineData(Side.Sell, "100 101 99 100", "13:31 BUY 10 @ 101")]
    [InlineData(Side.Sell, "100 103 97 100", "13:31 BUY 10 @ 101")]
    [InlineData(Side.Sell, "100, 96 97 95 96", "13:32 BUY 10 @ 96")]
    [InlineData(Side.Sell, "100, 103 104 96 96", "13:32 BUY 10 @ 103")]
    public void Exits_MarketEntry_StopFirstAndOneCancelsTheOther(Side side, string bars, string? exit)
    {
        var strategy = new ScriptedStrategy().At(0, context => context.Enter(side, Bracket.FromFill(2, 1)));
        var run = Tape.Run("100, " + bars, "", strategy);
        var entry = side == Side.Buy ? "13:31 BUY 10 @ 100" : "13:31 SELL 10 @ 100";
        Assert.Equal(exit is null ? [entry] : [entry, exit], run.Fills());
        Assert.Equal(exit is null ? 2 : 0, run.Engines[0].WorkingOrders().Count);
        Assert.Equal(exit is null ? 2 : 0, run.Engines[0].Context(0).OpenOrders);
        Assert.Equal(exit is not null, run.Engines[0].Context(0).IsIdle);
    }

    [Fact]
    public void Exits_FillPrice_IsWhatTheyAreMeasuredFrom()
    {
        var strategy = new ScriptedStrategy().At(0, context => context.Enter(Side.Buy, Bracket.FromFill(2, 1)));
        // Signal at 100, fill at 104 + 10 basis points.
        var run = Tape.Run("100, 104 105 103.5 104", "slippage_bps=10", strategy);
        Assert.Equal("13:31 BUY 10 @ 104.104", Assert.Single(run.Fills()));
        var orders = run.Engines[0].WorkingOrders();
        Assert.Equal([OrderRole.StopLoss, OrderRole.TakeProfit], orders.Select(order => order.Role));
        Assert.Equal([103.104m, 0], orders.Select(order => order.StopPrice));
        Assert.Equal([0, 106.104m], orders.Select(order => order.LimitPrice));
        Assert.All(orders, order => Assert.Equal((Side.Sell, 10m), (order.Side, order.Quantity)));
        Assert.Equal(
            ["default/s0/X/r2/0/stop", "default/s0/X/r2/0/target"], orders.Select(order => order.Id.ToString()));
    }

    [Fact]
    public void Exits_AtPrices_StandWhereTheyWerePut()
    {
        var strategy = new ScriptedStrategy().At(0, context => context.Enter(Side.Buy, Bracket.AtPrices(107, 95)));
        var run = Tape.Run("100, 104, 104 106 96 104, 104 107 96 104", "", strategy);
        Assert.Equal(["13:31 BUY 10 @ 104", "13:33 SELL 10 @ 107"], run.Fills());
    }

    [Theory]
    [InlineData(2, 0, "100, 100 100 50 60, 60 102 60 70", "13:32 SELL 10 @ 102")]
    [InlineData(0, 1, "100, 100 200 100 150, 150 150 90 90", "13:32 SELL 10 @ 99")]
    public void Exits_OnlyOne_StandsAlone(int target, int stop, string bars, string expected)
    {
        var strategy = new ScriptedStrategy().At(0, context => context.Enter(Side.Buy, Bracket.FromFill(target, stop)));
        Assert.Equal(["13:31 BUY 10 @ 100", expected], Tape.Run(bars, "", strategy).Fills());
    }

    [Theory]
    // A limit buy at 98 filled inside the bar: what the bar did before is unknown, so its high is no profit, but what
    // was lower than the fill came after it.
    [InlineData("100 105 97.5 104", null)]
    [InlineData("100 105 97 104", "13:31 SELL 10 @ 97")]
    [InlineData("100 105 97.5 104, 104 104 104 104", "13:32 SELL 10 @ 104")]
    // Filled at the open, 97: target 99, stop 96, from the open on.
    [InlineData("97 99 96.5 98", "13:31 SELL 10 @ 99")]
    [InlineData("97 99 96 98", "13:31 SELL 10 @ 96")]
    public void Exits_LimitEntryInsideTheBar_OnlyTheStopCountsOnThatBar(string bars, string? exit)
    {
        var strategy = new ScriptedStrategy().At(0, context => context.Submit(new Signal
        {
            Type = OrderType.Limit,
            LimitPrice = 98,
            Bracket = Bracket.FromFill(2, 1),
        }));
        var fills = Tape.Run("100, " + bars, "", strategy).Fills();
        Assert.StartsWith("13:31 BUY 10 @ 9", fills[0], StringComparison.Ordinal);
        Assert.Equal(exit, fills.ElementAtOrDefault(1));
    }

    [Theory]
    // A stop buy at 102 filled inside: the low of the bar may have come after it, at the stop's price, not at the open.
    [InlineData("100 103 100 103", "13:31 SELL 10 @ 101")]
    [InlineData("101.5 103 101.5 103", null)]
    public void Exits_StopEntryInsideTheBar_TakesTheWorse(string bars, string? exit)
    {
        var strategy = new ScriptedStrategy().At(0, context => context.Submit(new Signal
        {
            Type = OrderType.Stop,
            StopPrice = 102,
            Bracket = Bracket.FromFill(2, 1),
        }));
        Assert.Equal(exit, Tape.Run("100, " + bars, "", strategy).Fills().ElementAtOrDefault(1));
    }

    [Fact]
    public void Exits_PositionClosedOtherwise_GoWithIt()
    {
        var strategy = new ScriptedStrategy()
            .At(0, context => context.Enter(Side.Buy, Bracket.FromFill(2, 1)))
            .At(1, context => context.Close());
        var run = Tape.Run("100, 100, 100.5, 90, 110", "", strategy);
        Assert.Equal(["13:31 BUY 10 @ 100", "13:32 SELL 10 @ 100.5"], run.Fills());
        Assert.True(run.Engines[0].Context(0).IsIdle, "something is left");
        Assert.False(run.Engines[0].HasWorkingOrders, "an exit is left");
    }

    [Fact]
    public void Exits_SecondEntry_HasItsOwnAndNeverSellsMoreThanThereIs()
    {
        var strategy = new ScriptedStrategy()
            .At(0, context => context.Enter(Side.Buy, Bracket.FromFill(5, 1)))
            .At(1, context => context.Enter(Side.Buy, Bracket.FromFill(1, 50)));
        // The second's target at 101 sells its 10, then the first's stop at 99 sells the other 10.
        var run = Tape.Run("100, 100, 100 101 100 100, 100 100 90 90, 40", "", strategy);
        Assert.Equal(
            ["13:31 BUY 10 @ 100", "13:32 BUY 10 @ 100", "13:32 SELL 10 @ 101", "13:33 SELL 10 @ 99"], run.Fills());
        Assert.Equal(0, run.Portfolio.NetQuantity(0));
    }

    [Fact]
    public void Exits_AfterAReversal_NeverOpenAPosition()
    {
        // Long 10 with exits; a sale of 10 makes it flat, and the exits go; the next sale is a position of its own.
        var strategy = new ScriptedStrategy()
            .At(0, context => context.Enter(Side.Buy, Bracket.FromFill(5, 1)))
            .At(1, context => context.Enter(Side.Sell))
            .At(2, context => context.Enter(Side.Sell));
        var run = Tape.Run("100, 100, 100, 100, 98 106 90 100", "", strategy);
        Assert.Equal(["13:31 BUY 10 @ 100", "13:32 SELL 10 @ 100", "13:33 SELL 10 @ 100"], run.Fills());
        Assert.Equal(-10, run.Portfolio.NetQuantity(0));
    }

    [Theory]
    [InlineData(-1, 1)]
    [InlineData(1, -0.1)]
    public void Bracket_NegativeDistance_IsRefused(double target, double stop)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Bracket.FromFill((decimal)target, (decimal)stop));
        Assert.Throws<ArgumentOutOfRangeException>(() => Bracket.AtPrices((decimal)target, (decimal)stop));
        Assert.True(Bracket.FromFill(0, 0).IsNone, "0 is no exit");
    }
}
