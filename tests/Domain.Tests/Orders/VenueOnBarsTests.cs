using TradeBooks.Domain.Market;
using TradeBooks.Domain.Orders;
using TradeBooks.Domain.Tests.Engine;

namespace TradeBooks.Domain.Tests.Orders;

/// <summary>
/// When and at which price orders fill on bars. The order is placed at the close of a bar at 100 and meets the bars
/// that follow.
/// </summary>
public sealed class VenueOnBarsTests
{
    [Theory]
    // Market: the open, whatever the bar does.
    [InlineData("Market Buy", "101 105 95 99", "13:31 BUY 10 @ 101")]
    [InlineData("Market Sell", "101 105 95 99", "13:31 SELL 10 @ 101")]
    // Limit buy at 98: not touched, touched to the tick, through inside, gap through.
    [InlineData("Limit Buy 98", "100 101 98.01 99", null)]
    [InlineData("Limit Buy 98", "100 101 98 99", "13:31 BUY 10 @ 98")]
    [InlineData("Limit Buy 98", "100 101 95 99", "13:31 BUY 10 @ 98")]
    [InlineData("Limit Buy 98", "97 99 96 99", "13:31 BUY 10 @ 97")]
    [InlineData("Limit Buy 98", "97 97 97 97", "13:31 BUY 10 @ 97")]
    // Limit sell at 102.
    [InlineData("Limit Sell 102", "100 101.99 99 100", null)]
    [InlineData("Limit Sell 102", "100 102 99 100", "13:31 SELL 10 @ 102")]
    [InlineData("Limit Sell 102", "100 104 99 100", "13:31 SELL 10 @ 102")]
    [InlineData("Limit Sell 102", "103 104 99 100", "13:31 SELL 10 @ 103")]
    // Stop buy at 102.
    [InlineData("Stop Buy 102", "100 101.99 99 100", null)]
    [InlineData("Stop Buy 102", "100 102 99 100", "13:31 BUY 10 @ 102")]
    [InlineData("Stop Buy 102", "100 104 99 100", "13:31 BUY 10 @ 102")]
    [InlineData("Stop Buy 102", "103 104 99 100", "13:31 BUY 10 @ 103")]
    // Stop sell at 98.
    [InlineData("Stop Sell 98", "100 101 98.01 99", null)]
    [InlineData("Stop Sell 98", "100 101 98 99", "13:31 SELL 10 @ 98")]
    [InlineData("Stop Sell 98", "100 101 95 99", "13:31 SELL 10 @ 98")]
    [InlineData("Stop Sell 98", "97 99 96 99", "13:31 SELL 10 @ 97")]
    public void Order_OneBar_FillsAsTheBarAllows(string order, string bar, string? expected) =>
        Assert.Equal(expected is null ? [] : [expected], Run(order, bar).Fills());

    [Theory]
    // Stop 102, limit 103 (buy). Not triggered; inside: at the stop; open between; open above the limit, then back.
    [InlineData("StopLimit Buy 102 103", "100 101.99 99 100", null)]
    [InlineData("StopLimit Buy 102 103", "100 105 99 104", "13:31 BUY 10 @ 102")]
    [InlineData("StopLimit Buy 102 103", "102.5 105 102 104", "13:31 BUY 10 @ 102.5")]
    [InlineData("StopLimit Buy 102 103", "104 105 102.9 104", "13:31 BUY 10 @ 103")]
    [InlineData("StopLimit Buy 102 103", "104 105 103.01 104", null)]
    // Triggered and left over, it is a limit order from the next bar on, and triggers only once.
    [InlineData("StopLimit Buy 102 103", "104 105 103.01 104, 104 105 103.5 104, 104 104 100 100", "13:33 BUY 10 @ 103")]
    [InlineData("StopLimit Buy 102 103", "104 105 103.01 104, 101 101 101 101", "13:32 BUY 10 @ 101")]
    // A limit below the stop: triggered inside the bar it can't fill at the stop.
    [InlineData("StopLimit Buy 102 101", "100 103 100 103", null)]
    [InlineData("StopLimit Buy 102 101", "100 103 100 103, 102 102 100 102", "13:32 BUY 10 @ 101")]
    // The same turned over.
    [InlineData("StopLimit Sell 98 97", "100 101 98.01 100", null)]
    [InlineData("StopLimit Sell 98 97", "100 101 95 96", "13:31 SELL 10 @ 98")]
    [InlineData("StopLimit Sell 98 97", "97.5 98 95 96", "13:31 SELL 10 @ 97.5")]
    [InlineData("StopLimit Sell 98 97", "96 97.1 95 96", "13:31 SELL 10 @ 97")]
    [InlineData("StopLimit Sell 98 97", "96 96.99 95 96", null)]
    [InlineData("StopLimit Sell 98 97", "96 96.99 95 96, 96 98 95 97", "13:32 SELL 10 @ 97")]
    [InlineData("StopLimit Sell 98 99", "100 100 97 97", null)]
    public void StopLimit_Bars_TriggersThenIsALimit(string order, string bars, string? expected) =>
        Assert.Equal(expected is null ? [] : [expected], Run(order, bars).Fills());

