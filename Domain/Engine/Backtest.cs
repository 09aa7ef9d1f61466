using TradeBooks.Domain.Analytics;
using TradeBooks.Domain.Market;
using TradeBooks.Domain.Orders;
using TradeBooks.Domain.State;

namespace TradeBooks.Domain.Engine;

/// <summary>
/// Runs one portfolio over the events of its symbols in event time. All events of one time are one slot: every
/// symbol's fills, in ordinal order; then every symbol's marks and indicators; then the order requests. Pull-driven
/// and without a clock: <see cref="Advance"/> does a stretch and returns, so that its host can show progress, save
/// or stop between slots.
/// </summary>
public sealed class Backtest : IPersistent
{
    private readonly SymbolEngine[] _engines;
    private readonly SymbolLane[] _lanes;
    private readonly PortfolioEngine _portfolio;
    private readonly PerformanceRecorder? _recorder;
    private readonly SymbolLane[] _slot;
    private readonly bool[] _paused;
    private readonly int _strategyCount;
    private long _events;
    private long _prices;
    private long _slots;
    private long _late;
    private EventTime _time = EventTime.MinValue;

    /// <param name="engines">One for each symbol, in ordinal order of the symbols.</param>
    /// <param name="portfolio">The portfolio that they trade for.</param>
    /// <param name="feeds">The symbols' events, in the same order.</param>
    /// <param name="recorder">Statistics; null for none.</param>
    /// <exception cref="ArgumentException">Engines and feeds are not the same symbols in ordinal order.</exception>
    public Backtest(
        IReadOnlyList<SymbolEngine> engines, PortfolioEngine portfolio, IReadOnlyList<ISymbolFeed> feeds,
        PerformanceRecorder? recorder = null)
    {
        for (var i = 0; i < engines.Count; i++)
        {
            if (i >= feeds.Count || feeds[i].Symbol != engines[i].Symbol || engines[i].Index != i)
                throw new ArgumentException($"engine {i} ({engines[i].Symbol}) has no feed at its place", nameof(feeds));
            if (i > 0 && string.CompareOrdinal(engines[i - 1].Symbol, engines[i].Symbol) >= 0)
                throw new ArgumentException($"{engines[i].Symbol} is not in ordinal order", nameof(engines));
        }

        _engines = [.. engines];
        _portfolio = portfolio;
        _recorder = recorder;
        _strategyCount = portfolio.Options.Strategies.Count;
        _lanes = [.. _engines.Zip(feeds, (engine, feed) => new SymbolLane(engine, feed))];
        _slot = new SymbolLane[_lanes.Length];
        _paused = new bool[_lanes.Length];
    }

    /// <summary>Events processed, those before a restored state included.</summary>
    public long Events => _events;

    /// <summary>Slots processed.</summary>
    public long Slots => _slots;

    /// <summary>Event time of the last slot.</summary>
    public EventTime Time => _time;

    /// <summary>Slots that came after one of a later time, or of the same time, was closed (arrival mode only).</summary>
    public long LateSlots => _late;

    /// <summary>
    /// Event time of the next slot; <see cref="EventTime.MaxValue"/> at the end of all feeds,
    /// <see cref="EventTime.MinValue"/> while a feed has nothing yet.
    /// </summary>
    public EventTime NextTime
    {
        get
        {
            Pull();
            return new EventTime(Earliest());
        }
    }

    /// <summary>
    /// The earliest event time that any feed shows, whether or not another feed has nothing yet;
    /// <see cref="EventTime.MaxValue"/> where none shows one.
    /// </summary>
    public EventTime ArrivedTime
    {
        get
        {
            Pull();
            return new EventTime(EarliestArrived());
        }
    }

    public PortfolioEngine Portfolio => _portfolio;

    /// <summary>Statistics; null where there are none.</summary>
    public PerformanceRecorder? Recorder => _recorder;

    /// <summary>Whether entries of the symbol are refused without asking the portfolio; exits go on.</summary>
    public bool IsPaused(int symbolIndex) => _paused[symbolIndex];

