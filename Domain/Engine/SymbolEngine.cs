using TradeBooks.Domain.Books;
using TradeBooks.Domain.Indicators;
using TradeBooks.Domain.Market;
using TradeBooks.Domain.Orders;
using TradeBooks.Domain.Portfolios;
using TradeBooks.Domain.State;
using TradeBooks.Domain.Strategies;

namespace TradeBooks.Domain.Engine;

/// <summary>
/// The symbol's side of the rules: strategies with their indicators, and the venue that fills their orders. For each
/// time slot its host calls, in this order:
/// <list type="number">
/// <item><b>Fills</b>: <see cref="BeginFills"/>, then <see cref="TryFill"/> and <see cref="Confirm"/> until there is
/// none left; between the two the portfolio settles the fill, and sizes it where it was left open;</item>
/// <item><b>Marks</b>: <see cref="Update"/>;</item>
/// <item><b>Orders</b>: the portfolio decides each of <see cref="Requests"/> and <see cref="Answer"/> takes it.</item>
/// </list>
/// Pure: no clock, no I/O, no allocation per event.
/// </summary>
public sealed class SymbolEngine : IPersistent
{
    private readonly IStrategy[] _strategies;
    private readonly StrategyContext[] _contexts;
    private readonly int[] _numbers;
    private readonly OrderScope _scope;
    private readonly SimulatedVenue _venue;
    private readonly FillMaker _fills;
    private readonly BookFeed? _bookFeed;
    private readonly long _latency;
    private readonly int _figureCount;
    private OrderRequest[] _requests = [];
    private double[] _figures = [];
    private int _requestCount;
    private EventTime _time = EventTime.MinValue;
    private SourcePosition _position = SourcePosition.None;
    private Decimal64 _mark;

    /// <param name="portfolio">Key of the portfolio, part of every order's id.</param>
    /// <param name="index">The symbol's place in ordinal order.</param>
    /// <param name="instrument">The symbol.</param>
    /// <param name="strategyIds">Ids of the strategies, in the portfolio's order.</param>
    /// <param name="strategies">This symbol's instances of them.</param>
    /// <param name="costs">Fill rule, fees and slippage.</param>
    public SymbolEngine(
        string portfolio, int index, Instrument instrument, IReadOnlyList<string> strategyIds,
        IReadOnlyList<IStrategy> strategies, TradingCosts costs)
    {
        if (strategyIds.Count != strategies.Count)
            throw new ArgumentException("one id for each strategy", nameof(strategyIds));
        Index = index;
        Instrument = instrument;
        _latency = costs.OrderLatency;
        _scope = new OrderScope(portfolio, instrument.Symbol, strategyIds);
        _venue = new SimulatedVenue(_scope);
        _strategies = [.. strategies];
        _contexts = new StrategyContext[_strategies.Length];
        _numbers = new int[_strategies.Length];
        for (var i = 0; i < _contexts.Length; i++)
            _contexts[i] = new StrategyContext(this, i);
        Holding[] holdings = [.. _contexts.Select(context => context.Account)];
        if (instrument.BookRules != BookRules.None)
        {
            Book = new SyncedBook(new LadderOrderBook(), instrument.BookRules.CreateSequencer());
            _bookFeed = new BookFeed(Book);
        }

        _fills = new FillMaker(
            index, instrument, costs, _venue, _contexts, Book is null ? null : new BookMatching(_venue, Book.Book, holdings));
        _figureCount = _strategies.Sum(strategy => strategy.FigureNames.Count);
    }

    /// <summary>The symbol's place in ordinal order.</summary>
    public int Index { get; }

    public Instrument Instrument { get; }

    public string Symbol => Instrument.Symbol;

    /// <summary>The symbol's order book; null where the instrument has none.</summary>
    public SyncedBook? Book { get; }

