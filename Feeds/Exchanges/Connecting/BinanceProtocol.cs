using System.Globalization;

namespace TradeBooks.Feeds.Exchanges.Connecting;

/// <summary>
/// Binance, all three markets: combined streams, subscribed by message, and depth snapshots over REST. The exchange pings
/// each connection, which the WebSocket client answers by itself, and ends it after 24 hours.
/// </summary>
internal sealed class BinanceProtocol : IExchangeProtocol
{
    // Keeps a message below 4 KB.
    private const int StreamsPerMessage = 60;

    private readonly string _snapshotPath;
    private readonly string _tradeStream;

    private BinanceProtocol(
        Exchange exchange, string stream, string rest, string snapshotPath, string tradeStream, int symbolsPerConnection, double snapshotSeconds)
    {
        Exchange = exchange;
        StreamAddress = new Uri(stream);
        RestAddress = new Uri(rest);
        SymbolsPerConnection = symbolsPerConnection;
        SnapshotInterval = TimeSpan.FromSeconds(snapshotSeconds);
        _snapshotPath = snapshotPath;
        _tradeStream = tradeStream;
    }

    /// <summary>Up to 1,024 streams a connection; a snapshot of 1,000 levels weighs 50 of 6,000 a minute.</summary>
    public static BinanceProtocol Spot { get; } = new(
        Exchange.BinanceSpot, "wss://stream.binance.com:9443/stream", "https://api.binance.com", "/api/v3/depth", "trade", 300, 1);

    /// <summary>Up to 1,024 streams a connection; a snapshot of 1,000 levels weighs 20 of 2,400 a minute.</summary>
    public static BinanceProtocol Usdm { get; } = new(
        Exchange.BinanceUsdm, "wss://fstream.binance.com/stream", "https://fapi.binance.com", "/fapi/v1/depth", "aggTrade", 300, 1);

    /// <summary>Up to 200 streams a connection; a snapshot of 1,000 levels weighs 20 of 2,400 a minute.</summary>
    public static BinanceProtocol Coinm { get; } = new(
        Exchange.BinanceCoinm, "wss://dstream.binance.com/stream", "https://dapi.binance.com", "/dapi/v1/depth", "aggTrade", 60, 1);

    public Exchange Exchange { get; }

    public Uri StreamAddress { get; }

    public Uri? RestAddress { get; }

    public int SymbolsPerConnection { get; }

    // Spot takes five messages a second, pings included.
    public TimeSpan MessageInterval => TimeSpan.FromMilliseconds(250);

    public TimeSpan SnapshotInterval { get; }

    public TimeSpan? LongestConnection => TimeSpan.FromHours(24);

    public string? Normalise(string symbol) =>
        symbol.Length > 0 && symbol.All(c => char.IsAsciiLetterOrDigit(c) || c == '_') ? symbol.ToLowerInvariant() : null;

    public IEnumerable<string> Subscribe(IReadOnlyList<string> symbols, bool withQuotes) => symbols
        .SelectMany(symbol => withQuotes
            ? (string[])[$"{symbol}@depth@100ms", $"{symbol}@{_tradeStream}", $"{symbol}@bookTicker"]
            : [$"{symbol}@depth@100ms", $"{symbol}@{_tradeStream}"])
        .Chunk(StreamsPerMessage)
        .Select((streams, i) => FormattableString.Invariant(
            $$"""{"method":"SUBSCRIBE","params":[{{string.Join(',', streams.Select(stream => $"\"{stream}\""))}}],"id":{{i + 1}}}"""));

    public IEnumerable<string> Resubscribe(string symbol) => [];

    public string Ping(long number) => FormattableString.Invariant(
        $$"""{"method":"LIST_SUBSCRIPTIONS","id":{{number + 1_000_000}}}""");

    public string? SnapshotPath(string symbol) =>
        string.Create(CultureInfo.InvariantCulture, $"{_snapshotPath}?symbol={symbol.ToUpperInvariant()}&limit=1000");
}
