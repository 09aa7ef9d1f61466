namespace TradeBooks.Domain.Books;

/// <summary>Names of <see cref="BookRules"/> in settings and options, and the sequencer of each.</summary>
public static class BookRuleNames
{
    private static readonly string[] Names = ["none", "binance-spot", "binance-usdm", "binance-coinm", "kraken", "coinbase"];

    /// <summary>All names, that of <see cref="BookRules.None"/> first.</summary>
    public static IReadOnlyList<string> All => Names;

    public static string ToName(this BookRules rules) => Names[(int)rules];

    /// <summary>The rules of a name, in any case.</summary>
    /// <exception cref="ArgumentException">There are none of that name.</exception>
    public static BookRules Parse(string name)
    {
        var index = Array.FindIndex(Names, known => string.Equals(known, name, StringComparison.OrdinalIgnoreCase));
        return index < 0 ? throw new ArgumentException($"'{name}' is not one of {string.Join(", ", Names)}", nameof(name)) : (BookRules)index;
    }

    /// <summary>The rules for one book.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There are no books by <see cref="BookRules.None"/>.</exception>
    public static DepthSequencer CreateSequencer(this BookRules rules) => rules switch
    {
        BookRules.BinanceSpot => new BinanceSpotSequencer(),
        BookRules.BinanceUsdm or BookRules.BinanceCoinm => new BinanceFuturesSequencer(),
        BookRules.Kraken => new KrakenSequencer(),
        BookRules.Coinbase => new CoinbaseSequencer(),
        _ => throw new ArgumentOutOfRangeException(nameof(rules), rules, "no book is kept by these rules"),
    };
}