    /// <summary>Decimals that a price is shown with: those of the instrument's tick size, or of the book's where it has more.</summary>
    public int PricePrecision => Math.Max(Instrument.PricePrecision, Book?.Book.PricePrecision ?? 0);

    /// <summary>Event time of the last event.</summary>
    public EventTime Time => _time;

    /// <summary>Where the last event stood in its source.</summary>
    public SourcePosition Position => _position;

    /// <summary>The last price: a bar's close, a trade's price, the middle of a quote; 0 before the first.</summary>
    public Decimal64 Mark => _mark;

    /// <summary>Whether any order is at the venue.</summary>
    public bool HasWorkingOrders => _venue.Count > 0;

    /// <summary>Whether phase 1 has anything to do: orders to fill, or a book to keep.</summary>
    public bool HasFillPhase => _venue.Count > 0 || Book is not null;

    /// <summary>Signals of the last update, in the order of the strategies.</summary>
    public ReadOnlySpan<OrderRequest> Requests => _requests.AsSpan(0, _requestCount);

    public bool HasRequests => _requestCount > 0;

    /// <summary>The strategy's position and orders in this symbol.</summary>
    public StrategyContext Context(int strategyIndex) => _contexts[strategyIndex];

    /// <summary>
    /// The figures of all strategies, by portfolio, strategy and the figure's name: <c>default/lss/atr</c>.
    /// </summary>
    public IReadOnlyList<string> FigureNames
    {
        get
        {
            var names = new List<string>(_figureCount);
            for (var i = 0; i < _strategies.Length; i++)
            {
                var owner = _scope[i];
                // One text for all symbols, of which each may keep what it has shown.
                names.AddRange(_strategies[i].FigureNames.Select(name => string.Intern($"{owner.Portfolio}/{owner.Strategy}/{name}")));
            }

            return names;
        }
    }

    /// <summary>Writes the figures as they stand, in the order of <see cref="FigureNames"/>.</summary>
    /// <param name="figures">One place for each; <see cref="double.NaN"/> where there is no figure yet.</param>
    public void ReadFigures(Span<double> figures)
    {
        var next = 0;
        foreach (var strategy in _strategies)
        {
            var count = strategy.FigureNames.Count;
            strategy.ReadFigures(figures.Slice(next, count));
            next += count;
        }
    }

    /// <summary>The latest bars with the figures after each; null unless they are kept.</summary>
    public BarHistory? History { get; private set; }

    /// <summary>Keeps bars and figures from now on, for people to see.</summary>
    /// <param name="capacity">Most bars, 1 or more.</param>
    public void KeepHistory(int capacity) =>
        (History, _figures) = (new BarHistory(capacity, _figureCount), new double[_figureCount]);

    /// <summary>Working orders of the strategy that would open a position.</summary>
    public WorkingOrders Working(int strategyIndex) => _venue.Working(strategyIndex);

    /// <summary>
    /// Whether orders have left the venue without a fill, or were filled in part, since <see cref="ClearUnfilled"/>: the
    /// portfolio, which counts working entries as positions, has to be told.
    /// </summary>
    public bool HasUnfilled => _fills.HasUnfilled;

    /// <summary>Whether <see cref="ClosePositions"/> waits for the next event.</summary>
    public bool ClosesPositions { get; private set; }

    /// <summary>
    /// With the next event every strategy's orders are cancelled, and a close is requested where it has a position.
    /// Not saved with the state: its host keeps it.
    /// </summary>
    public void ClosePositions() => ClosesPositions = true;

    /// <summary>Working orders in the order of their placing, each with the quantity that is left of it.</summary>
    public IReadOnlyList<Order> WorkingOrders()
    {
        var orders = new Order[_venue.Count];
        for (var i = 0; i < orders.Length; i++)
        {
            ref readonly var working = ref _venue.Orders[i];
            var order = working.Order;
            orders[i] = order.Quantity == 0 ? order : order with { Quantity = order.Quantity - working.Book.Filled };
        }

        return orders;
    }

