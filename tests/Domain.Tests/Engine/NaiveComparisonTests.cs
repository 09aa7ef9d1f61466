namespace TradeBooks.Domain.Tests.Engine;

/// <summary>The engine against implementations that follow the written rules with lists and decimals.</summary>
public sealed class NaiveComparisonTests
{
    private const string CrossSettings = "direction=long-short sizing=all-in ";

    [Theory]
    [InlineData("bars")]
    [InlineData("bars/5m")]
    public void Lss_RealBars_FillForFillAsTheRulesSay(string folder)
    {
        var bars = RealBars.SixStocks(folder);
        var expected = new NaiveSurgeScalping().Run(bars);
        var run = TradingRun.Of("lss", TestBar.Events(bars)).ToEnd();
        Assert.Null(NaiveFill.Difference(expected, run.Ledger));
        Assert.True(expected.Count > 1000, $"{expected.Count} fills");
    }

    [Theory]
    [InlineData("bars", 10, 30)]
    [InlineData("bars/5m", 5, 20)]
    public void SmaCross_RealBars_FillForFillAsTheRulesSay(string folder, int fast, int slow)
    {
        var bars = RealBars.SixStocks(folder);
        var expected = new NaiveSmaCrossing(fast, slow).Run(bars);
        var run = TradingRun.Of("sma-cross", TestBar.Events(bars), $"{CrossSettings} fast={fast} slow={slow}").ToEnd();
        Assert.Null(NaiveFill.Difference(expected, run.Ledger));
        Assert.True(expected.Count > 300, $"{expected.Count} fills");
    }

    [Fact]
    public void Lss_RandomBars_FillForFillAsTheRulesSay()
    {
        var fills = 0;
        for (var seed = 0; seed < 250; seed++)
        {
            var bars = RandomBars.Make(seed);
            var expected = new NaiveSurgeScalping().Run(bars);
            fills += expected.Count;
            Compare(seed, expected, TradingRun.Of("lss", TestBar.Events(bars)));
        }

        Assert.True(fills > 2000, $"only {fills} fills in all seeds");
    }

    [Theory]
    [InlineData("volatile", 2.5, 0.5, 0.4)]
    [InlineData("range-bound", 3.5, 0.3, 0.3)]
    public void Lss_Preset_FillForFillAsTheRulesSay(string preset, double multiplier, double takeProfit, double stopLoss)
    {
        var fills = 0;
        for (var seed = 1000; seed < 1060; seed++)
        {
            var bars = RandomBars.Make(seed);
            var expected = new NaiveSurgeScalping((decimal)multiplier, (decimal)takeProfit, (decimal)stopLoss).Run(bars);
            fills += expected.Count;
            Compare(seed, expected, TradingRun.Of("lss", TestBar.Events(bars), $"preset={preset}"));
        }

        Assert.True(fills > 200, $"only {fills} fills in all seeds");
    }

    [Fact]
    public void SmaCross_RandomBars_FillForFillAsTheRulesSay()
    {
        var fills = 0;
        for (var seed = 0; seed < 200; seed++)
        {
            var bars = RandomBars.Make(seed);
            var (fast, slow) = (1 + seed % 4, 5 + seed % 7);
            var expected = new NaiveSmaCrossing(fast, slow).Run(bars);
            fills += expected.Count;
            Compare(
                seed, expected,
                TradingRun.Of("sma-cross", TestBar.Events(bars), $"{CrossSettings} fast={fast} slow={slow}"));
        }

        Assert.True(fills > 5000, $"only {fills} fills in all seeds");
    }

    private static void Compare(int seed, IReadOnlyList<NaiveFill> expected, TradingRun run)
    {
        var difference = NaiveFill.Difference(expected, run.ToEnd().Ledger);
        if (difference is not null)
            Assert.Fail($"seed {seed}: {difference}");
    }
}
