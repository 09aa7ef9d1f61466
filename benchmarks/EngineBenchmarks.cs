using BenchmarkDotNet.Attributes;
using TradeBooks.Domain.Engine;
using TradeBooks.Domain.Market;
using TradeBooks.Domain.Settings;
using TradeBooks.Domain.Strategies;

namespace TradeBooks.Benchmarks;

/// <summary>
/// The engine alone, bars in memory: six symbols in one portfolio, through <see cref="IStrategy"/>, the venue and the
/// portfolio. Every figure is per bar.
/// </summary>
[MemoryDiagnoser]
public class EngineBenchmarks
{
    // The bars of MemoryBars: a benchmark's division needs a constant.
    private const int Bars = 589_680;

    private MarketEvent[][] _events = [];
    private Backtest _backtest = null!;

    [ParamsAllValues]
    public Case Strategy { get; set; }

    [Params(false, true)]
    public bool Statistics { get; set; }

    [GlobalSetup]
    public void Load()
    {
        _events = MemoryBars.Load();
        var bars = _events.Sum(events => events.Length);
        if (bars != Bars)
            throw new InvalidOperationException($"{bars} bars, expected {Bars}");
    }

    [IterationSetup]
    public void Build()
    {
        var values = new Dictionary<string, string>();
        if (Strategy == Case.LssWithoutFills)
            values["volume_multiplier"] = "1000";
        if (Strategy == Case.SmaCrossAllIn)
        {
            values["direction"] = "long-short";
            values["sizing"] = "all-in";
        }

        var name = Strategy == Case.SmaCrossAllIn ? "sma-cross" : "lss";
        var setup = TradingSetup.Read(new SettingsReader(values), StrategyChoice.Parse([name]), MemoryBars.Symbols);
        _backtest = new Backtest(
            setup.CreateSymbolEngines(),
            new PortfolioEngine(setup.Portfolio),
            [.. MemoryBars.Symbols.Zip(_events, (symbol, events) => new MemoryFeed(symbol, events))],
            Statistics ? setup.CreateRecorder() : null);

        // The first slots make what later ones use again.
        _backtest.Advance(60_000);
    }

    [Benchmark(OperationsPerInvoke = Bars - 60_000)]
    public long Run()
    {
        while (_backtest.Advance(long.MaxValue / 2))
        {
        }

        return _backtest.Portfolio.Fills;
    }

    /// <summary>What is run.</summary>
    public enum Case
    {
        /// <summary>Liquidity surge scalping with its defaults: a fill every 28 bars.</summary>
        Lss,

        /// <summary>The same with a surge that never comes: indicators and engine only.</summary>
        LssWithoutFills,

        /// <summary>Always in the market after the first cross: positions in nearly every slot.</summary>
        SmaCrossAllIn,
    }
}
