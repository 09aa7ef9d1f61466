using TradeBooks.Domain.Books;

namespace TradeBooks.Feeds.Exchanges.Connecting;

/// <summary>
/// Kraken, version 1: channels <c>book</c> and <c>trade</c>; the snapshot comes after each subscription. A heartbeat comes
/// every second while nothing else does.
/// </summary>
internal sealed class KrakenProtocol : IExchangeProtocol
{
    private const int SymbolsPerMessage = 50;

    public static KrakenProtocol Instance { get; } = new();

    public Exchange Exchange => Exchange.Kraken;

    public Uri StreamAddress { get; } = new("wss://ws.kraken.com");

    public Uri? RestAddress => null;

    // Kraken names no limit; one book of 1,000 levels has a snapshot of some 80 KB.
    public int SymbolsPerConnection => 100;

    public TimeSpan MessageInterval => TimeSpan.FromMilliseconds(200);

    public TimeSpan SnapshotInterval => TimeSpan.Zero;

    public TimeSpan? LongestConnection => null;

    public string? Normalise(string symbol) =>
        symbol.Length > 0 && symbol.Contains('/', StringComparison.Ordinal) && symbol.All(c => char.IsAsciiLetterOrDigit(c) || c is '/' or '.')
            ? symbol.ToUpperInvariant()
            : null;

    // Trades first: the first update of a book says from when on all trades are seen.
    public IEnumerable<string> Subscribe(IReadOnlyList<string> symbols, bool withQuotes) => symbols.Chunk(SymbolsPerMessage)
        .SelectMany(some => (string[])[Message("subscribe", some, """{"name":"trade"}"""), Message("subscribe", some, BookSubscription)]);

    public IEnumerable<string> Resubscribe(string symbol) =>
        [Message("unsubscribe", [symbol], BookSubscription), Message("subscribe", [symbol], BookSubscription)];

    public string Ping(long number) => FormattableString.Invariant($$"""{"event":"ping","reqid":{{number}}}""");

    public string? SnapshotPath(string symbol) => null;

    private static string BookSubscription =>
        FormattableString.Invariant($$"""{"name":"book","depth":{{KrakenSequencer.DefaultDepth}}}""");

    private static string Message(string kind, IEnumerable<string> symbols, string subscription) =>
        $$"""{"event":"{{kind}}","pair":[{{string.Join(',', symbols.Select(symbol => $"\"{symbol}\""))}}],"subscription":{{subscription}}}""";
}