    /// <summary>What an event lacks for one of the strategies, in one line; null for nothing. Changes nothing.</summary>
    public string? FindLack(in MarketEvent e)
    {
        foreach (var strategy in _strategies)
        {
            if (strategy.FindLack(e) is { } lack)
                return lack;
        }

        return null;
    }

    /// <summary>
    /// Phase 1 begins: an event of depth is applied to the book, and the event is matched from the first working order
    /// on. With a book it is called for every event, whether or not there are orders, so that strategies see the same book.
    /// </summary>
    public void BeginFills(in MarketEvent e)
    {
        Enter(e);
        _fills.Begin(e, _bookFeed?.Apply(e) ?? false);
    }

    /// <summary>
    /// The next fill of this event. A fill whose order is <see cref="Order.IsSizedOnFill"/> has quantity 0: the
    /// portfolio sizes it.
    /// </summary>
    public bool TryFill(in MarketEvent e, out Fill fill) => _fills.TryFill(e, out fill);

    /// <summary>
    /// The next fill at the close of the event in hand, with <see cref="MarketFill.Close"/>; call it after
    /// <see cref="Answer"/> until there is none left.
    /// </summary>
    public bool TryFillAtClose(out Fill fill) => _fills.TryFillAtClose(_mark, _time, _position, out fill);

    /// <summary>Takes a settled fill into the strategy's position and places or removes what follows from it.</summary>
    /// <param name="fill">The fill with its final quantity; 0 drops the order (nothing could be bought).</param>
    public void Confirm(in Fill fill)
    {
        if (_fills.Confirm(fill))
            _strategies[fill.StrategyIndex].OnFill(fill, _contexts[fill.StrategyIndex]);
    }

    /// <summary>Phase 2: the event moves the mark, and the strategies see it.</summary>
    public void Update(in MarketEvent e)
    {
        Enter(e);
        if (e.Kind == EventKind.Bar)
        {
            ref readonly var bar = ref e.Bar;
            _mark = bar.Close;
            for (var i = 0; i < _strategies.Length; i++)
                _strategies[i].OnBar(bar, _contexts[i]);
            if (History is { } history)
            {
                ReadFigures(_figures);
                history.Add(bar, _figures);
            }
        }
        else
        {
            UpdateOther(e);
        }

        if (ClosesPositions)
            RequestCloses();
    }

    /// <summary>Phase 3: the portfolio's answer to one of <see cref="Requests"/>.</summary>
    public void Answer(in OrderDecision decision)
    {
        var strategyIndex = decision.StrategyIndex;
        if (decision.IsAccepted)
        {
            _venue.Place(decision.Order, _latency == 0 ? null : new EventTime(_time.Microseconds + _latency));
            return;
        }

        _contexts[strategyIndex].OpenOrders--;
        _strategies[strategyIndex].OnRefused(decision, _contexts[strategyIndex]);
    }

    /// <summary>The portfolio has been told; see <see cref="HasUnfilled"/>.</summary>
    public void ClearUnfilled() => _fills.HasUnfilled = false;

    /// <summary>Ends a slot that had requests: they have been answered.</summary>
    public void ClearRequests()
    {
        _requestCount = 0;
        Array.Clear(_numbers);
    }

    public void Persist(StateArchive archive)
    {
        var time = _time.Microseconds;
        var (partition, offset) = (_position.Partition, _position.Offset);
        var (mantissa, scale) = (_mark.Mantissa, (int)_mark.Scale);
        archive.Item("time", ref time);
        archive.Item("partition", ref partition);
        archive.Item("offset", ref offset);
        archive.Item("markMantissa", ref mantissa);
        archive.Item("markScale", ref scale);
        SavedIndex.Check("markScale", scale, Decimal64.MaxScale);
        (_time, _position) = (new EventTime(time), new SourcePosition(partition, offset));
        _mark = new Decimal64(mantissa, (byte)scale);
        _venue.Persist(archive);
        archive.FixedList("strategies", _strategies.Length, PersistStrategy);
        if (Book is null)
            return;
        var rules = Instrument.BookRules;
        archive.Item("bookRules", ref rules);
        if (rules != Instrument.BookRules)
            throw new StateException($"saved state: 'bookRules' of {Symbol} is '{rules}', in this run '{Instrument.BookRules}'");
        archive.Item("book", Book);
    }

