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
    private readonly PortfolioEngine _portfolio;
    private readonly PerformanceRecorder? _recorder;
    private readonly EventRun[] _runs;
    private readonly long[] _heads;
    private readonly int[] _slot;
    private readonly int _strategyCount;
    private long _events;
    private long _bars;
    private long _slots;
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
        _slot = new int[_engines.Length];
        _heads = new long[_engines.Length];
        _runs = new EventRun[_engines.Length];
        for (var i = 0; i < _runs.Length; i++)
            _runs[i] = new EventRun(feeds[i]);
        Array.Fill(_heads, long.MinValue);
    }

    /// <summary>Events processed, those before a restored state included.</summary>
    public long Events => _events;

    /// <summary>Slots processed.</summary>
    public long Slots => _slots;

    /// <summary>Event time of the last slot.</summary>
    public EventTime Time => _time;

    /// <summary>Event time of the next slot; <see cref="EventTime.MaxValue"/> at the end of all feeds.</summary>
    public EventTime NextTime
    {
        get
        {
            LoadHeads();
            return new EventTime(Earliest());
        }
    }

    public PortfolioEngine Portfolio => _portfolio;

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
        _events - _bars);

    public IReadOnlyList<SymbolEngine> Engines => _engines;

    /// <summary>Processes whole slots until about so many events are done or no feed has any.</summary>
    /// <returns>False at the end of all feeds.</returns>
    public bool Advance(long events)
    {
        LoadHeads();
        var until = _events + events;
        while (_events < until)
        {
            var time = Earliest();
            if (time == long.MaxValue)
                return false;
            ProcessSlot(time);
        }

        return true;
    }

    public void Persist(StateArchive archive)
    {
        var time = _time.Microseconds;
        archive.Item("events", ref _events);
        archive.Item("bars", ref _bars);
        archive.Item("slots", ref _slots);
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
            _engines[index].Persist(element);
        });
        if (_recorder is not null)
            archive.Item("statistics", _recorder);
    }

    private void LoadHeads()
    {
        for (var i = 0; i < _heads.Length; i++)
        {
            if (_heads[i] == long.MinValue)
                _heads[i] = _runs[i].MoveNext();
        }
    }

    private long Earliest()
    {
        var earliest = long.MaxValue;
        foreach (var head in _heads)
            earliest = Math.Min(earliest, head);
        return earliest;
    }

    private void ProcessSlot(long time)
    {
        var heads = _heads;
        var inSlot = 0;
        var now = new EventTime(time);

        // 1. Fills
        for (var i = 0; i < heads.Length; i++)
        {
            if (heads[i] != time)
                continue;
            _slot[inSlot++] = i;
            if (_engines[i].HasWorkingOrders)
                Fill(i);
        }

        // 2. Marks
        var slot = _slot.AsSpan(0, inSlot);
        var hasRequests = false;
        foreach (var i in slot)
        {
            var engine = _engines[i];
            ref readonly var run = ref _runs[i];
            var events = run.Events;
            var end = run.Start + run.Length;
            for (var at = run.Start; at < end; at++)
            {
                ref readonly var e = ref events[at];
                engine.Update(e);
                if (e.Kind != EventKind.Bar)
                    continue;
                _bars++;
                _recorder?.OnBar(i, e.Bar);
            }

            _events += run.Length;
            hasRequests |= engine.HasRequests;
            if (engine.HasUnfilled)
                CountEntries(engine);
            _portfolio.SetMark(i, engine.Mark);
        }

        _portfolio.CloseMarks(now);

        // 3. Orders
        if (hasRequests)
        {
            foreach (var i in slot)
            {
                if (_engines[i].HasRequests)
                    Answer(_engines[i], now);
            }
        }

        _slots++;
        _time = now;
        _recorder?.OnSlot(now, _portfolio.EquityValue, _portfolio.GrossExposureValue, _portfolio.HasPositions);
        foreach (var i in slot)
            heads[i] = _runs[i].MoveNext();
    }

    private void Fill(int index)
    {
        var engine = _engines[index];
        ref readonly var run = ref _runs[index];
        for (var at = run.Start; at < run.Start + run.Length; at++)
        {
            ref readonly var e = ref run.Events[at];
            engine.BeginFills(e);
            while (engine.TryFill(e, out var fill))
                Settle(engine, ref fill);
        }
    }

    private void Settle(SymbolEngine engine, ref Fill fill)
    {
        if (_portfolio.Settle(ref fill))
            _recorder?.OnFill(fill);
        else
            _recorder?.OnRefused();
        engine.Confirm(fill);
    }

    private void Answer(SymbolEngine engine, EventTime now)
    {
        var fills = _portfolio.Fills;
        // A refusal may make a strategy ask again: the list grows while it is read.
        for (var i = 0; i < engine.Requests.Length; i++)
        {
            var decision = _portfolio.Decide(engine.Requests[i]);
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
            CountEntries(engine);
        if (_portfolio.Fills != fills)
            _portfolio.CloseMarks(now);
    }

    private void CountEntries(SymbolEngine engine)
    {
        for (var strategy = 0; strategy < _strategyCount; strategy++)
            _portfolio.SetWorkingEntries(strategy, engine.Index, engine.WorkingEntries(strategy));
        engine.ClearUnfilled();
    }
}
