using TradeBooks.Domain.Market;

namespace TradeBooks.Feeds.Exchanges;

/// <summary>
/// Makes bars of every symbol from an exchange's trades, as the exchange has them when they are closed: an interval whose
/// beginning was not seen, or in which events were lost, has no bar, nor has one without a trade or one that is not over.
/// A bar is passed on with the first trade of a later interval, or with an update of the book that is
/// <see cref="Patience"/> past its end. For one caller at a time.
/// </summary>
/// <param name="interval">Length of a bar, whole microseconds.</param>
/// <param name="onBar">Takes the bars, those of each symbol in time order.</param>
public sealed class TradeBars(TimeSpan interval, Action<string, Bar> onBar) : IMarketSink
{
    private readonly Dictionary<string, SymbolBars> _symbols = new(StringComparer.Ordinal);
    private long _incomplete;

    /// <summary>How long after an interval's end, by the exchange's clock, its trades may still come while depth is ahead of them.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>Bars that were passed on.</summary>
    public long Bars { get; private set; }

    /// <summary>
    /// Intervals with trades that have no bar: of their beginning or their middle something was not seen, or a figure of
    /// theirs needs more than 18 digits.
    /// </summary>
    public long Incomplete => _incomplete + _symbols.Values.Sum(symbol => symbol.Builder.Unwritable);

    /// <summary>Intervals with trades that are not over.</summary>
    public long Open => _symbols.Values.Count(symbol => symbol.Builder.Trades > 0);

    /// <summary>Trades that came when the bar of their interval was passed on; they are in none.</summary>
    public long Late => _symbols.Values.Sum(symbol => symbol.Builder.Late);

    public void OnDepth(string symbol, DepthBuffer depth)
    {
        // A snapshot's time may be our own clock's.
        if (depth.Header.IsSnapshot)
            return;
        var bars = Find(symbol);
        var time = depth.Header.Time;
        bars.See(time);
        if (bars.Builder.CompleteBefore(new EventTime(time.Microseconds - (long)Patience.TotalMicroseconds), out var bar))
            Pass(symbol, bars, bar);
    }

    public void OnTrade(string symbol, in Trade trade, EventTime receivedTime)
    {
        var bars = Find(symbol);
        bars.See(trade.Time);
        if (bars.Builder.Add(trade, out var bar))
            Pass(symbol, bars, bar);
    }

    public void OnQuote(string symbol, in Quote quote, long updateId)
    {
    }

    public void OnNotice(FrameNotice notice, string text)
    {
    }

    public void OnLoss(string symbol) => Find(symbol).Lose();

    /// <summary>Something of any symbol may be missing before what follows.</summary>
    public void LoseAll()
    {
        foreach (var symbol in _symbols.Values)
            symbol.Lose();
    }

    private SymbolBars Find(string symbol)
    {
        if (!_symbols.TryGetValue(symbol, out var bars))
            _symbols.Add(symbol, bars = new SymbolBars(interval));
        return bars;
    }

    private void Pass(string symbol, SymbolBars bars, in Bar bar)
    {
        if (!bars.IsComplete(bar))
        {
            _incomplete++;
            return;
        }

        Bars++;
        onBar(symbol, bar);
    }

    private sealed class SymbolBars(TimeSpan interval)
    {
        // The first event since the beginning, or just after that since the last loss: others of its time may be lost.
        private EventTime? _since;
        private bool _hasLost;

        public TradeBarBuilder Builder { get; } = new(interval);

        public void See(EventTime time) => _since ??= _hasLost ? new EventTime(time.Microseconds + 1) : time;

        public void Lose()
        {
            (_since, _hasLost) = (null, true);
            Builder.Cut();
        }

        public bool IsComplete(in Bar bar) => bar.Time >= _since;
    }
}
