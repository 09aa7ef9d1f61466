using TradeBooks.Domain.Analytics;
using TradeBooks.Domain.Books;
using TradeBooks.Domain.Market;
using TradeBooks.Domain.Orders;
using TradeBooks.Domain.Portfolios;
using TradeBooks.Domain.Settings;
using TradeBooks.Domain.Strategies;

namespace TradeBooks.Domain.Engine;

/// <summary>A portfolio and its strategies as settings describe them; any host makes its engines from it.</summary>
public sealed class TradingSetup
{
    private readonly IReadOnlyList<Func<string, IStrategy>> _factories;

    private TradingSetup(
        PortfolioOptions portfolio, IReadOnlyList<StrategySetup> strategies, IReadOnlyList<Func<string, IStrategy>> factories,
        int daysPerYear)
    {
        Portfolio = portfolio;
        Strategies = strategies;
        _factories = factories;
        DaysPerYear = daysPerYear;
    }

    public PortfolioOptions Portfolio { get; }

    /// <summary>The strategies, in the portfolio's order.</summary>
    public IReadOnlyList<StrategySetup> Strategies { get; }

    /// <summary>Trading days in a year, for annualised figures.</summary>
    public int DaysPerYear { get; }

    /// <summary>Reads every setting of the engine and of the strategies.</summary>
    /// <param name="reader">The settings; its host rejects unknown keys when all have been read.</param>
    /// <param name="strategies">The portfolio's strategies.</param>
    /// <param name="symbols">The symbols, in any order.</param>
    /// <exception cref="SettingException">A value is out of range.</exception>
    public static TradingSetup Read(
        SettingsReader reader, IReadOnlyList<StrategyChoice> strategies, IEnumerable<string> symbols)
    {
        foreach (var symbol in symbols)
        {
            if (strategies.Any(strategy => strategy.Id == symbol))
                throw new SettingException($"strategy '{symbol}' has the name of a symbol: whose is the setting {symbol}.…?");
        }

        var own = strategies.Select(strategy => reader.For(strategy.Id)).ToArray();
        var options = new PortfolioOptions
        {
            Id = reader.Text("portfolio", "default", "key of the portfolio, part of every order's id"),
            InitialCash = reader.Number("cash", 100_000m, 0.01m, 1_000_000_000_000m, "starting cash"),
            Strategies = [.. strategies.Select(strategy => strategy.Id)],
            Sizing = [.. own.Select(ReadSizing)],
            Instruments =
            [
                .. symbols.Order(StringComparer.Ordinal)
                    .Select(symbol => ReadInstrument(reader.For(symbol, listDefaults: false), symbol)),
            ],
            Costs = ReadCosts(reader),
            Risk = ReadRisk(reader),
        };
        CheckBooks(options);
        var days = reader.WholeNumber(
            "days_per_year", 252, 1, 366, "trading days in a year for annualised figures; 365 for venues that never close");
        var factories = strategies.Zip(own, (strategy, settings) => strategy.Type.Create(settings)).ToArray();
        return new TradingSetup(
            options,
            [.. strategies.Zip(own, (strategy, settings) => new StrategySetup(strategy.Id, strategy.Type.Name, settings.Asked))],
            factories, days);
    }

    /// <summary>The engine of one symbol.</summary>
    public SymbolEngine CreateSymbolEngine(int index)
    {
        var instrument = Portfolio.Instruments[index];
        return new SymbolEngine(
            Portfolio.Id, index, instrument, Portfolio.Strategies,
            [.. _factories.Select(create => create(instrument.Symbol))], Portfolio.Costs);
    }

    /// <summary>The engines of all symbols, in ordinal order.</summary>
    public IReadOnlyList<SymbolEngine> CreateSymbolEngines() =>
        [.. Enumerable.Range(0, Portfolio.Instruments.Count).Select(CreateSymbolEngine)];

    /// <summary>Statistics for a run of this portfolio.</summary>
    public PerformanceRecorder CreateRecorder() => new(new PerformanceOptions
    {
        InitialCash = Portfolio.InitialCash,
        Symbols = [.. Portfolio.Instruments.Select(instrument => instrument.Symbol)],
        Strategies = Portfolio.Strategies,
        Multipliers = [.. Portfolio.Instruments.Select(instrument => instrument.Multiplier)],
        DaysPerYear = DaysPerYear,
    });

