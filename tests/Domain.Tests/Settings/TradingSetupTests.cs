using TradeBooks.Domain.Engine;
using TradeBooks.Domain.Market;
using TradeBooks.Domain.Orders;
using TradeBooks.Domain.Portfolios;
using TradeBooks.Domain.Settings;
using TradeBooks.Domain.Strategies;
using TradeBooks.Domain.Tests.Engine;

namespace TradeBooks.Domain.Tests.Settings;

/// <summary>Every setting of the engine and the strategies: its default, its bounds, what it does.</summary>
public sealed class TradingSetupTests
{
    private const string All = "lss,sma-cross,macd-trend";

    /// <summary>Key, default, a value below its bounds or wrong, a value above them.</summary>
    public static readonly TheoryData<string, string, string, string> Keys = new()
    {
        { "portfolio", "default", "", "" },
        { "cash", "100000", "0", "1000000000001" },
        { "tick_size", "0.01", "0", "1000001" },
        { "lot_size", "1", "0", "1000001" },
        { "multiplier", "1", "0", "1000001" },
        { "exchange", "none", "nasdaq", "" },
        { "days_per_year", "252", "0", "367" },
        { "sizing", "notional", "most", "" },
        { "risk_per_trade", "0.01", "0", "1001" },
        { "quantity", "1", "0", "1000000001" },
        { "cash_buffer", "0", "-0.1", "1.1" },
        { "fees", "none", "some", "" },
        { "fee_per_share", "0.005", "-1", "1000001" },
        { "fee_percent", "0.1", "-1", "101" },
        { "fee_minimum", "0", "-1", "1000001" },
        { "fee_cap_percent", "off", "-1", "101" },
        { "slippage_bps", "0", "-1", "10000" },
        { "slippage_ticks", "0", "-1", "1000001" },
        { "order_latency_us", "0", "-1", "2147483648" },
        { "fill", "next-open", "open", "" },
        { "max_position_notional", "off", "0", "1000001" },
        { "max_open_positions", "off", "0", "1000001" },
        { "max_open_positions", "off", "1.5", "" },
        { "max_daily_loss", "off", "0", "1.1" },
        { "max_drawdown", "off", "0", "1.1" },
        { "preset", "default", "wild", "" },
        { "fast", "5", "0", "100001" },
        { "slow", "20", "0", "100001" },
        { "atr", "14", "0", "100001" },
        { "window", "20", "0", "100001" },
        { "volume_multiplier", "3.0", "0", "1001" },
        { "volume_multiplier", "3.0", "3.0000001", "" },
        { "rejection", "0.7", "-0.1", "1.1" },
        { "take_profit_atr", "0.5", "0", "1001" },
        { "stop_loss_atr", "0.3", "0", "1001" },
        { "surge_source", "percent_change", "price", "" },
        { "direction", "long-only", "short", "" },
        { "signal", "9", "0", "100001" },
        { "threshold", "0.0025", "-0.1", "1.1" },
    };

