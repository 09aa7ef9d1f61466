using TradeBooks.Domain.Books;
using TradeBooks.Domain.Desk;
using TradeBooks.Domain.Market;

namespace TradeBooks.Feeds.Exchanges.Connecting;

/// <summary>
/// The books of one session of a connection, from its first frame on: passes events on, and knows which symbols need a
/// snapshot and when they may be asked for. For one thread at a time.
/// </summary>
internal sealed class SessionBooks : IMarketSink
{
    // A book that was right for so long may be asked for at once when it is lost; one that is lost again and again may not.
    private static readonly TimeSpan Steady = TimeSpan.FromSeconds(10);

    private readonly Exchange _exchange;
    private readonly IMarketSink _sink;
    private readonly ConnectionTally _tally;
    private readonly Action<string> _say;
    private readonly Action _onWanted;
    private readonly TimeProvider _clock;
    private readonly ExchangeBooks _books;
    private readonly Dictionary<string, SymbolState> _states;
    private readonly HashSet<string> _inSync = [];
    private readonly HashSet<string> _wanted = [];
    private readonly HashSet<string> _forced = [];

    /// <param name="exchange">Whose books they are.</param>
    /// <param name="symbols">The symbols of the connection; events of others are left out.</param>
    /// <param name="sink">Takes the events.</param>
    /// <param name="onApplied">As with <see cref="ExchangeBooks"/>.</param>
    /// <param name="tally">Counts.</param>
    /// <param name="say">Takes a line for a person.</param>
    /// <param name="onWanted">Is called when a symbol begins to need a snapshot.</param>
    /// <param name="createBackOff">Waits between requests for a symbol.</param>
    /// <param name="clock">Wall time.</param>
    public SessionBooks(
        Exchange exchange, IReadOnlyList<string> symbols, IMarketSink sink, Action<string, SyncedBook>? onApplied,
        ConnectionTally tally, Action<string> say, Action onWanted, Func<BackOff> createBackOff, TimeProvider clock)
    {
        _exchange = exchange;
        _sink = sink;
        _tally = tally;
        _say = say;
        _onWanted = onWanted;
        _clock = clock;
        _books = new ExchangeBooks(exchange, onApplied);
        _states = symbols.ToDictionary(symbol => symbol, _ => new SymbolState(createBackOff()), StringComparer.Ordinal);
    }

    public void OnDepth(string symbol, DepthBuffer depth)
    {
        if (!_states.TryGetValue(symbol, out var state))
            return;
        _books.OnDepth(symbol, depth);
        var book = _books.Books[symbol];
        state.ReceivedTime = depth.Header.ReceivedTime;
        if (depth.Header.IsSnapshot)
            _tally.Snapshot();
        else
            _tally.Event(depth.Header.ReceivedTime, depth.Header.Time);

        // Without ids nobody behind could tell that these updates do not follow on what he has.
        if (book.IsInSync || depth.Header.IsSnapshot || _exchange.HasUpdateIds)
            _sink.OnDepth(symbol, depth);
        Judge(symbol, state, book, depth.Header.IsSnapshot);
    }

    public void OnTrade(string symbol, in Trade trade, EventTime receivedTime)
    {
        if (!_states.TryGetValue(symbol, out var state))
            return;
        state.LastTrade = trade;
        _tally.Event(receivedTime, trade.Time);
        _sink.OnTrade(symbol, trade, receivedTime);
    }

    public void OnQuote(string symbol, in Quote quote, long updateId)
    {
        if (_states.ContainsKey(symbol))
            _sink.OnQuote(symbol, quote, updateId);
    }

    public void OnNotice(FrameNotice notice, string text)
    {
        if (notice == FrameNotice.Refused)
            _say($"the exchange refuses: {text}");
        _sink.OnNotice(notice, text);
    }

    /// <summary>The connection is there: what was sent before it, nobody has received.</summary>
    public void Begin()
    {
        foreach (var symbol in _states.Keys)
            _sink.OnLoss(symbol);
    }

    /// <summary>A frame could not be read.</summary>
    public void LoseFrame()
    {
        _books.LoseFrame();
        foreach (var symbol in _states.Keys)
            _sink.OnLoss(symbol);
        foreach (var (symbol, book) in _books.Books)
            Judge(symbol, _states[symbol], book, isSnapshot: false);
    }