    private static Instrument ReadInstrument(SettingsReader reader, string symbol) => new(symbol)
    {
        TickSize = reader.Number("tick_size", 0.01m, Precision.Smallest, 1_000_000, "smallest price step"),
        LotSize = reader.Number("lot_size", 1m, 0.00000001m, 1_000_000, "smallest quantity step; 1 for whole shares"),
        Multiplier = reader.Number("multiplier", 1m, 0.000001m, 1_000_000, "money per point and unit (futures)"),
        BookRules = BookRuleNames.Parse(reader.Choice(
            "exchange", BookRules.None.ToName(), [.. BookRuleNames.All], "by whose rules the order books are kept")),
    };

    private static SizingRule ReadSizing(SettingsReader reader)
    {
        var mode = reader.Choice(
            "sizing", "notional", ["notional", "risk", "all-in", "quantity", "target"], "how entries are sized");
        return new SizingRule(
            mode switch
            {
                "risk" => SizingMode.Risk,
                "all-in" => SizingMode.AllIn,
                "quantity" => SizingMode.Quantity,
                "target" => SizingMode.Target,
                _ => SizingMode.Notional,
            },
            reader.Number("risk_per_trade", 0.01m, 0.000001m, 1000, "fraction of equity per entry (notional, risk, target)"),
            reader.Number("quantity", 1m, 0.00000001m, 1_000_000_000, "units per entry (sizing=quantity)"),
            reader.Number("cash_buffer", 0m, 0, 1, "fraction of the target that stays in cash (sizing=target)"));
    }

    private static TradingCosts ReadCosts(SettingsReader reader)
    {
        var kind = reader.Choice("fees", "none", ["none", "per-share", "percent", "0"], "what fills cost");
        var perUnit = reader.Number("fee_per_share", 0.005m, 0, 1_000_000, "money per unit (fees=per-share)");
        var percent = reader.Number("fee_percent", 0.1m, 0, 100, "percent of the notional (fees=percent)");
        var minimum = reader.Number("fee_minimum", 0m, 0, 1_000_000, "least fee of a fill");
        var cap = reader.OptionalNumber("fee_cap_percent", 0, 100, "most that a fill costs, in percent of its notional");
        var fees = kind is "none" or "0"
            ? FeeModel.None
            : new FeeModel
            {
                PerUnit = kind == "per-share" ? perUnit : 0,
                Fraction = kind == "percent" ? percent / 100m : 0,
                Minimum = minimum,
                CapFraction = cap / 100m,
            };
        var slippage = new SlippageModel(
            reader.Number("slippage_bps", 0, 0, 9_999, "slippage of market and stop fills in basis points"),
            reader.Number("slippage_ticks", 0, 0, 1_000_000, "slippage of market and stop fills in ticks"));
        return new TradingCosts
        {
            Fees = fees,
            Slippage = slippage,
            OrderLatency = reader.WholeNumber(
                "order_latency_us", 0, 0, int.MaxValue, "microseconds of event time from a signal to the venue"),
            MarketFill = reader.Choice("fill", "next-open", ["next-open", "close"], "when market orders fill") == "close"
                ? MarketFill.Close
                : MarketFill.NextOpen,
        };
    }

    // What is known only when an order fills at once and whole has no meaning against levels.
    private static void CheckBooks(PortfolioOptions options)
    {
        if (options.Costs is { MarketFill: MarketFill.Close, OrderLatency: > 0 })
            throw new SettingException("setting order_latency_us: with fill=close an order fills at the close that caused it, without delay");
        if (options.Instruments.FirstOrDefault(instrument => instrument.BookRules != BookRules.None) is not { } booked)
            return;
        if (options.Costs.MarketFill == MarketFill.Close)
            throw new SettingException($"setting fill: close is for bars; {booked.Symbol} has an order book (exchange)");
        if (options.Sizing.Any(sizing => sizing.Mode == SizingMode.AllIn))
            throw new SettingException($"setting sizing: all-in is for bars; {booked.Symbol} has an order book (exchange)");
    }

    private static RiskPolicy ReadRisk(SettingsReader reader)
    {
        var positions = reader.OptionalNumber("max_open_positions", 1, 1_000_000, "most open positions");
        if (positions is { } count && decimal.Floor(count) != count)
            throw new SettingException($"setting max_open_positions: '{count}' is not a whole number");
        return new RiskPolicy
        {
            MaxPositionNotional = reader.OptionalNumber(
                "max_position_notional", 0.000001m, 1_000_000, "largest position in a symbol, fraction of equity"),
            MaxOpenPositions = (int?)positions,
            MaxDailyLoss = reader.OptionalNumber(
                "max_daily_loss", 0.000001m, 1, "loss of a day that stops entries until the next, fraction of equity"),
            MaxDrawdown = reader.OptionalNumber(
                "max_drawdown", 0.000001m, 1, "fall from the peak that stops entries for good, fraction of equity"),
        };
    }
}
