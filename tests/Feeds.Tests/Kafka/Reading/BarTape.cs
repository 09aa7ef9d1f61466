using System.Text.Json;
using TradeBooks.Domain.Engine;
using TradeBooks.Domain.Market;
using TradeBooks.Domain.Portfolios;
using TradeBooks.Domain.Settings;
using TradeBooks.Domain.State;
using TradeBooks.Domain.Strategies;

namespace TradeBooks.Feeds.Tests.Kafka.Reading;

/// <summary>A run that trades nothing and writes down every bar that it processes.</summary>
internal sealed class BarTape
{
    /// <param name="feeds">In ordinal order of their symbols.</param>
    /// <param name="saved">What <see cref="Save"/> gave, to go on from there.</param>
    public BarTape(IReadOnlyList<ISymbolFeed> feeds, (string State, int Bars)? saved = null, IEnumerable<(string Symbol, Bar Bar)>? before = null)
    {
        var type = new StrategyType("tape", "of the tests", _ => symbol => new Writer(symbol, Bars));
        var setup = TradingSetup.Read(
            new SettingsReader(new Dictionary<string, string>()), [new StrategyChoice("tape", type)], feeds.Select(feed => feed.Symbol));
        Backtest = new Backtest(setup.CreateSymbolEngines(), new PortfolioEngine(setup.Portfolio, new NoLedger()), feeds);
        if (saved is not { } from)
            return;
        using var document = JsonDocument.Parse(from.State);
        Backtest.Persist(new JsonStateReader(document.RootElement));
        Bars.AddRange(before!.Take(from.Bars));
    }

    public Backtest Backtest { get; }

    /// <summary>All bars in the order in which they were processed, those before a restored state included.</summary>
    public List<(string Symbol, Bar Bar)> Bars { get; } = [];

    /// <summary>Time of each symbol's last bar that was processed.</summary>
    public EventTime[] Processed => [.. Backtest.Engines.Select(engine => engine.Time)];

    public IEnumerable<Bar> Of(string symbol) => Bars.Where(entry => entry.Symbol == symbol).Select(entry => entry.Bar);

    public (string State, int Bars) Save()
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            Backtest.Persist(new JsonStateWriter(json));
            json.WriteEndObject();
        }

        return (System.Text.Encoding.UTF8.GetString(stream.ToArray()), Bars.Count);
    }

    private sealed class Writer(string symbol, List<(string, Bar)> bars) : IStrategy
    {
        public void OnBar(in Bar bar, StrategyContext context) => bars.Add((symbol, bar));

        public void Persist(StateArchive archive)
        {
        }
    }

    private sealed class NoLedger : ILedger
    {
        public void Append(in FillRecord record)
        {
        }
    }
}
