using System.Globalization;
using System.Text.Json;
using TradeBooks.Domain.Market;
using TradeBooks.Tests;

namespace TradeBooks.Domain.Tests.Engine;

/// <summary>The results that backtrader's own tests expect of a close that crosses its mean of 15 days.</summary>
public sealed class BacktraderBacktestTests
{
    private const string Settings = "fast=1 slow=15 cash=10000 sizing=quantity quantity=1";

    private static JsonElement Published =>
        JsonDocument.Parse(File.ReadAllText(SharedData.Path("backtests/backtrader/expected.json")))
            .RootElement.GetProperty("published");

    [Theory]
    [InlineData("BUY", Side.Buy)]
    [InlineData("SELL", Side.Sell)]
    public void SmaCross_2006_OrdersAndFillsAtThePublishedPrices(string published, Side side)
    {
        var bars = Bars();
        var run = Run(bars, "").ToEnd();
        var fills = run.Ledger.Records.Select(record => record.Fill).Where(fill => fill.Side == side).ToList();
        // An order is created at the close of the bar that its id names; the header is row 1.
        Assert.Equal(Texts(published + "CREATE"), fills.Select(fill => Text(bars[(int)fill.OrderId.Source.Offset - 2].Close)));
        Assert.Equal(Texts(published + "EXEC"), fills.Select(fill => Text(fill.Price)));
    }

    [Fact]
    public void SmaCross_2006AsStock_EndsWithThePublishedValueAndCash()
    {
        var run = Run(Bars(), "").ToEnd();
        Assert.Equal(23, run.Ledger.Records.Count);
        Assert.Equal("10284.10", Text(run.Portfolio.Equity));
        Assert.Equal("6164.16", Text(run.Portfolio.Cash));
    }

    [Fact]
    public void SmaCross_2006AsFuture_EndsWithThePublishedValue()
    {
        var run = Run(Bars(), "multiplier=10 fees=per-share fee_per_share=2").ToEnd();
        Assert.Equal("12795.00", Text(run.Portfolio.Equity));
        Assert.Equal(46m, run.Portfolio.Fees);
    }

    private static TradingRun Run(List<TestBar> bars, string settings) => TradingRun.Of(
        "sma-cross",
        new Dictionary<string, IReadOnlyList<MarketEvent>> { ["X"] = TestBar.Events(bars) }, $"{Settings} {settings}");

    private static List<TestBar> Bars() =>
        [.. File.ReadLines(SharedData.Path("backtests/backtrader/2006-day-001.txt")).Skip(1)
            .Select(line => line.Split(','))
            .Select(row => new TestBar(
                RealBars.Time(row[0]), RealBars.Number(row[1]), RealBars.Number(row[2]), RealBars.Number(row[3]),
                RealBars.Number(row[4])))];

    private static IEnumerable<string?> Texts(string list) =>
        Published.GetProperty(list).EnumerateArray().Select(price => price.GetString());

    private static string Text(decimal value) => value.ToString("F2", CultureInfo.InvariantCulture);
}