    [Theory]
    [MemberData(nameof(Keys))]
    public void Read_Key_HasItsDefaultAndItsBounds(string key, string standard, string tooSmall, string tooLarge)
    {
        // Several strategies may have the key: lss comes first; the guide's tables have all of them.
        Assert.Equal(standard, Definitions().First(definition => definition.Key == key).Default);
        foreach (var value in new[] { tooSmall, tooLarge })
        {
            if (value.Length == 0)
                continue;
            var error = Assert.Throws<SettingException>(() => Make(All, $"{key}={value}"));
            Assert.Contains(key, error.Message, StringComparison.Ordinal);
            Assert.Contains($"'{value}'", error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Read_AllStrategies_AskForNoOtherKeys() => Assert.Equal(
        Keys.Select(row => row.Data.Item1).Distinct().Order(StringComparer.Ordinal),
        Definitions().Select(definition => definition.Key).Distinct().Order(StringComparer.Ordinal));

    [Fact]
    public void Read_Strategies_KnowTheirSettingsInForce()
    {
        var setup = TradingRun.ReadSetup(
            StrategyChoice.Parse(["lss,trend=sma-cross"]), ["A"], "fast=3 trend.slow=40 trend.sizing=all-in risk_per_trade=0.02");
        Assert.Equal(["lss lss", "trend sma-cross"], setup.Strategies.Select(strategy => $"{strategy.Id} {strategy.Type}"));
        Assert.Equal(
            ["sizing=all-in", "risk_per_trade=0.02", "quantity=1", "cash_buffer=0", "fast=3", "slow=40", "direction=long-only"],
            setup.Strategies[1].Settings.Select(setting => $"{setting.Key}={setting.Value}"));
        Assert.Equal("bars of the slow average", setup.Strategies[1].Settings[5].Description);
        Assert.Contains(setup.Strategies[0].Settings, setting => setting is { Key: "slow", Value: "20" });
        Assert.Contains(setup.Strategies[0].Settings, setting => setting is { Key: "sizing", Value: "notional" });
        Assert.All(setup.Strategies, strategy => Assert.Distinct(strategy.Settings.Select(setting => setting.Key)));
    }

    [Fact]
    public void Read_Nothing_IsFreeAndUnlimited()
    {
        var options = TradingRun.ReadSetup(StrategyChoice.Parse(["lss"]), ["B", "A"], "").Portfolio;
        Assert.Equal(("default", 100_000m), (options.Id, options.InitialCash));
        Assert.Equal([new SizingRule()], options.Sizing);
        Assert.Equal([new Instrument("A"), new Instrument("B")], options.Instruments);
        Assert.Equal(TradingCosts.Free, options.Costs);
        Assert.Equal(RiskPolicy.None, options.Risk);
    }

    [Fact]
    public void Read_Everything_ReachesTheOptions()
    {
        var setup = TradingRun.ReadSetup(
            StrategyChoice.Parse(["lss"]), ["A"],
            "portfolio=desk cash=5000 tick_size=0.5 lot_size=0.1 multiplier=50 sizing=target risk_per_trade=0.4 quantity=3 "
            + "cash_buffer=0.01 fees=percent fee_percent=0.2 fee_minimum=2 fee_cap_percent=1 slippage_bps=4 slippage_ticks=2 "
            + "fill=close max_position_notional=0.5 max_open_positions=3 max_daily_loss=0.02 max_drawdown=0.1 days_per_year=365");
        var options = setup.Portfolio;
        Assert.Equal(("desk", 5000m, 365), (options.Id, options.InitialCash, setup.DaysPerYear));
        Assert.Equal([new Instrument("A") { TickSize = 0.5m, LotSize = 0.1m, Multiplier = 50 }], options.Instruments);
        Assert.Equal([new SizingRule(SizingMode.Target, 0.4m, 3, 0.01m)], options.Sizing);
        Assert.Equal(new FeeModel { Fraction = 0.002m, Minimum = 2, CapFraction = 0.01m }, options.Costs.Fees);
        Assert.Equal(new SlippageModel(4, 2), options.Costs.Slippage);
        Assert.Equal(MarketFill.Close, options.Costs.MarketFill);
        Assert.Equal(
            new RiskPolicy { MaxPositionNotional = 0.5m, MaxOpenPositions = 3, MaxDailyLoss = 0.02m, MaxDrawdown = 0.1m },
            options.Risk);
    }

    [Theory]
    [InlineData("notional", SizingMode.Notional)]
    [InlineData("risk", SizingMode.Risk)]
    [InlineData("all-in", SizingMode.AllIn)]
    [InlineData("quantity", SizingMode.Quantity)]
    [InlineData("TARGET", SizingMode.Target)]
    public void Read_Sizing_IsPerStrategy(string word, SizingMode expected)
    {
        var options = TradingRun.ReadSetup(StrategyChoice.Parse(["lss,trend=sma-cross"]), ["A"], $"trend.sizing={word}").Portfolio;
        Assert.Equal([SizingMode.Notional, expected], options.Sizing.Select(rule => rule.Mode));
        Assert.Equal(["lss", "trend"], options.Strategies);
    }

    [Theory]
    [InlineData("fees=0", 0, 0)]
    [InlineData("fees=none fee_per_share=1", 0, 0)]
    [InlineData("fees=per-share fee_percent=5", 0.005, 0)]
    [InlineData("fees=percent fee_per_share=5", 0, 0.001)]
    public void Read_Fees_AreOfOneKind(string settings, double perUnit, double fraction)
    {
        var fees = TradingRun.ReadSetup(StrategyChoice.Parse(["lss"]), ["A"], settings).Portfolio.Costs.Fees;
        Assert.Equal(((decimal)perUnit, (decimal)fraction), (fees.PerUnit, fees.Fraction));
        Assert.Equal(perUnit + fraction == 0, fees.IsFree);
    }

    [Theory]
    [InlineData("", 3.0, 0.5, 0.3)]
    [InlineData("preset=default", 3.0, 0.5, 0.3)]
    [InlineData("preset=volatile", 2.5, 0.5, 0.4)]
    [InlineData("preset=range-bound", 3.5, 0.3, 0.3)]
    [InlineData("preset=volatile stop_loss_atr=0.9", 2.5, 0.5, 0.9)]
    public void Read_LssPreset_IsASetOfDefaults(string settings, double multiplier, double takeProfit, double stopLoss)
    {
        var read = LiquiditySurgeSettings.Read(Reader(settings));
        Assert.Equal(
            new LiquiditySurgeSettings
            {
                VolumeMultiplier = (decimal)multiplier,
                TakeProfitAtr = (decimal)takeProfit,
                StopLossAtr = (decimal)stopLoss,
            },
            read);
    }

    [Theory]
    [InlineData("sma-cross")]
    [InlineData("macd-trend")]
    public void Read_SlowNotAboveFast_IsNamed(string strategy)
    {
        var error = Assert.Throws<SettingException>(() => Make(strategy, "fast=7 slow=7"));
        Assert.Contains("slow", error.Message, StringComparison.Ordinal);
        Assert.Contains("'7'", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("tick=1")]
    [InlineData("lss.cash=5")]
    [InlineData("other.fast=5")]
    public void Read_UnknownKey_IsNamed(string setting)
    {
        var error = Assert.Throws<SettingException>(() => Make("lss", setting));
        Assert.Contains($"'{setting.Split('=')[0]}'", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("lss", "lss:lss")]
    [InlineData("lss,sma-cross", "lss:lss sma-cross:sma-cross")]
    [InlineData("a=lss, b_2=lss", "a:lss b_2:lss")]
    public void Parse_Strategies_GivesIdsAndTypes(string text, string expected) => Assert.Equal(
        expected, string.Join(' ', StrategyChoice.Parse([text]).Select(choice => $"{choice.Id}:{choice.Type.Name}")));

    [Theory]
    [InlineData("", "''")]
    [InlineData("lss,", "''")]
    [InlineData("scalper", "'scalper'")]
    [InlineData("a=scalper", "'scalper'")]
    [InlineData("=lss", "'=lss'")]
    [InlineData("a.b=lss", "'a.b=lss'")]
    [InlineData("a b=lss", "'a b=lss'")]
    [InlineData("lss,lss", "'lss'")]
    [InlineData("a=lss,a=sma-cross", "'a'")]
    public void Parse_StrategiesThatCantBe_AreNamed(string text, string named)
    {
        var error = Assert.Throws<SettingException>(() => StrategyChoice.Parse([text]));
        Assert.Contains(named, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Parse_None_IsRefused() => Assert.Throws<SettingException>(() => StrategyChoice.Parse([]));

    [Fact]
    public void Lss_VolumeWithoutVolume_SaysWhichBar()
    {
        var run = TradingRun.Of(
            "lss", new Dictionary<string, IReadOnlyList<MarketEvent>> { ["A"] = TestBar.Events(Tape.Bars("100")) },
            "surge_source=volume");
        var error = Assert.Throws<StrategyDataException>(() => run.ToEnd());
        Assert.Contains(Tape.At(0).ToString(), error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Lss_Volume_IsTheActivityWhereItIsChosen()
    {
        // Prices that drift up, each bar closing at its high; the 22nd has the volume.
        var bars = Enumerable.Range(0, 24).Select(i => Bar.Create(
            Tape.At(i), 100 + i, 101 + i, 100 + i, 101 + i, percentChange: 0, volume: i == 21 ? 301 : 100)).ToList();
        var events = new Dictionary<string, IReadOnlyList<MarketEvent>>
        {
            ["A"] = [.. bars.Select((bar, i) => new MarketEvent(bar, SourcePosition.Row(i + 2)))],
        };
        Assert.Equal(Tape.At(22), TradingRun.Of("lss", events, "surge_source=volume").ToEnd().Ledger.Records[0].Fill.Time);
        Assert.Empty(TradingRun.Of("lss", events).ToEnd().Ledger.Records);
    }

    private static IReadOnlyCollection<SettingDefinition> Definitions()
    {
        var reader = Reader("");
        Read(All, reader);
        return reader.Definitions;
    }

    private static SettingsReader Reader(string settings) => new(settings
        .Split(' ', StringSplitOptions.RemoveEmptyEntries)
        .Select(pair => pair.Split('=', 2))
        .ToDictionary(pair => pair[0], pair => pair[1]));

    private static TradingSetup Read(string strategies, SettingsReader reader) =>
        TradingSetup.Read(reader, StrategyChoice.Parse([strategies]), ["A"]);

    // Everything that a host makes before the first event.
    private static void Make(string strategies, string settings)
    {
        var reader = Reader(settings);
        var setup = Read(strategies, reader);
        reader.RejectUnknown();
        setup.CreateSymbolEngines();
    }
}