    [Theory]
    [InlineData("Day", "100 100 99 99, 99 | 90 90 90 90", new string[0], 0)]
    [InlineData("Day", "100 100 99 99, 98 98 98 98 | 90 90 90 90", new[] { "13:32 BUY 10 @ 98" }, 0)]
    [InlineData("GoodTillCancel", "100 100 99 99, 99 | 90 90 90 90", new[] { "13:30 BUY 10 @ 90" }, 0)]
    [InlineData("GoodTillCancel", "100 100 99 99, 99 | 99 99 99 99", new string[0], 1)]
    public void TimeInForce_NextDay_EndsDayOrdersOnly(string timeInForce, string bars, string[] expected, int left)
    {
        var run = Run("Limit Buy 98 " + timeInForce, bars);
        Assert.Equal(expected, run.Fills());
        Assert.Equal(left, run.Engines[0].WorkingOrders().Count);
        Assert.Equal(left, run.Engines[0].Context(0).OpenOrders);
    }

    [Fact]
    public void Orders_SeveralInOneBar_FillAtTheOpenFirstThenInTheOrderOfTheirPlacing()
    {
        var strategy = new ScriptedStrategy().At(0, context =>
        {
            context.Submit(Parse("Limit Buy 98"));
            context.Submit(Parse("Market Buy"));
            context.Submit(Parse("Stop Buy 101"));
        });
        var run = Tape.Run("100, 100 102 97 100", "", strategy);
        Assert.Equal(["13:31 BUY 10 @ 100", "13:31 BUY 10 @ 98", "13:31 BUY 10 @ 101"], run.Fills());
        Assert.Equal(30, strategy.Fills.Sum(fill => fill.SignedQuantity));
    }

    [Theory]
    [InlineData("100 101 90 92")]
    [InlineData("100 110 99 109")]
    public void Close_BarThatHoldsAnExitToo_FillsAtTheOpenBeforeIt(string bar)
    {
        var strategy = new ScriptedStrategy()
            .At(0, context => context.Enter(Side.Buy, Bracket.FromFill(5, 5)))
            .At(1, context => context.Close());
        var run = Tape.Run("100, 100, " + bar, "", strategy);
        Assert.Equal(["13:31 BUY 10 @ 100", "13:32 SELL 10 @ 100"], run.Fills());
        Assert.True(run.Engines[0].Context(0).IsIdle, "an exit is left");
    }

    [Fact]
    public void Close_LimitEntryInsideTheBar_ClosesOnlyWhatWasHeldAtTheOpen()
    {
        var strategy = new ScriptedStrategy()
            .At(0, context => context.Enter(Side.Buy))
            .At(1, context =>
            {
                context.Submit(Parse("Limit Buy 95"));
                context.Close();
            });
        var run = Tape.Run("100, 100, 100 101 94 96", "", strategy);
        Assert.Equal(["13:31 BUY 10 @ 100", "13:32 SELL 10 @ 100", "13:32 BUY 10 @ 95"], run.Fills());
    }

    [Theory]
    [InlineData("Market Buy", "slippage_bps=10", "100 102 97 100", "13:31 BUY 10 @ 100.1")]
    [InlineData("Market Sell", "slippage_bps=10", "100 102 97 100", "13:31 SELL 10 @ 99.9")]
    [InlineData("Market Buy", "slippage_ticks=3", "100 102 97 100", "13:31 BUY 10 @ 100.03")]
    [InlineData("Market Sell", "slippage_ticks=3 tick_size=0.25", "100 102 97 100", "13:31 SELL 10 @ 99.25")]
    [InlineData("Market Buy", "slippage_ticks=3 slippage_bps=10", "100 102 97 100", "13:31 BUY 10 @ 100.13")]
    [InlineData("Stop Buy 102", "slippage_bps=10", "100 104 99 100", "13:31 BUY 10 @ 102.102")]
    [InlineData("Stop Sell 98", "slippage_ticks=1", "100 104 97 100", "13:31 SELL 10 @ 97.99")]
    [InlineData("Limit Buy 98", "slippage_bps=10 slippage_ticks=5", "100 101 97 99", "13:31 BUY 10 @ 98")]
    [InlineData("StopLimit Buy 102 103", "slippage_bps=10 slippage_ticks=5", "100 105 99 104", "13:31 BUY 10 @ 102")]
    // A sale never slips below a tick, nor is it made better by that.
    [InlineData("Market Sell", "slippage_ticks=900 tick_size=0.5", "100 102 97 100", "13:31 SELL 10 @ 0.5")]
    [InlineData("Market Sell", "slippage_ticks=900 tick_size=0.5", "0.2 102 0.2 100", "13:31 SELL 10 @ 0.2")]
    public void Slippage_MarketAndStop_WorseAndLimitNever(string order, string settings, string bar, string expected) =>
        Assert.Equal([expected], Run(order, bar, settings).Fills());

