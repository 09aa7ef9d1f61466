using TradeBooks.Domain.Books;
using TradeBooks.Domain.Engine;
using TradeBooks.Domain.Settings;
using TradeBooks.Feeds;
using TradeBooks.Feeds.Exchanges;
using TradeBooks.Feeds.Kafka;
using TradeBooks.Silo.Feeding;

namespace TradeBooks.Silo.Settings;

/// <summary>Reads which exchange's books and trades the symbols have.</summary>
internal static class ExchangeSettings
{
    /// <summary>The portfolios' setting of the same meaning.</summary>
    public const string Key = "exchange";

    private const string Depth = "depth";
    private const string Trades = "trades";
    private const string Bars = "bars";

    /// <param name="name">Name or id of the exchange; empty for none.</param>
    /// <param name="feeds">What is read; empty for depth and trades.</param>
    /// <param name="file">The partition map; empty for <c>&lt;exchange&gt;-config.json</c>.</param>
    /// <param name="symbols">The symbols that are traded.</param>
    /// <param name="isClustered">Whether there is Kafka.</param>
    /// <returns>Null where there is no exchange.</returns>
    /// <exception cref="SettingException">There is none of that name, or the map lacks a symbol or can't be read.</exception>
    public static ExchangeTopics? Read(
        string name, IReadOnlyList<string> feeds, string file, IReadOnlyList<string> symbols, bool isClustered)
    {
        if (name.Length == 0)
        {
            return feeds.Count == 0 && file.Length == 0
                ? null
                : throw new SettingException($"setting Trading.{(feeds.Count > 0 ? "Feeds" : "PartitionMap")} is for an exchange's topics: name it with Trading.Exchange");
        }

        if (!isClustered)
            throw new SettingException("setting Trading.Exchange is for Cluster.Mode=clustered; files bring bars alone");
        var exchange = Exchange.Find(name) ?? throw new SettingException(
            $"setting Trading.Exchange: '{name}' is not one of {string.Join(", ", Exchange.All.Select(known => known.Name))}");
        if (feeds.Count == 0)
            feeds = [Depth, Trades];
        if (feeds.FirstOrDefault(feed => feed is not (Depth or Trades or Bars)) is { } wrong)
            throw new SettingException($"setting Trading.Feeds: '{wrong}' is not one of {Depth}, {Trades}, {Bars}");
        if (feeds.All(feed => feed == Bars))
            throw new SettingException($"setting Trading.Feeds: with an exchange it has {Depth} or {Trades} or both");
        var (map, partitions) = ReadMap(file.Length > 0 ? file : exchange.Id + PartitionMap.FileSuffix, symbols);
        return new ExchangeTopics
        {
            Exchange = exchange,
            Map = map,
            Partitions = partitions,
            HasDepth = feeds.Contains(Depth),
            HasTrades = feeds.Contains(Trades),
            HasBars = feeds.Contains(Bars),
        };
    }

    /// <summary>A portfolio of one exchange's rules has nothing to do with another's books.</summary>
    /// <exception cref="SettingException">It differs.</exception>
    public static void RequireSame(TradingSetup setup, ExchangeTopics? exchange)
    {
        var rules = exchange?.Exchange.Rules ?? BookRules.None;
        if (setup.Portfolio.Instruments.FirstOrDefault(instrument => instrument.BookRules != rules) is not { } other)
            return;
        throw new SettingException(exchange is null
            ? $"setting {Key}: '{other.BookRules.ToName()}' of {other.Symbol}, but nothing brings order books: name the exchange with Trading.Exchange"
            : $"setting {Key}: '{other.BookRules.ToName()}' of {other.Symbol} is not Trading.Exchange, '{exchange.Exchange.Name}'");
    }

    private static (PartitionMap Map, int Partitions) ReadMap(string file, IReadOnlyList<string> symbols)
    {
        try
        {
            var all = PartitionMap.Read(file);
            if (all.Count > ExchangeTopics.MostPartitions)
                throw new FeedException(file, FormattableString.Invariant($"names partition {all.Count - 1}; the highest is {ExchangeTopics.MostPartitions - 1}"));
            // Others' partitions are nothing to this cluster.
            return (new PartitionMap(file, symbols.Select(symbol => KeyValuePair.Create(symbol, all.PartitionOf(symbol)))), all.Count);
        }
        catch (FeedException e)
        {
            throw new SettingException($"setting Trading.PartitionMap: {e.Message}");
        }
    }
}
