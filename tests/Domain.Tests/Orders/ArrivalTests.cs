using TradeBooks.Domain.Market;
using TradeBooks.Domain.Orders;
using TradeBooks.Domain.Settings;
using TradeBooks.Domain.Tests.Engine;

namespace TradeBooks.Domain.Tests.Orders;

/// <summary>What an order's first bar, trade or quote decides: latency, immediate and post-only orders.</summary>
public sealed class ArrivalTests
{
    [Theory]
    [InlineData(0, "13:31 BUY 10 @ 101")]
    [InlineData(60_000_000, "13:31 BUY 10 @ 101")]
    [InlineData(60_000_001, "13:32 BUY 10 @ 102")]
    [InlineData(120_000_001, "13:33 BUY 10 @ 103")]
    public void Latency_OnBars_FirstBarAtOrAfterFills(int latency, string fill) => Assert.Equal(
        [fill], Tape.Run("100,101,102,103", $"order_latency_us={latency}", Enter()).Fills());

    [Fact]
    public void Latency_OnTradesAndQuotes_FirstAtOrAfterFills()
    {
        var trades = Enumerable.Range(0, 4).Select(minute => Tape.Trade(minute, 100 + minute, minute + 2)).ToList();
        Assert.Equal(["13:32 BUY 10 @ 102"], Tape.Run(trades, "order_latency_us=60000001", Enter()).Fills());
        var quotes = Enumerable.Range(0, 4).Select(minute => Tape.Quote(minute, 100 + minute, 101 + minute, minute + 2)).ToList();
        Assert.Equal(["13:32 BUY 10 @ 103"], Tape.Run(quotes, "order_latency_us=60000001", Enter()).Fills());
    }

    [Fact]
    public void Latency_ExitsOfABracket_HaveNone() => Assert.Equal(
        ["13:32 BUY 10 @ 100", "13:32 SELL 10 @ 98"],
        Tape.Run("100,100,100 100 97 97,97", "order_latency_us=60000001", Enter(Bracket.FromFill(0, 2))).Fills());

    [Fact]
    public void Latency_DayOrderThatComesTooLate_IsCancelled() => Assert.Empty(
        Tape.Run("100,101|99", "order_latency_us=70000000", Limit(100, TimeInForce.Day)).Fills());

    [Fact]
    public void Latency_SavedBeforeTheOrderArrives_ArrivesAllTheSame()
    {
        var events = new Dictionary<string, IReadOnlyList<MarketEvent>> { [Tape.Symbol] = TestBar.Events(Tape.Bars("100,101,102,103")) };
        const string Settings = "sizing=quantity quantity=10 order_latency_us=120000001";
        var run = TradingRun.Of([TradingRun.Own("s", _ => Limit(200, postOnly: false))], events, Settings);
        run.Step();
        var resumed = TradingRun.Of([TradingRun.Own("s", _ => new ScriptedStrategy())], events, Settings, run.Save());
        Assert.Equal(run.Save(), resumed.Save());
        Assert.Equal(["13:33 BUY 10 @ 103"], resumed.ToEnd().Fills());
    }

    [Fact]
    public void Latency_WithFillAtClose_IsRefused() => Assert.Equal(
        "setting order_latency_us: with fill=close an order fills at the close that caused it, without delay",
        Assert.Throws<SettingException>(() => Tape.Run("100", "order_latency_us=1 fill=close", Enter())).Message);

    [Theory]
    [InlineData(TimeInForce.ImmediateOrCancel)]
    [InlineData(TimeInForce.FillOrKill)]
    public void Immediate_FirstBarFillsAllOfItOrNothing(TimeInForce timeInForce)
    {
        Assert.Equal(["13:31 BUY 10 @ 99"], Tape.Run("100,100 101 99 100,99", "", Limit(99, timeInForce)).Fills());
        var missed = Tape.Run("100,100 101 99.5 100,99", "", Limit(99, timeInForce));
        Assert.Empty(missed.Fills());
        Assert.Equal((0, 0), (missed.Engines[0].WorkingOrders().Count, missed.Engines[0].Context(0).OpenOrders));
        // The portfolio has been told: another entry may be opened.
        var again = Tape.Run(
            "100,100,99,99", "max_open_positions=1", Limit(90, timeInForce).At(2, context => context.Enter(Side.Buy)));
        Assert.Equal(["13:33 BUY 10 @ 99"], again.Fills());
    }