    /// <summary>A symbol as it stands now.</summary>
    /// <param name="symbol">One of the connection's.</param>
    /// <param name="levels">Most levels of a side, 1 or more.</param>
    public SymbolReading Read(string symbol, int levels)
    {
        var state = _states[symbol];
        var reading = SymbolReading.None;
        if (_books.Books.TryGetValue(symbol, out var book))
        {
            state.PricePrecision = Math.Max(state.PricePrecision, book.Book.PricePrecision);
            reading = reading with { Book = BookView.Of(book, levels) with { ReceivedTime = state.ReceivedTime } };
        }

        return reading with
        {
            PricePrecision = state.PricePrecision,
            LastPrice = state.LastTrade?.Price.ToDecimal() ?? 0,
            LastTradeTime = state.LastTrade?.Time ?? EventTime.MinValue,
        };
    }

    /// <summary>Asks for the snapshots of all symbols that the subscription alone does not bring.</summary>
    public void WantAll()
    {
        foreach (var (symbol, state) in _states)
        {
            if (!_books.Books.TryGetValue(symbol, out var book) || !book.IsInSync)
                Want(symbol, state, TimeSpan.Zero);
        }
    }

    /// <summary>Asks for a symbol's snapshot, whatever its book is like.</summary>
    /// <returns>False where the connection does not carry the symbol.</returns>
    public bool WantAnew(string symbol)
    {
        if (!_states.TryGetValue(symbol, out var state))
            return false;
        _forced.Add(symbol);
        Want(symbol, state, TimeSpan.Zero);
        return true;
    }

    /// <summary>The symbol whose snapshot is to be asked for now.</summary>
    /// <param name="wait">How long until the next is due, where none is.</param>
    public string? TakeDue(out TimeSpan wait)
    {
        var now = _clock.GetUtcNow();
        wait = Timeout.InfiniteTimeSpan;
        string? first = null;
        foreach (var symbol in _wanted)
        {
            if (first is null || _states[symbol].Due < _states[first].Due)
                first = symbol;
        }

        if (first is null)
            return null;
        if (_states[first].Due <= now)
            return first;
        wait = _states[first].Due - now;
        return null;
    }

    /// <summary>Asks again for a symbol's snapshot later, where it has not come until then.</summary>
    /// <param name="symbol">The symbol.</param>
    /// <param name="grace">How long its answer may take.</param>
    public void Postpone(string symbol, TimeSpan grace)
    {
        if (!_wanted.Contains(symbol))
            return;
        var state = _states[symbol];
        state.Due = _clock.GetUtcNow() + state.BackOff.Next() + grace;
    }

    private void Judge(string symbol, SymbolState state, SyncedBook book, bool isSnapshot)
    {
        if (isSnapshot)
            _forced.Remove(symbol);
        if (book.IsInSync)
        {
            if (!_forced.Contains(symbol))
                _wanted.Remove(symbol);
            if (!_inSync.Add(symbol))
                return;
            state.SyncedAt = _clock.GetUtcNow();
            _tally.Sync(_inSync.Count, isLoss: false);
            return;
        }

        if (_inSync.Remove(symbol))
        {
            var wasSteady = _clock.GetUtcNow() - state.SyncedAt >= Steady;
            if (wasSteady)
                state.BackOff.Reset();
            _tally.Sync(_inSync.Count, isLoss: book.Reason != DepthReason.NoUpdateSinceSnapshot);
            if (book.Reason != DepthReason.NoUpdateSinceSnapshot)
                Want(symbol, state, wasSteady ? TimeSpan.Zero : state.BackOff.Next());
        }

        // With the snapshot there, the next update makes it right or says that another is needed.
        if (book.Reason == DepthReason.NoUpdateSinceSnapshot)
            _wanted.Remove(symbol);
        else
            Want(symbol, state, TimeSpan.Zero);
    }

    private void Want(string symbol, SymbolState state, TimeSpan wait)
    {
        if (!_wanted.Add(symbol))
            return;
        var due = _clock.GetUtcNow() + wait;
        if (due > state.Due)
            state.Due = due;
        _onWanted();
    }

    private sealed class SymbolState(BackOff backOff)
    {
        public BackOff BackOff { get; } = backOff;

        public DateTimeOffset Due { get; set; }

        public DateTimeOffset SyncedAt { get; set; }

        public EventTime ReceivedTime { get; set; } = EventTime.MinValue;

        public Trade? LastTrade { get; set; }

        public int PricePrecision { get; set; }
    }
}
