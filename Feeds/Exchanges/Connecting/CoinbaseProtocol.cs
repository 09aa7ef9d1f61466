namespace TradeBooks.Feeds.Exchanges.Connecting;

/// <summary>
/// Coinbase's exchange feed: channel <c>level2_batch</c>, which has the frames of <c>level2</c> without asking for a key,
/// <c>matches</c>, and <c>heartbeat</c>, which comes every second. The snapshot comes after each subscription.
/// </summary>
internal sealed class CoinbaseProtocol : IExchangeProtocol
{
    private const int SymbolsPerMessage = 50;

    public static CoinbaseProtocol Instance { get; } = new();

    public Exchange Exchange => Exchange.Coinbase;

    public Uri StreamAddress { get; } = new("wss://ws-feed.exchange.coinbase.com");

    public Uri? RestAddress => null;

    // Coinbase names no limit, but advises to spread; its snapshots are the whole book, some MB each.
    public int SymbolsPerConnection => 50;

    public TimeSpan MessageInterval => TimeSpan.FromMilliseconds(150);

    public TimeSpan SnapshotInterval => TimeSpan.Zero;

    public TimeSpan? LongestConnection => null;

    public string? Normalise(string symbol) =>
        symbol.Length > 0 && symbol.Contains('-', StringComparison.Ordinal) && symbol.All(c => char.IsAsciiLetterOrDigit(c) || c == '-')
            ? symbol.ToUpperInvariant()
            : null;

    public IEnumerable<string> Subscribe(IReadOnlyList<string> symbols, bool withQuotes) => symbols.Chunk(SymbolsPerMessage)
        .Select(some => Message("subscribe", some, """["level2_batch","matches","heartbeat"]"""));

    public IEnumerable<string> Resubscribe(string symbol) =>
        [Message("unsubscribe", [symbol], """["level2_batch"]"""), Message("subscribe", [symbol], """["level2_batch"]""")];

    // There is no ping, but every subscription is answered with the list of all; status is a channel of a few frames a minute.
    public string Ping(long number) => """{"type":"subscribe","channels":["status"]}""";

    public string? SnapshotPath(string symbol) => null;

    private static string Message(string kind, IEnumerable<string> symbols, string channels) =>
        $$"""{"type":"{{kind}}","product_ids":[{{string.Join(',', symbols.Select(symbol => $"\"{symbol}\""))}}],"channels":{{channels}}}""";
}