    [Theory]
    [InlineData("fees=none fee_per_share=5 fee_minimum=7", 0)]
    [InlineData("fees=per-share", 0.05)]
    [InlineData("fees=per-share fee_per_share=0.2", 2)]
    [InlineData("fees=per-share fee_minimum=1", 1)]
    [InlineData("fees=per-share fee_per_share=1 fee_cap_percent=0.5", 5)]
    [InlineData("fees=per-share fee_per_share=1 fee_cap_percent=1", 10)]
    // As at Interactive Brokers the minimum stands where the cap is below it.
    [InlineData("fees=per-share fee_per_share=1 fee_minimum=6 fee_cap_percent=0.5", 6)]
    [InlineData("fees=percent", 1)]
    [InlineData("fees=percent fee_percent=0.25", 2.5)]
    [InlineData("fees=percent fee_percent=0.25 fee_minimum=3", 3)]
    [InlineData("fees=percent fee_percent=2 fee_cap_percent=0.1", 1)]
    [InlineData("fees=percent multiplier=5", 5)]
    public void Fees_TenAtAHundred_AreAsSet(string settings, double expected)
    {
        var run = Run("Market Buy", "100", settings);
        Assert.Equal((decimal)expected, Assert.Single(run.Ledger.Records).Fill.Fee);
        Assert.Equal((decimal)expected, run.Portfolio.Fees);
        Assert.Equal(100_000m - (decimal)expected, run.Portfolio.Equity);
    }

    [Theory]
    [InlineData("slippage_bps=0", "13:30 BUY 10 @ 100")]
    [InlineData("slippage_bps=10", "13:30 BUY 10 @ 100.1")]
    public void MarketFill_Close_FillsAtTheCloseOfTheSignalsBar(string settings, string expected)
    {
        var run = Run("Market Buy", "105 106 104 105", "fill=close " + settings);
        Assert.Equal([expected], run.Fills());
        // Equity of the slot has the fill in it, at the close.
        Assert.Equal(100_000m + 10 * (105 - run.Ledger.Records[0].Fill.Price), run.Portfolio.Equity);
    }

    [Fact]
    public void MarketFill_Close_OtherOrdersAndExitsWaitForTheNextBar()
    {
        var strategy = new ScriptedStrategy().At(0, context =>
        {
            context.Submit(Parse("Limit Buy 99"));
            context.Enter(Side.Buy, Bracket.FromFill(1, 1));
        });
        var run = Tape.Run("100 102 98 100, 100 101.5 99.5 100", "fill=close", strategy);
        Assert.Equal(["13:30 BUY 10 @ 100", "13:31 SELL 10 @ 101"], run.Fills());
    }

    private static TradingRun Run(string order, string bars, string settings = "") => Tape.Run(
        "100, " + bars, settings, new ScriptedStrategy().At(0, context => context.Submit(Parse(order))));

    // "Limit Buy 98", "StopLimit Buy 102 103" (stop, limit), and a time in force if need be.
    private static Signal Parse(string text)
    {
        var words = text.Split(' ');
        var type = Enum.Parse<OrderType>(words[0]);
        var prices = words.Skip(2).TakeWhile(word => char.IsAsciiDigit(word[0])).Select(RealBars.Number).ToList();
        return new Signal
        {
            Type = type,
            Side = Enum.Parse<Side>(words[1]),
            StopPrice = type is OrderType.Stop or OrderType.StopLimit ? prices[0] : 0,
            LimitPrice = type == OrderType.Limit ? prices[0] : type == OrderType.StopLimit ? prices[1] : 0,
            TimeInForce = Enum.TryParse<TimeInForce>(words[^1], out var timeInForce) ? timeInForce : TimeInForce.GoodTillCancel,
        };
    }
}