    /// <summary>Refuses entries of the symbol from the next slot on, or takes them again.</summary>
    public void SetPaused(int symbolIndex, bool isPaused) => _paused[symbolIndex] = isPaused;

    /// <summary>What the statistics need to know of the portfolio's books.</summary>
    public PortfolioFigures Figures() => new(
        _portfolio.Cash,
        _portfolio.Equity,
        [
            .. from strategy in Enumerable.Range(0, _strategyCount)
               from symbol in Enumerable.Range(0, _engines.Length)
               let position = _portfolio.Position(strategy, symbol)
               select new PositionFigures(
                   strategy, symbol, position.GrossRealizedPnl, position.UnrealizedPnl(_portfolio.Mark(symbol))),
        ],
        _events - _prices);

    public IReadOnlyList<SymbolEngine> Engines => _engines;

    /// <summary>
    /// Processes whole slots until about so many events are done, no feed has any, or a feed has nothing yet: a slot is
    /// complete when every symbol has shown an event of its time or a later one, or has ended.
    /// </summary>
    /// <returns>False where it can't go on: <see cref="NextTime"/> tells whether that is the end.</returns>
    public bool Advance(long events)
    {
        Pull();
        var until = _events + events;
        while (_events < until)
        {
            var time = Earliest();
            if (time == SymbolLane.Waiting)
            {
                Pull();
                time = Earliest();
            }

            if (time is SymbolLane.Ended or SymbolLane.Waiting)
                return false;
            ProcessSlot(time);
        }

        return true;
    }

    /// <summary>
    /// Processes the slot of <see cref="ArrivedTime"/> as it is, without the symbols that have nothing yet: arrival
    /// mode, when the host has waited long enough. What they bring for this time later is a slot of its own, and late.
    /// </summary>
    /// <returns>False where no feed shows an event.</returns>
    public bool AdvanceArrived()
    {
        Pull();
        var time = EarliestArrived();
        if (time == SymbolLane.Ended)
            return false;
        ProcessSlot(time);
        return true;
    }

    public void Persist(StateArchive archive)
    {
        var time = _time.Microseconds;
        archive.Item("events", ref _events);
        archive.Item("prices", ref _prices);
        archive.Item("slots", ref _slots);
        archive.Item("lateSlots", ref _late);
        archive.Item("time", ref time);
        _time = new EventTime(time);
        archive.Item("portfolio", _portfolio);
        archive.FixedList("symbols", _engines.Length, (index, element) =>
        {
            var symbol = _engines[index].Symbol;
            var saved = symbol;
            element.Item("symbol", ref saved);
            if (saved != symbol)
                throw new StateException($"saved state: symbol '{saved}' where this run has '{symbol}'");
            element.Item("isPaused", ref _paused[index]);
            _engines[index].Persist(element);
        });
        if (_recorder is not null)
            archive.Item("statistics", _recorder);
    }

    private void Pull()
    {
        foreach (var lane in _lanes)
        {
            if (lane.MayHaveMore)
                lane.MoveNext();
        }
    }

    private long EarliestArrived()
    {
        var earliest = SymbolLane.Ended;
        foreach (var lane in _lanes)
        {
            if (lane.Head != SymbolLane.Waiting && lane.Head < earliest)
                earliest = lane.Head;
        }

        return earliest;
    }

    private long Earliest()
    {
        var earliest = SymbolLane.Ended;
        foreach (var lane in _lanes)
        {
            if (lane.Head < earliest)
                earliest = lane.Head;
        }

        return earliest;
    }

    private void ProcessSlot(long time)
    {
        var all = _slot;
        var inSlot = 0;
        var hasFills = false;
        foreach (var lane in _lanes)
        {
            if (lane.Head != time)
                continue;
            all[inSlot++] = lane;
            hasFills |= lane.Engine.HasFillPhase;
        }

        var slot = all.AsSpan(0, inSlot);
        if (hasFills)
            Fill(slot);
        var hasRequests = Mark(slot);
        _slots++;
        if (time > _time.Microseconds)
            _time = new EventTime(time);
        else
            _late++;
        _portfolio.CloseMarks(_time);
        if (hasRequests)
            Answer(slot);
        _recorder?.OnSlot(_time, _portfolio.EquityValue, _portfolio.GrossExposureValue, _portfolio.HasPositions);
    }

