using System.Diagnostics.CodeAnalysis;
using TradeBooks.Domain.Books;
using TradeBooks.Domain.Settings;

namespace TradeBooks.Feeds.Exchanges.Connecting;

/// <summary>
/// Market data of some symbols of an exchange, live: as few connections as the exchange allows, each made again when it
/// ends, with a new snapshot for every book that is not known to be right. Needs no key.
/// </summary>
public sealed class ExchangeConnector : IDisposable
{
    private readonly HttpClient _http = new(new SocketsHttpHandler
    {
        // Addresses change.
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        AutomaticDecompression = System.Net.DecompressionMethods.All,
    })
    { Timeout = Timeout.InfiniteTimeSpan, MaxResponseContentBufferSize = 64 * 1024 * 1024 };

    private readonly ExchangeConnection[] _connections;
    private readonly Dictionary<string, ExchangeConnection> _bySymbol;

    /// <param name="exchange">The exchange.</param>
    /// <param name="symbols">At least one, as a user writes them.</param>
    /// <param name="options">How it behaves.</param>
    /// <param name="sink">
    /// Takes every event, one at a time, in the order of each connection's frames; updates that wait for a snapshot too, so
    /// that whoever follows builds the same books. A book of an exchange without ids gets no update until its snapshot.
    /// </param>
    /// <param name="say">Takes lines for a person, from any thread: lost connections, refusals.</param>
    /// <param name="clock">Wall time.</param>
    /// <param name="recorder">Takes the raw frames; null where they are not wanted.</param>
    /// <param name="onApplied">Called after every applied event after which a book is in sync, in turn for each connection.</param>
    /// <exception cref="SettingException">There is no symbol, one can't be, or is given twice.</exception>
    public ExchangeConnector(
        Exchange exchange, IReadOnlyList<string> symbols, ConnectorOptions options, IMarketSink sink, Action<string> say,
        TimeProvider clock, IFrameRecorder? recorder = null, Action<string, SyncedBook>? onApplied = null)
    {
        var protocol = ExchangeProtocols.Of(exchange);
        Symbols = Normalise(exchange, symbols);
        var snapshots = new SnapshotClient(protocol, options, _http, clock);
        var seed = options.Seed ?? Random.Shared.Next();
        var locked = new LockedSink(sink);
        _connections =
        [
            .. Symbols.Chunk(options.SymbolsPerConnection ?? protocol.SymbolsPerConnection).Select((some, i) => new ExchangeConnection(
                new ConnectionSetup
                {
                    Protocol = protocol,
                    Symbols = some,
                    Options = options,
                    Sink = locked,
                    Snapshots = snapshots,
                    Clock = clock,
                    Recorder = recorder,
                    OnApplied = onApplied,
                },
                i + 1, unchecked(seed + i), say)),
        ];
        _bySymbol = _connections.SelectMany(connection => connection.Symbols.Select(symbol => (symbol, connection)))
            .ToDictionary(pair => pair.symbol, pair => pair.connection, StringComparer.Ordinal);
    }

    /// <summary>The symbols as events name them.</summary>
    public IReadOnlyList<string> Symbols { get; }

    /// <summary>Counters of each connection.</summary>
    public IReadOnlyList<ConnectionCounters> Counters => [.. _connections.Select(connection => connection.Counters)];

    /// <summary>The symbols of each connection.</summary>
    public IReadOnlyList<IReadOnlyList<string>> SymbolsByConnection => [.. _connections.Select(connection => connection.Symbols)];

    /// <summary>Symbols as events name them.</summary>
    /// <exception cref="SettingException">There is none, one can't be, or is given twice.</exception>
    public static IReadOnlyList<string> Normalise(Exchange exchange, IReadOnlyList<string> symbols)
    {
        var protocol = ExchangeProtocols.Of(exchange);
        if (symbols.Count == 0)
            throw new SettingException("no symbol is given");
        var names = new List<string>();
        foreach (var symbol in symbols)
        {
            var name = protocol.Normalise(symbol) ?? throw new SettingException($"{symbol} is no symbol of {exchange.Name}");
            if (names.Contains(name))
                throw new SettingException($"symbol {symbol} is given twice");
            names.Add(name);
        }

        return names;
    }

    /// <summary>Runs until it is stopped; all connections end with the first whose sink or recorder fails.</summary>
    /// <exception cref="OperationCanceledException">Stopped.</exception>
    /// <remarks>What the sink or the recorder throws ends it and is thrown on.</remarks>
    public async Task RunAsync(CancellationToken stop)
    {
        using var failed = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var tasks = _connections.Select(connection => Task.Run(() => connection.RunAsync(failed.Token), CancellationToken.None)).ToArray();
        var first = await Task.WhenAny(tasks);
        await failed.CancelAsync();
        await Task.WhenAll(tasks).ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        await first;
    }

    /// <summary>
    /// A symbol as it stands now, from any thread: a copy between two frames of its connection, which meanwhile waits for as long
    /// as the copying takes.
    /// </summary>
    /// <param name="symbol">As events name it.</param>
    /// <param name="levels">Most levels of a side, 1 or more.</param>
    /// <param name="patience">How long to wait for a frame that is being taken; 0 for not at all.</param>
    /// <param name="reading">The symbol, where there is an answer.</param>
    /// <returns>False where the frame took longer: what takes its events, such as Kafka, makes it wait.</returns>
    /// <exception cref="KeyNotFoundException">No connection carries the symbol.</exception>
    public bool TryRead(string symbol, int levels, TimeSpan patience, [NotNullWhen(true)] out SymbolReading? reading) =>
        _bySymbol[symbol].TryRead(symbol, levels, patience, out reading);

    /// <summary>Asks for a new snapshot of a symbol.</summary>
    /// <returns>False where its connection is down, which brings one anyway, or no connection carries it.</returns>
    public bool Resync(string symbol) => _connections.Any(connection => connection.Resync(symbol));

    public void Dispose() => _http.Dispose();
}
