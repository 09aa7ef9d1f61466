using System.Text.Json;
using TradeBooks.Domain.Analytics;
using TradeBooks.Domain.Engine;
using TradeBooks.Domain.Market;
using TradeBooks.Domain.Settings;
using TradeBooks.Domain.State;
using TradeBooks.Domain.Strategies;
using TradeBooks.Domain.Tests.Indicators;

namespace TradeBooks.Domain.Tests.Engine;

/// <summary>A backtest as a host puts it together: settings, strategies, events from memory, a ledger.</summary>
internal sealed class TradingRun
{
    private TradingRun(
        TradingSetup setup, Func<string, SourcePosition?, ISymbolFeed> feed, bool withRecorder, string? state)
    {
        Setup = setup;
        Portfolio = new PortfolioEngine(setup.Portfolio, Ledger);
        Engines = setup.CreateSymbolEngines();
        Recorder = withRecorder ? setup.CreateRecorder() : null;
        // A restored run feeds each symbol from the event after its last one, which the saved state names.
        using var document = state is null ? null : JsonDocument.Parse(state);
        Backtest = new Backtest(
            Engines, Portfolio,
            [.. Engines.Select((engine, i) => feed(engine.Symbol, document is null ? null : Position(document, i)))],
            Recorder);
        if (document is not null)
            Backtest.Persist(new JsonStateReader(document.RootElement));
    }

    public TradingSetup Setup { get; }

    public MemoryLedger Ledger { get; } = new();

    public PortfolioEngine Portfolio { get; }

    public IReadOnlyList<SymbolEngine> Engines { get; }

    public PerformanceRecorder? Recorder { get; }

    public Backtest Backtest { get; }

    public static StrategyChoice Own(string id, Func<string, IStrategy> create) =>
        new(id, new StrategyType(id, "of the tests", _ => create));

    /// <summary>A run of strategies by name (<c>lss</c>, <c>trend=sma-cross</c>).</summary>
    public static TradingRun Of(
        string strategies, IReadOnlyDictionary<string, IReadOnlyList<MarketEvent>> events, string settings = "",
        string? state = null, int batchSize = 64, bool withRecorder = true) =>
        Of(StrategyChoice.Parse([strategies]), events, settings, state, batchSize, withRecorder);

    /// <param name="strategies">The portfolio's strategies.</param>
    /// <param name="events">Events by symbol.</param>
    /// <param name="settings">Settings as <c>key=value</c>, separated by blanks.</param>
    /// <param name="state">Saved state to resume from.</param>
    /// <param name="batchSize">Events in a batch of the feeds.</param>
    /// <param name="withRecorder">Whether statistics are kept.</param>
    public static TradingRun Of(
        IReadOnlyList<StrategyChoice> strategies, IReadOnlyDictionary<string, IReadOnlyList<MarketEvent>> events,
        string settings = "", string? state = null, int batchSize = 64, bool withRecorder = true) =>
        new(
            ReadSetup(strategies, events.Keys, settings),
            (symbol, after) => new MemoryFeed(symbol, events[symbol], batchSize, after), withRecorder, state);

    /// <summary>A run whose events come from the feeds that are given.</summary>
    /// <param name="strategies">The portfolio's strategies.</param>
    /// <param name="symbols">Its symbols.</param>
    /// <param name="feed">Makes the feed of a symbol; behind a position where a saved run goes on.</param>
    /// <param name="settings">Settings as <c>key=value</c>, separated by blanks.</param>
    /// <param name="state">Saved state to resume from.</param>
    public static TradingRun Fed(
        IReadOnlyList<StrategyChoice> strategies, IEnumerable<string> symbols, Func<string, SourcePosition?, ISymbolFeed> feed,
        string settings = "", string? state = null) =>
        new(ReadSetup(strategies, symbols, settings), feed, withRecorder: true, state);

    public static TradingSetup ReadSetup(
        IReadOnlyList<StrategyChoice> strategies, IEnumerable<string> symbols, string settings)
    {
        var reader = new SettingsReader(settings
            .Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select(pair => pair.Split('=', 2))
            .ToDictionary(pair => pair[0], pair => pair[1]));
        var setup = TradingSetup.Read(reader, strategies, symbols);
        reader.RejectUnknown();
        return setup;
    }

    /// <summary>Runs to the end of all feeds.</summary>
    public TradingRun ToEnd()
    {
        while (Backtest.Advance(1_000_000))
        {
        }

        return this;
    }

    /// <summary>Runs the next slot.</summary>
    public bool Step() => Backtest.Advance(1);

    /// <summary>Everything that a restart needs, as JSON text.</summary>
    public string Save() => StateCopy.Save(Backtest);

    private static SourcePosition Position(JsonDocument state, int symbol)
    {
        // What is wrong with a state is for the engines to say.
        if (!state.RootElement.TryGetProperty("symbols", out var symbols) || symbols.ValueKind != JsonValueKind.Array
            || symbols.GetArrayLength() <= symbol
            || !symbols[symbol].TryGetProperty("offset", out var offset) || offset.ValueKind != JsonValueKind.Number)
        {
            return SourcePosition.None;
        }

        return SourcePosition.Row(offset.GetInt64());
    }
}
