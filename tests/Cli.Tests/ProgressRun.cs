using TradeBooks.Domain.Engine;
using TradeBooks.Domain.Market;
using TradeBooks.Domain.Portfolios;
using TradeBooks.Domain.Settings;
using TradeBooks.Domain.Strategies;

namespace TradeBooks.Cli.Tests;

/// <summary>A run of 2,000 bars and some fills, to report the progress of.</summary>
internal static class ProgressRun
{
    private const int Bars = 2000;

    /// <param name="cash">Starting cash.</param>
    /// <param name="feed">Other events of AAA.</param>
    public static Backtest Create(decimal cash, ISymbolFeed? feed = null)
    {
        var reader = new SettingsReader(new Dictionary<string, string>
        {
            ["cash"] = cash.ToString(System.Globalization.CultureInfo.InvariantCulture),
            ["fast"] = "2",
            ["slow"] = "5",
        });
        var setup = TradingSetup.Read(reader, StrategyChoice.Parse(["sma-cross"]), ["AAA"]);
        return new Backtest(
            setup.CreateSymbolEngines(), new PortfolioEngine(setup.Portfolio, new NoLedger()), [feed ?? new Feed()]);
    }

    private sealed class NoLedger : ILedger
    {
        public void Append(in FillRecord record)
        {
        }
    }

    private sealed class Feed : ISymbolFeed
    {
        private bool _isDone;

        public string Symbol => "AAA";

        public EventBatch NextBatch()
        {
            if (_isDone)
                return EventBatch.End;
            _isDone = true;
            return new EventBatch([.. Enumerable.Range(0, Bars).Select(Make)], Bars);
        }

        private static MarketEvent Make(int index)
        {
            var start = EventTime.FromUtc(new DateTime(2026, 3, 11, 0, 0, 0, DateTimeKind.Utc));
            var price = 10m + index % 17 * 0.1m;
            return new MarketEvent(
                Bar.Create(new EventTime(start.Microseconds + index * EventTime.Minute), price, price, price, price),
                SourcePosition.Row(index + 2));
        }
    }
}