    [Theory]
    [InlineData(TimeInForce.ImmediateOrCancel)]
    [InlineData(TimeInForce.FillOrKill)]
    public void Immediate_NewsBetween_IsNoEventToFillAgainst(TimeInForce timeInForce)
    {
        MarketEvent[] events =
        [
            Tape.Trade(0, 100, 2), new(new NewsItem(Tape.At(1), "none", "wire"), SourcePosition.Row(3)), Tape.Trade(2, 98, 4),
        ];
        Assert.Equal(["13:32 BUY 10 @ 98"], Tape.Run(events, "", Limit(99, timeInForce)).Fills());
    }

    [Theory]
    [InlineData("100,99,98", 99)]
    [InlineData("100,100 101 98 99,98", 100)]
    public void PostOnly_MetAtTheFirstOpen_IsCancelled(string bars, int limit)
    {
        var run = Tape.Run(bars, "", Limit(limit, postOnly: true));
        Assert.Empty(run.Fills());
        Assert.Equal((0, 0), (run.Engines[0].WorkingOrders().Count, run.Engines[0].Context(0).OpenOrders));
    }

    [Fact]
    public void PostOnly_NotMetAtTheFirstOpen_FillsAsAnyLimit()
    {
        Assert.Equal(["13:31 BUY 10 @ 99"], Tape.Run("100,100 101 98 99", "", Limit(99, postOnly: true)).Fills());
        Assert.Equal(["13:32 BUY 10 @ 98"], Tape.Run("100,100,98", "", Limit(99, postOnly: true)).Fills());
        var quotes = new[] { Tape.Quote(0, 99, 101, 2), Tape.Quote(1, 99, 101, 3), Tape.Quote(2, 99, 100, 4) };
        Assert.Equal(["13:32 BUY 10 @ 100"], Tape.Run(quotes, "", Limit(100, postOnly: true)).Fills());
        Assert.Empty(Tape.Run(quotes, "", Limit(101, postOnly: true)).Fills());
    }

    [Theory]
    [InlineData(OrderType.Stop, TimeInForce.ImmediateOrCancel, false, "a Stop order waits for its stop price: it is not ImmediateOrCancel")]
    [InlineData(OrderType.StopLimit, TimeInForce.FillOrKill, false, "a StopLimit order waits for its stop price: it is not FillOrKill")]
    [InlineData(OrderType.Market, TimeInForce.GoodTillCancel, true, "a Market order takes: it is not post-only")]
    [InlineData(OrderType.StopLimit, TimeInForce.Day, true, "a StopLimit order takes: it is not post-only")]
    [InlineData(OrderType.Limit, TimeInForce.ImmediateOrCancel, true, "a post-only order rests: it is not ImmediateOrCancel")]
    [InlineData(OrderType.Limit, TimeInForce.FillOrKill, true, "a post-only order rests: it is not FillOrKill")]
    public void Submit_ContradictingKinds_IsRefused(OrderType type, TimeInForce timeInForce, bool postOnly, string message)
    {
        var signal = new Signal { Type = type, LimitPrice = 99, StopPrice = 101, TimeInForce = timeInForce, PostOnly = postOnly };
        var error = Assert.Throws<ArgumentException>(
            () => Tape.Run("100,100", "", new ScriptedStrategy().At(0, context => context.Submit(signal))));
        Assert.StartsWith(message, error.Message, StringComparison.Ordinal);
    }

    private static ScriptedStrategy Enter(Bracket bracket = default) =>
        new ScriptedStrategy().At(0, context => context.Enter(Side.Buy, bracket));

    private static ScriptedStrategy Limit(
        decimal price, TimeInForce timeInForce = TimeInForce.GoodTillCancel, bool postOnly = false) =>
        new ScriptedStrategy().At(0, context => context.Submit(
            new Signal { Type = OrderType.Limit, LimitPrice = price, TimeInForce = timeInForce, PostOnly = postOnly }));
}
