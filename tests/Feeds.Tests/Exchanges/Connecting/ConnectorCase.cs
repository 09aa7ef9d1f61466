using System.Collections.Concurrent;
using System.Diagnostics;
using TradeBooks.Domain.Books;
using TradeBooks.Domain.Market;
using TradeBooks.Feeds.Exchanges;
using TradeBooks.Feeds.Exchanges.Connecting;
using TradeBooks.Tests.Markets;

namespace TradeBooks.Feeds.Tests.Exchanges.Connecting;

/// <summary>A connector at a local exchange; every book that answers is held against the exchange's own.</summary>
internal sealed class ConnectorCase : IMarketSink, IAsyncDisposable
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentDictionary<string, ulong> _last = [];
    private readonly ConcurrentQueue<string> _wrong = [];
    private Task _run = Task.CompletedTask;
    private long _applied;
    private long _trades;

    public ConnectorCase(MarketFormat format, int symbols = 3, int seed = 1, TimeSpan? pace = null)
    {
        Exchange = ExchangeOf(format);
        Symbols = [.. Enumerable.Range(0, symbols).Select(i => NameOf(format, i))];
        Market = LocalExchange.Start(format, Symbols, seed, pace);
        Options = new ConnectorOptions
        {
            StreamAddress = Market.Stream,
            RestAddress = Market.Rest,
            FirstWait = TimeSpan.FromMilliseconds(20),
            LongestWait = TimeSpan.FromMilliseconds(300),
            // So long that a busy machine is not taken for a silent exchange.
            Silence = TimeSpan.FromSeconds(30),
            RequestTimeout = TimeSpan.FromSeconds(30),
            SnapshotInterval = TimeSpan.FromMilliseconds(5),
            MessageInterval = TimeSpan.FromMilliseconds(5),
            Seed = seed,
        };
    }

    public Exchange Exchange { get; }

    public IReadOnlyList<string> Symbols { get; }

    public LocalExchange Market { get; }

    public ConnectorOptions Options { get; set; }

    public IFrameRecorder? Recorder { get; init; }

    /// <summary>Best bid and ask after every applied event, where they are wanted.</summary>
    public List<string>? Tops { get; init; }

    public ConnectorCase Start(IReadOnlyList<string>? symbols = null)
    {
        Connector = new ExchangeConnector(Exchange, symbols ?? Symbols, Options, this, Said.Enqueue, TimeProvider.System, Recorder, Check);
        _run = Connector.RunAsync(_stop.Token);
        return this;
    }

    public ExchangeConnector Connector { get; private set; } = null!;

    public ConcurrentQueue<string> Said { get; } = [];

    public long Applied => Volatile.Read(ref _applied);

    public long Trades => Volatile.Read(ref _trades);

    public ConnectionCounters Only => Connector.Counters.Single();

    /// <summary>Waits for something; fails where it does not come, or a book was wrong.</summary>
    public async Task UntilAsync(Func<bool> condition, string what)
    {
        for (var watch = Stopwatch.StartNew(); !condition(); await Task.Delay(10, TestContext.Current.CancellationToken))
        {
            RequireRight();
            Assert.True(watch.Elapsed < Patience, $"{what} has not come: {string.Join("; ", Connector.Counters)}\n{string.Join('\n', Said.TakeLast(20))}");
            if (_run.IsCompleted)
                await _run;
        }
    }

    /// <summary>Lets the exchange's books stand still, and waits until ours are the same.</summary>
    public async Task ShouldEndEqualAsync()
    {
        Market.IsMoving = false;
        Market.Faults = MarketFaults.None;

        // Whatever lacks its next update gets one.
        for (var watch = Stopwatch.StartNew(); ;)
        {
            var states = Market.States();
            if (states.All(state => _last.TryGetValue(NameOf(state.Key), out var ours) && ours == state.Value)
                && Connector.Counters.Sum(counters => counters.InSync) == Symbols.Count)
            {
                break;
            }

            Assert.True(watch.Elapsed < Patience, $"not equal: {string.Join("; ", Connector.Counters)}\n{string.Join('\n', Said.TakeLast(20))}");
            Market.IsMoving = watch.Elapsed.Milliseconds < 300;
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }

        RequireRight();
    }

    public void RequireRight() => Assert.True(_wrong.IsEmpty, string.Join('\n', _wrong.Take(5)));

    public async Task StopAsync()
    {
        await _stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _run);
    }

    public void OnDepth(string symbol, DepthBuffer depth)
    {
    }

    public void OnTrade(string symbol, in Trade trade, EventTime receivedTime) => Interlocked.Increment(ref _trades);

    public void OnQuote(string symbol, in Quote quote, long updateId)
    {
    }

    public void OnNotice(FrameNotice notice, string text)
    {
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _run.ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        Connector?.Dispose();
        await Market.DisposeAsync();
        _stop.Dispose();
    }

    public static Exchange ExchangeOf(MarketFormat format) => format switch
    {
        MarketFormat.BinanceSpot => Exchange.BinanceSpot,
        MarketFormat.BinanceFutures => Exchange.BinanceUsdm,
        MarketFormat.Kraken => Exchange.Kraken,
        _ => Exchange.Coinbase,
    };

    private static string NameOf(MarketFormat format, int i) => format switch
    {
        MarketFormat.Kraken => FormattableString.Invariant($"X{i}/USD"),
        MarketFormat.Coinbase => FormattableString.Invariant($"X{i}-USD"),
        _ => FormattableString.Invariant($"X{i}USDT"),
    };

    private string NameOf(string symbol) => Exchange.CreateParser().NameOf(symbol);

    private void Check(string symbol, SyncedBook book)
    {
        var state = MarketBook.Hash(Texts(book.Book, BookSide.Bid), Texts(book.Book, BookSide.Ask));
        if (!Market.HasBeen(symbol, state))
            _wrong.Enqueue($"{symbol} at {book.LastUpdateId} has never been like this");
        _last[symbol] = state;
        Interlocked.Increment(ref _applied);
        Tops?.Add($"{symbol} {book.LastUpdateId} {book.Book.BestBid} {book.Book.BestAsk}");
    }

    private static IEnumerable<(string Price, string Quantity)> Texts(OrderBook book, BookSide side) =>
        book.Levels(side).Select(level => (level.Price.ToString(), level.Quantity.ToString()));
}
