using TradeBooks.Domain.Engine;
using TradeBooks.Domain.Indicators;
using TradeBooks.Domain.Market;
using TradeBooks.Domain.Strategies;

namespace TradeBooks.Domain.Tests.Engine;

/// <summary>The latest bars with the figures after each, and what is shown of them.</summary>
public sealed class BarHistoryTests
{
    private static readonly string[] Names = ["default/lss/fast", "default/lss/slow", "default/lss/atr", "default/lss/surge"];

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(64)]
    [InlineData(10_000)]
    public void Chart_AfterEveryBar_ShowsTheLatestWithTheFiguresThatTheIndicatorsHad(int capacity)
    {
        var bars = RealBars.SixStocks("bars")["AAPL"].Take(400).ToList();
        var run = TradingRun.Of("lss", TestBar.Events([KeyValuePair.Create("AAPL", bars)]));
        var engine = run.Engines[0];
        Assert.Equal(Names, engine.FigureNames);
        engine.KeepHistory(capacity);
        var expected = Figures(bars);
        for (var count = 1; run.Step(); count++)
        {
            Assert.Equal((count, Math.Min(count, capacity)), (engine.History!.Total, engine.History.Count));
            var chart = EngineViews.Chart([engine], engine.Time, false, EventTime.MinValue, 50);
            var shown = Math.Min(50, engine.History.Count);
            Assert.Equal(bars.Take(count).TakeLast(shown).Select(bar => (bar.Time, bar.Close)), chart.Bars.Select(bar => (bar.Time, bar.Close.ToDecimal())));
            foreach (var name in Names)
                Assert.Equal(expected[name].Take(count).TakeLast(shown), chart.Plots[name]);
        }

        Assert.True(expected["default/lss/surge"].Count(surge => surge == 1) > 3, "hardly any surge");
        Assert.True(expected["default/lss/slow"].Count(double.IsNaN) > 3, "the average was ready too soon");
    }

    [Fact]
    public void Chart_AfterATime_ShowsLaterBarsOnlyAndTheOrdersThatWork()
    {
        var bars = RandomBars.Make(5, 60, symbols: 1);
        var run = TradingRun.Of(
            [TradingRun.Own("one", _ => new ScriptedStrategy().At(1, context => context.Enter(Side.Buy, Domain.Orders.Bracket.AtPrices(1_000_000m, 0.0001m))))],
            TestBar.Events(bars));
        var engine = run.Engines[0];
        engine.KeepHistory(100);
        run.ToEnd();
        var all = bars.Values.Single();
        var chart = EngineViews.Chart([engine], engine.Time, true, all[10].Time, 1000);
        Assert.Equal(all.Skip(11).Select(bar => bar.Time), chart.Bars.Select(bar => bar.Time));
        Assert.Equal((engine.Symbol, 2, true), (chart.Symbol, chart.PricePrecision, chart.IsPaused));
        Assert.Empty(chart.Plots);
        Assert.Empty(EngineViews.Chart([engine], engine.Time, false, all[^1].Time, 1000).Bars);
        Assert.Equal(
            [("one", Domain.Orders.OrderRole.StopLoss, 0m, 0.0001m), ("one", Domain.Orders.OrderRole.TakeProfit, 1_000_000m, 0m)],
            chart.Orders.Select(order => (order.Strategy, order.Role, order.LimitPrice, order.StopPrice)));
        Assert.All(chart.Orders, order => Assert.Equal((Side.Sell, "default"), (order.Side, order.Portfolio)));

        // What is cut from a chart later is the same.
        var whole = EngineViews.Chart([engine], engine.Time, true, EventTime.MinValue, 1000);
        Assert.Equal(chart.Bars.TakeLast(4), whole.Last(all[10].Time, 4).Bars);
        Assert.Same(whole, whole.Last(EventTime.MinValue, 1000));
    }

    [Theory]
    [InlineData("0.01", 2)]
    [InlineData("0.25", 2)]
    [InlineData("1", 0)]
    [InlineData("1000", 0)]
    [InlineData("0.0100", 2)]
    [InlineData("0.00001", 5)]
    [InlineData("0.3333333333333333333333333333", 28)]
    public void PricePrecision_OfATickSize_IsItsDecimals(string tick, int expected) =>
        Assert.Equal(expected, new Instrument("A") { TickSize = RealBars.Number(tick) }.PricePrecision);

    private static Dictionary<string, List<double>> Figures(List<TestBar> bars)
    {
        var settings = new LiquiditySurgeSettings();
        var (fast, slow) = (new Ema(settings.Fast), new Ema(settings.Slow));
        var atr = new WilderAtr(settings.Atr, AtrSeed.CountFirstBar);
        var figures = Names.ToDictionary(name => name, _ => new List<double>());
        for (var i = 0; i < bars.Count; i++)
        {
            var bar = bars[i];
            fast.Update((double)bar.Close);
            slow.Update((double)bar.Close);
            atr.Update((double)bar.High, (double)bar.Low, (double)bar.Close);
            var mean = i < settings.Window ? 0 : bars.Skip(i - settings.Window).Take(settings.Window).Average(other => Math.Abs(other.Change));
            figures[Names[0]].Add(fast.IsReady ? fast.Value : double.NaN);
            figures[Names[1]].Add(slow.IsReady ? slow.Value : double.NaN);
            figures[Names[2]].Add(atr.IsReady ? atr.Value : double.NaN);
            figures[Names[3]].Add(i < settings.Window - 1 ? double.NaN : mean > 0 && Math.Abs(bar.Change) > settings.VolumeMultiplier * mean ? 1 : 0);
        }

        return figures;
    }
}