    // Phase 1
    private void Fill(ReadOnlySpan<SymbolLane> slot)
    {
        foreach (var lane in slot)
        {
            var engine = lane.Engine;
            if (!engine.HasFillPhase)
                continue;
            for (var at = lane.Start; at < lane.Start + lane.Length; at++)
            {
                ref readonly var e = ref lane.Events[at];
                engine.BeginFills(e);
                while (engine.TryFill(e, out var fill))
                    Settle(engine, ref fill);
            }
        }
    }

    // Phase 2; each feed then moves on, since the rest of the slot needs its events no more.
    private bool Mark(ReadOnlySpan<SymbolLane> slot)
    {
        var hasRequests = false;
        var recorder = _recorder;
        var (events, prices) = (0, 0);
        foreach (var lane in slot)
        {
            var engine = lane.Engine;
            events += lane.Length;
            for (var at = lane.Start; at < lane.Start + lane.Length; at++)
            {
                ref readonly var e = ref lane.Events[at];
                engine.Update(e);
                if (e.Kind == EventKind.Bar)
                    recorder?.OnBar(engine.Index, e.Bar);
                else if (HasPrice(e, engine))
                    recorder?.OnPrice(engine.Index, e.Time, engine.Mark);
                else
                    continue;
                prices++;
            }

            hasRequests |= engine.HasRequests;
            if (engine.HasUnfilled)
                TellWorking(engine);
            _portfolio.SetMark(engine.Index, engine.Mark);
            lane.MoveNext();
        }

        _events += events;
        _prices += prices;
        return hasRequests;
    }

    // What the chart of the symbol's price is made of: where its book is not in sync, depth moves no price.
    private static bool HasPrice(in MarketEvent e, SymbolEngine engine) => e.Kind switch
    {
        EventKind.News => false,
        EventKind.DepthSnapshot or EventKind.DepthUpdate => engine.Book is { IsInSync: true } && engine.Mark > Decimal64.Zero,
        _ => true,
    };

    // Phase 3
    private void Answer(ReadOnlySpan<SymbolLane> slot)
    {
        var fills = _portfolio.Fills;
        foreach (var lane in slot)
        {
            if (lane.Engine.HasRequests)
                Answer(lane.Engine);
        }

        if (_portfolio.Fills != fills)
            _portfolio.CloseMarks(_time);
    }

    private void Settle(SymbolEngine engine, ref Fill fill)
    {
        if (_portfolio.Settle(ref fill))
            _recorder?.OnFill(fill);
        else
            _recorder?.OnRefused();
        engine.Confirm(fill);
    }

    private void Answer(SymbolEngine engine)
    {
        // A refusal may make a strategy ask again: the list grows while it is read.
        for (var i = 0; i < engine.Requests.Length; i++)
        {
            ref readonly var request = ref engine.Requests[i];
            if (_paused[engine.Index] && request.Signal.Role == OrderRole.Entry)
            {
                engine.Answer(OrderDecision.Refuse(request, Refusal.Paused));
                continue;
            }

            var decision = _portfolio.Decide(request);
            engine.Answer(decision);
            if (!decision.IsAccepted)
                _recorder?.OnRefused();
            while (engine.TryFillAtClose(out var fill))
                Settle(engine, ref fill);
        }

        engine.ClearRequests();
        // A refusal or a fill at the close may have made a strategy cancel: no later slot may depend on what only
        // this one knows.
        if (engine.HasUnfilled)
            TellWorking(engine);
    }

    private void TellWorking(SymbolEngine engine)
    {
        for (var strategy = 0; strategy < _strategyCount; strategy++)
            _portfolio.SetWorking(strategy, engine.Index, engine.Working(strategy));
        engine.ClearUnfilled();
    }
}