    internal void Request(int strategyIndex, in Signal signal)
    {
        if (_requestCount == _requests.Length)
            Array.Resize(ref _requests, Math.Max(1, _requests.Length * 2));
        var id = new OrderId(_scope[strategyIndex], _position, _numbers[strategyIndex]++, signal.Role);
        _requests[_requestCount++] = new OrderRequest(id, strategyIndex, Index, signal, _mark, _time);
    }

    internal void Cancel(int strategyIndex)
    {
        _contexts[strategyIndex].OpenOrders -= _venue.Cancel(strategyIndex, onlyExits: false);
        _fills.HasUnfilled = true;
    }

    private void UpdateOther(in MarketEvent e)
    {
        switch (e.Kind)
        {
            case EventKind.Trade:
                _mark = e.Trade.Price;
                for (var i = 0; i < _strategies.Length; i++)
                    _strategies[i].OnTrade(e.Trade, _contexts[i]);
                break;
            case EventKind.Quote:
                _mark = Decimal64.FromDecimal(e.Quote.Mid);
                for (var i = 0; i < _strategies.Length; i++)
                    _strategies[i].OnQuote(e.Quote, _contexts[i]);
                break;
            case EventKind.DepthSnapshot or EventKind.DepthUpdate:
                UpdateBook(e);
                break;
            case EventKind.DepthLost:
                Book?.LoseFrame();
                break;
            case EventKind.News:
                for (var i = 0; i < _strategies.Length; i++)
                    _strategies[i].OnNews(e.News, _contexts[i]);
                break;
            default:
                throw new ArgumentException($"an event of kind {e.Kind}", nameof(e));
        }
    }

    // Strategies see the exchange's book, or nothing.
    private void UpdateBook(in MarketEvent e)
    {
        if (Book is null || !_bookFeed!.TakeApplied(e) || !Book.IsInSync)
            return;
        // A mid of more digits than a mark holds leaves it as it is.
        if (Book.Book.Mid is { } mid && Decimal64.TryFromDecimal(mid, out var mark))
            _mark = mark;
        for (var i = 0; i < _strategies.Length; i++)
            _strategies[i].OnDepth(e.Depth, _contexts[i]);
    }

    private void RequestCloses()
    {
        ClosesPositions = false;
        for (var i = 0; i < _contexts.Length; i++)
        {
            if (_contexts[i].OpenOrders > 0)
                Cancel(i);
            if (!HasCloseRequest(i))
                _contexts[i].Close();
        }
    }

    private bool HasCloseRequest(int strategyIndex)
    {
        foreach (ref readonly var request in Requests)
        {
            if (request.StrategyIndex == strategyIndex && request.Signal.Role == OrderRole.Close)
                return true;
        }

        return false;
    }

    private void Enter(in MarketEvent e)
    {
        _position = e.Position;
        _time = e.Time;
    }

    private void PersistStrategy(int index, StateArchive archive)
    {
        var context = _contexts[index];
        var id = _scope[index].Strategy;
        var openOrders = context.OpenOrders;
        archive.Item("id", ref id);
        if (id != _scope[index].Strategy)
            throw new StateException($"saved state: strategy '{id}' of {Symbol} is not '{_scope[index].Strategy}'");
        archive.Item("openOrders", ref openOrders);
        context.OpenOrders = openOrders;
        archive.Item("position", context.Account);
        archive.Item("state", _strategies[index]);
    }
}
