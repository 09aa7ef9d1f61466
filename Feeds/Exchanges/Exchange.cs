using TradeBooks.Domain.Books;
using TradeBooks.Feeds.Exchanges.Binance;
using TradeBooks.Feeds.Exchanges.Coinbase;
using TradeBooks.Feeds.Exchanges.Kraken;

namespace TradeBooks.Feeds.Exchanges;

/// <summary>An exchange whose frames can be read: how to read them, and by which rules its books are kept.</summary>
public sealed class Exchange
{
    private readonly Func<FrameParser> _parser;

    private Exchange(string id, bool hasUpdateIds, Func<FrameParser> parser, BookRules rules)
    {
        Id = id;
        HasUpdateIds = hasUpdateIds;
        _parser = parser;
        Rules = rules;
    }

    public static Exchange BinanceSpot { get; } =
        new("binance", true, () => new BinanceParser(isFutures: false), BookRules.BinanceSpot);

    public static Exchange BinanceUsdm { get; } =
        new("binance-usdm", true, () => new BinanceParser(isFutures: true), BookRules.BinanceUsdm);

    public static Exchange BinanceCoinm { get; } =
        new("binance-coinm", true, () => new BinanceParser(isFutures: true), BookRules.BinanceCoinm);

    public static Exchange Kraken { get; } =
        new("kraken", false, () => new KrakenParser(), BookRules.Kraken);

    public static Exchange Coinbase { get; } =
        new("coinbase", false, () => new CoinbaseParser(), BookRules.Coinbase);

    /// <summary>All of them.</summary>
    public static IReadOnlyList<Exchange> All { get; } = [BinanceSpot, BinanceUsdm, BinanceCoinm, Kraken, Coinbase];

    /// <summary>What an option takes: names, and the ids that are others.</summary>
    public static string[] AllNames { get; } = [.. All.Select(exchange => exchange.Name), .. All.Select(exchange => exchange.Id).Except(All.Select(exchange => exchange.Name))];

    /// <summary>Name in options.</summary>
    public string Name => Rules.ToName();

    /// <summary>By which its books are kept.</summary>
    public BookRules Rules { get; }

    /// <summary>Name in messages and in the names of topics: <c>binance</c> is its spot market.</summary>
    public string Id { get; }

    /// <summary>Whether its depth events carry ids.</summary>
    public bool HasUpdateIds { get; }

    /// <summary>The exchange of a name or id, in any case; null where there is none.</summary>
    public static Exchange? Find(string name) => All.FirstOrDefault(exchange =>
        string.Equals(exchange.Name, name, StringComparison.OrdinalIgnoreCase)
        || string.Equals(exchange.Id, name, StringComparison.OrdinalIgnoreCase));

    /// <summary>A parser for one connection.</summary>
    public FrameParser CreateParser() => _parser();

    /// <summary>The rules for one book.</summary>
    public DepthSequencer CreateSequencer() => Rules.CreateSequencer();
}
