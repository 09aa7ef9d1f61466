using TradeBooks.Domain.Strategies;

namespace TradeBooks.Domain.Tests.Engine;

/// <summary>A run that was saved after any slot and goes on in new engines ends as if it had never stopped.</summary>
public sealed class SaveAndRestoreTests
{
    [Theory]
    [InlineData("lss", "risk_per_trade=0.1")]
    [InlineData("lss", "sizing=risk risk_per_trade=0.001 max_daily_loss=0.002 volume_multiplier=1.5 rejection=0.5")]
    [InlineData("sma-cross", "direction=long-short sizing=all-in fast=2 slow=5")]
    [InlineData("sma-cross", "sizing=target risk_per_trade=0.3 fast=3 slow=9 fees=per-share fee_minimum=1")]
    [InlineData("macd-trend", "threshold=0 sizing=all-in fast=3 slow=6 signal=3")]
    [InlineData("lss,trend=sma-cross,macd-trend", "trend.fast=2 trend.slow=6 macd-trend.fast=3 macd-trend.slow=6 signal=3 slippage_bps=2")]
    public void Restore_AfterAnySlot_GoesOnAlike(string strategies, string settings)
    {
        for (var seed = 0; seed < 4; seed++)
            CheckEverySlot(() => StrategyChoice.Parse([strategies]), RandomBars.Make(seed, 130), settings, $"seed {seed}");
    }

    [Fact]
    public void Restore_RandomOrdersOfEveryKind_GoesOnAlike()
    {
        for (var seed = 0; seed < 40; seed++)
        {
            CheckEverySlot(
                () =>
                [
                    TradingRun.Own("one", symbol => new RandomTrader(seed + symbol[0])),
                    TradingRun.Own("two", symbol => new RandomTrader(seed * 31 + symbol[0])),
                ],
                RandomBars.Make(seed, 90), RandomSettings.Make(seed), $"seed {seed}, {RandomSettings.Make(seed)}");
        }
    }

    private static void CheckEverySlot(
        Func<IReadOnlyList<StrategyChoice>> strategies, Dictionary<string, List<TestBar>> bars, string settings, string what)
    {
        var events = TestBar.Events(bars);
        var whole = TradingRun.Of(strategies(), events, settings);
        var saved = new List<(string State, int Fills)> { (whole.Save(), 0) };
        while (whole.Step())
            saved.Add((whole.Save(), whole.Ledger.Records.Count));
        var (rows, end) = (whole.Ledger.Rows.ToList(), whole.Save());
        Assert.True(saved.Count > 30, $"{what}: only {saved.Count} slots");
        for (var slot = 0; slot < saved.Count; slot++)
        {
            var (state, fills) = saved[slot];
            var rest = TradingRun.Of(strategies(), events, settings, state, batchSize: 7);
            Same(state, rest.Save(), $"{what}: state read back after slot {slot}");
            rest.ToEnd();
            Assert.True(
                rows.Skip(fills).SequenceEqual(rest.Ledger.Rows),
                $"{what}: saved after slot {slot}, it went on with another log than rows {fills} to {rows.Count}");
            Same(end, rest.Save(), $"{what}: end after a stop at slot {slot}");
        }
    }

    private static void Same(string expected, string actual, string what)
    {
        if (expected == actual)
            return;
        var at = expected.Zip(actual).TakeWhile(pair => pair.First == pair.Second).Count();
        var from = Math.Max(0, at - 60);
        Assert.Fail($"{what}: expected …{Part(expected)}… got …{Part(actual)}…");

        string Part(string text) => text[from..Math.Min(text.Length, at + 60)];
    }
}
