using TradeBooks.Domain.Market;
using TradeBooks.Domain.Orders;
using TradeBooks.Domain.Portfolios;
using TradeBooks.Domain.State;

namespace TradeBooks.Domain.Engine;

/// <summary>
/// The portfolio's side of the rules: cash, the strategies' positions, sizing and risk checks. Its host calls, for
/// each time slot and with the symbols in ordinal order: <see cref="Settle"/> for every fill, <see cref="SetMark"/>
/// for every symbol that had an event, <see cref="CloseMarks"/>, then <see cref="Decide"/> for every request.
/// Pure: no clock, no I/O, no allocation per slot.
/// </summary>
public sealed class PortfolioEngine : IPersistent
{
    private readonly PortfolioOptions _options;
    private readonly ILedger? _ledger;
    private readonly Instrument[] _instruments;
    private readonly Position[] _positions;
    private readonly WorkingOrders[] _working;
    private readonly MarkedHoldings _holdings;
    private readonly LossWatch _losses;
    private readonly bool[] _paused;
    private readonly long[] _signals;
    private readonly long[] _refusedSignals;
    private decimal _cash;
    private bool _isHalted;
    private long _fills;
    private long _refusals;
    private decimal _fees;

    /// <param name="options">What the portfolio is made of.</param>
    /// <param name="ledger">Where fills are written; null for nowhere.</param>
    public PortfolioEngine(PortfolioOptions options, ILedger? ledger = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.InitialCash);
        if (options.Sizing.Count != options.Strategies.Count)
            throw new ArgumentException("one sizing rule for each strategy", nameof(options));
        _options = options;
        _ledger = ledger;
        _instruments = [.. options.Instruments];
        var symbols = _instruments.Length;
        _positions = new Position[options.Strategies.Count * symbols];
        for (var i = 0; i < _positions.Length; i++)
            _positions[i] = new Position(_instruments[i % symbols]);
        _working = new WorkingOrders[_positions.Length];
        _holdings = new MarkedHoldings(_instruments);
        _losses = new LossWatch(options.Risk, options.InitialCash);
        _paused = new bool[options.Strategies.Count];
        _signals = new long[_paused.Length];
        _refusedSignals = new long[_paused.Length];
        _cash = options.InitialCash;
        EquityValue = (double)_cash;
    }

    public PortfolioOptions Options => _options;

    /// <summary>Cash, exact.</summary>
    public decimal Cash => _cash;

    /// <summary>cash + Σ position × mark, exact.</summary>
    public decimal Equity => _cash + _holdings.Value();

    /// <summary>Equity at the end of the last slot, as a <see cref="double"/> for statistics.</summary>
    public double EquityValue { get; private set; }

    /// <summary>Σ |position × mark| at the end of the last slot, for statistics.</summary>
    public double GrossExposureValue { get; private set; }

    /// <summary>Whether the portfolio holds anything.</summary>
    public bool HasPositions => !_holdings.IsEmpty;

    /// <summary>Fills settled.</summary>
    public long Fills => _fills;

    /// <summary>Requests refused.</summary>
    public long Refusals => _refusals;

    /// <summary>Sum of all fees.</summary>
    public decimal Fees => _fees;

    /// <summary>Whether only closing orders are accepted, and why; <see cref="Refusal.None"/> otherwise.</summary>
    public Refusal Halt => _isHalted ? Refusal.Halted : _losses.Halt;

    /// <summary>Whether entries of the strategy are refused; its exits go on.</summary>
    public bool IsPaused(int strategyIndex) => _paused[strategyIndex];

    /// <summary>Entries that the strategy has asked for.</summary>
    public long Signals(int strategyIndex) => _signals[strategyIndex];

    /// <summary>Those of them that were refused, or for which nothing could be bought when they filled.</summary>
    public long RefusedSignals(int strategyIndex) => _refusedSignals[strategyIndex];

    /// <summary>Realized P&amp;L before fees.</summary>
    public decimal GrossRealizedPnl
    {
        get
        {
            var sum = 0m;
            foreach (var position in _positions)
                sum += position.GrossRealizedPnl;
            return sum;
        }
    }

    /// <summary>P&amp;L of what is held, at the marks.</summary>
    public decimal UnrealizedPnl
    {
        get
        {
            var sum = 0m;
            for (var i = 0; i < _positions.Length; i++)
                sum += _positions[i].UnrealizedPnl(_holdings.Mark(i % _instruments.Length));
            return sum;
        }
    }

    /// <summary>What a strategy holds in a symbol.</summary>
    public Position Position(int strategyIndex, int symbolIndex) => _positions[Place(strategyIndex, symbolIndex)];

    /// <summary>What the portfolio holds in a symbol: the strategies' positions together.</summary>
    public decimal NetQuantity(int symbolIndex) => _holdings.Net(symbolIndex);

    /// <summary>The symbol's last price; 0 before the first.</summary>
    public Decimal64 Mark(int symbolIndex) => _holdings.Mark(symbolIndex);

    /// <summary>Phase 1: books a fill; one that was left open is sized first (to 0 when nothing can be bought).</summary>
    /// <param name="fill">The fill; gets its final quantity and fee.</param>
    /// <returns>Whether it was booked: false where nothing could be bought.</returns>
    public bool Settle(ref Fill fill)
    {
        var symbol = fill.SymbolIndex;
        var instrument = _instruments[symbol];
        var index = Place(fill.StrategyIndex, symbol);
        NoteFill(ref _working[index], fill);
        if (fill.Quantity == 0)
        {
            var quantity = SizeAllIn(fill, instrument);
            var fee = quantity == 0 ? 0 : _options.Costs.Fee(quantity, fill.Price, instrument);
            fill = fill with { Quantity = quantity, Fee = fee };
            if (quantity == 0)
            {
                _refusals++;
                _refusedSignals[fill.StrategyIndex]++;
                return false;
            }
        }

        var notional = instrument.Notional(fill.Quantity, fill.Price);
        var signed = fill.SignedQuantity;
        _positions[index].Apply(signed, fill.Price, fill.Fee);
        _cash = fill.Side == Side.Buy ? _cash - notional : _cash + notional;
        if (fill.Fee != 0)
        {
            _cash -= fill.Fee;
            _fees += fill.Fee;
        }

        _fills++;
        _holdings.SetNet(symbol, _holdings.Net(symbol) + signed);
        _ledger?.Append(new FillRecord(fill, notional, _cash, _cash + _holdings.ValueWith(symbol, fill.Price)));
        return true;
    }

    /// <summary>Phase 2: the symbol's last price becomes its mark.</summary>
    public void SetMark(int symbolIndex, Decimal64 price) => _holdings.SetMark(symbolIndex, price);

    /// <summary>Ends phase 2: equity is known, and with it whether trading is halted.</summary>
    public void CloseMarks(EventTime time)
    {
        Value();
        if (_losses.IsNeeded)
            _losses.Follow(time, Equity);
    }

    /// <summary>Phase 3: sizes a request and checks it against the portfolio as it stands.</summary>
    public OrderDecision Decide(in OrderRequest request)
    {
        var decision = request.Signal.Role == OrderRole.Close ? DecideClose(request) : DecideEntry(request);
        var isEntry = request.Signal.Role == OrderRole.Entry;
        if (isEntry)
            _signals[request.StrategyIndex]++;
        if (!decision.IsAccepted)
        {
            _refusals++;
            if (isEntry)
                _refusedSignals[request.StrategyIndex]++;
        }

        _ledger?.Note(request, decision);
        return decision;
    }

    /// <summary>Orders of the strategy in the symbol have left the venue without a fill; these are left.</summary>
    public void SetWorking(int strategyIndex, int symbolIndex, WorkingOrders working) =>
        _working[Place(strategyIndex, symbolIndex)] = working;

    /// <summary>Refuses a strategy's entries from now on, or accepts them again.</summary>
    public void SetPaused(int strategyIndex, bool isPaused) => _paused[strategyIndex] = isPaused;

    /// <summary>Refuses entries from now on.</summary>
    public void HaltTrading() => _isHalted = true;

    /// <summary>Accepts entries again; the drawdown counts from the equity as it stands now.</summary>
    public void ResumeTrading()
    {
        _isHalted = false;
        _losses.Resume(Equity);
    }

    public void Persist(StateArchive archive)
    {
        PersistCommon(archive);
        archive.FixedList("positions", _positions.Length, PersistPosition);
        archive.FixedList("marks", _instruments.Length, _holdings.PersistMark);
        if (archive.IsLoading)
            Restored();
    }

    /// <summary>What of <see cref="Persist"/> is not a symbol's.</summary>
    internal void PersistCommon(StateArchive archive)
    {
        archive.Item("cash", ref _cash);
        archive.Item("fees", ref _fees);
        archive.Item("fills", ref _fills);
        archive.Item("refusals", ref _refusals);
        archive.Item("losses", _losses);
        archive.Item("isHalted", ref _isHalted);
        archive.FixedList("strategies", _paused.Length, PersistStrategy);
    }

    /// <summary>What of <see cref="Persist"/> is one symbol's.</summary>
    internal void PersistSymbol(int symbol, StateArchive archive)
    {
        archive.FixedList("positions", _options.Strategies.Count, (strategy, element) => PersistPosition(Place(strategy, symbol), element));
        _holdings.PersistMark(symbol, archive);
    }

    /// <summary>All that was saved has been restored.</summary>
    internal void Restored()
    {
        for (var symbol = 0; symbol < _instruments.Length; symbol++)
        {
            var net = 0m;
            for (var strategy = 0; strategy < _options.Strategies.Count; strategy++)
                net += Position(strategy, symbol).Quantity;
            _holdings.SetNet(symbol, net);
        }

        Value();
    }

    private void Value()
    {
        var (net, gross) = _holdings.Values();
        EquityValue = (double)_cash + net;
        GrossExposureValue = gross;
    }

    private decimal SizeAllIn(in Fill fill, Instrument instrument)
    {
        var quantity = SizingRule.SizeAllIn(_cash, fill.Price, fill.Side, instrument, _options.Costs);
        if (_options.Risk.MaxPositionNotional is not { } limit)
            return quantity;
        var most = limit * (_cash + _holdings.ValueWith(fill.SymbolIndex, fill.Price)) / (fill.Price * instrument.Multiplier);
        var room = most - fill.Side.Sign() * _holdings.Net(fill.SymbolIndex);
        return Math.Min(quantity, instrument.RoundDown(room));
    }

    // What a working entry opens may be closed, too.
    private OrderDecision DecideClose(in OrderRequest request)
    {
        var index = Place(request.StrategyIndex, request.SymbolIndex);
        return _positions[index].IsFlat && _working[index].Entries == 0
            ? OrderDecision.Refuse(request, Refusal.NothingToClose)
            : Accept(request, 0);
    }

    private OrderDecision DecideEntry(in OrderRequest request)
    {
        var refusal = _paused[request.StrategyIndex] ? Refusal.StrategyPaused : Halt;
        if (refusal == Refusal.None)
            refusal = CheckCount(request);
        if (refusal != Refusal.None)
            return OrderDecision.Refuse(request, refusal);

        var sizing = _options.Sizing[request.StrategyIndex];
        if (sizing.Mode == SizingMode.AllIn)
            return Accept(request, 0);
        if (request.ReferencePrice <= 0)
            return OrderDecision.Refuse(request, Refusal.NoPrice);

        var bracket = request.Signal.Bracket;
        var stopDistance = bracket.AreDistances || bracket.StopLoss == 0
            ? bracket.StopLoss
            : Math.Abs(request.ReferencePrice - bracket.StopLoss);
        if (sizing.Mode == SizingMode.Risk && stopDistance == 0)
            return OrderDecision.Refuse(request, Refusal.NoStopLoss);
        var instrument = _instruments[request.SymbolIndex];
        var equity = Equity;
        var quantity = sizing.Size(
            equity, request.ReferencePrice, stopDistance, _options.Risk.MaxPositionNotional, instrument, _options.Costs);
        if (quantity <= 0)
            return OrderDecision.Refuse(request, Refusal.SizedToZero);
        if (_options.Risk.MaxPositionNotional is { } limit)
        {
            var after = ProjectedQuantity(request.SymbolIndex) + request.Signal.Side.Sign() * quantity;
            if (Math.Abs(after) * request.ReferencePrice * instrument.Multiplier > limit * equity)
                return OrderDecision.Refuse(request, Refusal.MaxPositionNotional);
        }

        return Accept(request, quantity);
    }

    private OrderDecision Accept(in OrderRequest request, decimal quantity)
    {
        var signal = request.Signal;
        ref var working = ref _working[Place(request.StrategyIndex, request.SymbolIndex)];
        working = signal.Role == OrderRole.Close
            ? working with { IsClosing = true }
            : working with
            {
                Entries = working.Entries + 1,
                EntryQuantity = working.EntryQuantity + signal.Side.Sign() * quantity,
            };
        return OrderDecision.Accept(request, quantity);
    }

    private static void NoteFill(ref WorkingOrders working, in Fill fill)
    {
        if (fill.Role == OrderRole.Close)
            working = working with { IsClosing = false };
        else if (fill.Role == OrderRole.Entry && working.Entries > 1)
            working = working with { Entries = working.Entries - 1, EntryQuantity = working.EntryQuantity - fill.SignedQuantity };
        else if (fill.Role == OrderRole.Entry)
            working = working with { Entries = 0, EntryQuantity = 0 };
    }

    // What the symbol's position will be when the working orders have filled.
    private decimal ProjectedQuantity(int symbol)
    {
        var quantity = 0m;
        for (var i = symbol; i < _positions.Length; i += _instruments.Length)
            quantity += (_working[i].IsClosing ? 0 : _positions[i].Quantity) + _working[i].EntryQuantity;
        return quantity;
    }

    private Refusal CheckCount(in OrderRequest request)
    {
        if (_options.Risk.MaxOpenPositions is not { } limit)
            return Refusal.None;
        var own = Place(request.StrategyIndex, request.SymbolIndex);
        var open = 0;
        for (var i = 0; i < _positions.Length; i++)
        {
            if (i != own && (_working[i].Entries > 0 || !_positions[i].IsFlat))
                open++;
        }

        return open >= limit ? Refusal.MaxOpenPositions : Refusal.None;
    }

    private int Place(int strategyIndex, int symbolIndex) => strategyIndex * _instruments.Length + symbolIndex;

    private void PersistStrategy(int index, StateArchive archive)
    {
        archive.Item("isPaused", ref _paused[index]);
        archive.Item("signals", ref _signals[index]);
        archive.Item("refusedSignals", ref _refusedSignals[index]);
    }

    private void PersistPosition(int index, StateArchive archive)
    {
        _positions[index].Persist(archive);
        var (entries, quantity, isClosing) = _working[index];
        archive.Item("workingEntries", ref entries);
        archive.Item("workingQuantity", ref quantity);
        archive.Item("isClosing", ref isClosing);
        _working[index] = new WorkingOrders(entries, quantity, isClosing);
    }
}
