using TradeBooks.Domain.Analytics;
using TradeBooks.Domain.Engine;
using TradeBooks.Domain.Market;
using TradeBooks.Domain.Portfolios;
using TradeBooks.Domain.Settings;
using TradeBooks.Domain.Strategies;

namespace TradeBooks.Storage.Tests;

/// <summary>A short run of two symbols from memory, with positions and orders that a state has to hold.</summary>
internal sealed class SmallRun
{
    public const int Bars = 400;

    /// <param name="after">Bars of each symbol that were processed before.</param>
    /// <param name="strategies">As on the command line.</param>
    /// <param name="symbols">Names of the symbols.</param>
    public SmallRun(int after = 0, string strategies = "cross=sma-cross,lss", string[]? symbols = null)
    {
        symbols ??= ["AAA", "BBB"];
        var reader = new SettingsReader(new Dictionary<string, string> { ["cross.fast"] = "2", ["cross.slow"] = "5", ["fees"] = "per-share" });
        var setup = TradingSetup.Read(reader, StrategyChoice.Parse([strategies]), symbols);
        Recorder = setup.CreateRecorder();
        Backtest = new Backtest(
            setup.CreateSymbolEngines(), new PortfolioEngine(setup.Portfolio, Ledger),
            [.. symbols.Order(StringComparer.Ordinal).Select((symbol, i) => new Feed(symbol, Make(i).Skip(after)))], Recorder);
    }

    public Backtest Backtest { get; }

    public PerformanceRecorder Recorder { get; }

    public Rows Ledger { get; } = new();

    /// <summary>Bars whose prices make the averages cross and the surges surge, without chance.</summary>
    private static IEnumerable<MarketEvent> Make(int symbol)
    {
        var before = 0m;
        for (var i = 0; i < Bars; i++)
        {
            var close = 100m + 10 * symbol + (i * 37 % 23 - 11) * 0.1m + (i % 29 == 28 ? 4m : 0);
            var open = before == 0 ? close : before;
            var change = before == 0 ? 0 : decimal.Round((close / before - 1) * 100, 4);
            before = close;
            yield return new MarketEvent(
                Bar.Create(
                    new EventTime(1_773_322_200_000_000 + i * EventTime.Minute), open, Math.Max(open, close) + 0.3m,
                    Math.Min(open, close) - 0.05m, close, change),
                SourcePosition.Row(i + 2));
        }
    }

    internal sealed class Rows : ILedger
    {
        public List<FillRecord> All { get; } = [];

        public void Append(in FillRecord record) => All.Add(record);
    }

    private sealed class Feed(string symbol, IEnumerable<MarketEvent> events) : ISymbolFeed
    {
        private readonly MarketEvent[] _events = [.. events];
        private bool _isDone;

        public string Symbol => symbol;

        public EventBatch NextBatch()
        {
            if (_isDone)
                return EventBatch.End;
            _isDone = true;
            return new EventBatch(_events, _events.Length);
        }
    }
}
