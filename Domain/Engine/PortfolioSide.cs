using TradeBooks.Domain.Analytics;
using TradeBooks.Domain.Market;
using TradeBooks.Domain.Portfolios;
using TradeBooks.Domain.State;
using EquityPoint = TradeBooks.Domain.Desk.EquityPoint;

namespace TradeBooks.Domain.Engine;

/// <summary>
/// A portfolio whose symbols run on their own (<see cref="SymbolSide"/>): it takes their reports in whatever order they
/// arrive and goes through the time slots as <see cref="Backtest"/> does. Its host calls <see cref="Offer"/>,
/// <see cref="Advance"/>, makes <see cref="TakeEffects"/> durable together with the state, and only then gives the
/// answers. One that is restored from that state gets what was not answered again, and nothing is applied twice.
/// Pure: no clock, no I/O. A quiet slot costs no allocation here.
/// </summary>
public sealed class PortfolioSide : IPersistent
{
    private readonly PortfolioEngine _engine;
    private readonly FillRecorder _recorder = new();
    private readonly EventTimeSequencer<SlotStep> _sequencer;
    private readonly List<KeyValuePair<int, SlotStep>> _released = [];
    private readonly OpenSlot _slot = new();
    private readonly SymbolProgress _symbols;
    private readonly bool _fillsAtClose;
    private readonly long _equityInterval;
    private readonly DrawdownTracker _drawdown;
    private readonly RoundTripTally[] _roundTrips;
    private readonly PortfolioCommands _commands;
    private List<DecidedRequest> _decided = [];
    private List<EquityPoint> _equity = [];
    private List<ReportAnswer> _ready = [];
    private EventTime _time = EventTime.MinValue;
    private long _firstFill = 1;
    private long _decisions;
    private long _events;
    private long _slots;

    /// <param name="options">What the portfolio is made of.</param>
    /// <param name="arrivalWait">Null for event time; otherwise how long a slot stays open after its first report.</param>
    /// <param name="equityInterval">Event time between two points of the equity curve; above 0.</param>
    public PortfolioSide(PortfolioOptions options, TimeSpan? arrivalWait, TimeSpan equityInterval)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(equityInterval, TimeSpan.Zero);
        _engine = new PortfolioEngine(options, _recorder);
        _sequencer = new EventTimeSequencer<SlotStep>(options.Instruments.Count, arrivalWait);
        // The first time all of them are saved, so that a portfolio of other symbols is told by their names.
        _symbols = new SymbolProgress(options.Instruments.Count);
        _drawdown = new DrawdownTracker((double)options.InitialCash);
        _roundTrips = [.. options.Strategies.Select(_ => new RoundTripTally(options.Instruments))];
        _commands = new PortfolioCommands(options.Strategies.Count);
        _fillsAtClose = options.Costs.MarketFill == Orders.MarketFill.Close;
        _equityInterval = equityInterval.Ticks / 10;
    }

    public PortfolioEngine Engine => _engine;

    /// <summary>Event time of the last slot.</summary>
    public EventTime Time => _time;

    /// <summary>Events of all slots that are done.</summary>
    public long Events => _events;

    /// <summary>Slots that are done.</summary>
    public long Slots => _slots;

    /// <summary>Slots' reports that came after their slot was closed.</summary>
    public long Late => _sequencer.LateCount;

    /// <summary>Slots' reports that wait for other symbols.</summary>
    public int Pending => _sequencer.PendingCount;

    /// <summary>Whether the symbol's data has ended.</summary>
    public bool IsEnded(int symbolIndex) => _symbols.IsEnded(symbolIndex);

    /// <summary>
    /// Number of the last slot of the symbol that has any part in this portfolio, decided or waiting, or may have: what
    /// the symbol reports again up to it has to be the same.
    /// </summary>
    public long LastReported(int symbolIndex)
    {
        var isInHand = _symbols.Answers(symbolIndex) > 0 || _slot.Find(symbolIndex) >= 0;
        return Math.Max(_symbols.Done(symbolIndex) + (isInHand ? 1 : 0), _symbols.Waiting(symbolIndex)?.LastSequence ?? 0);
    }

    /// <summary>
    /// From now on nothing is heard of the symbol's activations before this one. When that is durable, what this returns
    /// is all that they will ever have reported.
    /// </summary>
    /// <param name="symbolIndex">The symbol's place in ordinal order.</param>
    /// <param name="epoch">Number of the activation, above those before it.</param>
    /// <returns><see cref="LastReported"/>.</returns>
    public long Fence(int symbolIndex, long epoch)
    {
        if (epoch > _symbols.Epoch(symbolIndex))
        {
            _symbols.SetEpoch(symbolIndex, epoch);
            IsChanged = true;
        }

        return LastReported(symbolIndex);
    }

    /// <summary>Whether anything has changed since <see cref="TakeEffects"/>.</summary>
    public bool IsChanged { get; private set; }

    /// <summary>Peak and drawdown of the equity at the end of each slot.</summary>
    public DrawdownTracker Drawdown => _drawdown;

    /// <summary>What came of a strategy's trades.</summary>
    public RoundTripCounts RoundTrips(int strategyIndex) => _roundTrips[strategyIndex].Counts;

    /// <summary>Whether a halt, pause or resumption waits for the slot in hand to be done.</summary>
    public bool HasCommand => _commands.Any;

    /// <summary>Halts or resumes as soon as no slot is in hand; the last one counts.</summary>
    public void SetHalted(bool halted) => _commands.SetHalted(halted);

    /// <summary>Pauses or resumes a strategy as soon as no slot is in hand; the last one counts.</summary>
    public void SetPaused(int strategyIndex, bool isPaused) =>
        _commands.SetPaused(strategyIndex, isPaused);

    /// <summary>Takes a report, or tells that it was answered before.</summary>
    /// <param name="report">What a symbol reports.</param>
    /// <param name="now">The host's clock, any origin; used in arrival mode only.</param>
    /// <exception cref="InvalidOperationException">Slots are missing before it: the portfolio has an older state.</exception>
    public ReportStatus Offer(SymbolReport report, TimeSpan now)
    {
        var symbol = report.SymbolIndex;
        if (report.Epoch < _symbols.Epoch(symbol))
            return ReportStatus.Fenced;
        var (expected, answers) = (_symbols.Done(symbol) + 1, _symbols.Answers(symbol));
        if (report.Slots.Count == 0 && report.Sequence <= expected)
            return OfferEnd(report);
        if (report.LastSequence < expected || (report.LastSequence == expected && report.LastStep < answers))
        {
            // Cut in another way after a restart, it may bring an end that was not there the first time.
            if (report.IsEnd && report.LastSequence == expected - 1 && _symbols.Waiting(symbol) is null && !_symbols.IsEnded(symbol))
                End(symbol);
            return ReportStatus.Answered;
        }

        if (report.Sequence > expected || (report.Sequence == expected && report.Step > answers))
        {
            throw new InvalidOperationException(
                $"portfolio {_engine.Options.Id}: symbol {_engine.Options.Instruments[symbol].Symbol} reports slot "
                + $"{report.Sequence}.{report.Step}, expected is {expected}.{answers}: their states do not belong together");
        }

        if (_symbols.Waiting(symbol) is { } known)
        {
            if (known.LastSequence == report.LastSequence && known.LastStep == report.LastStep && known.IsEnd == report.IsEnd)
                return ReportStatus.Taken;

            // Another cut of the same slots, from a symbol that was restored, takes the place of what waits.
            _sequencer.Withdraw(symbol);
        }

        IsChanged |= _symbols.IsEnded(symbol);
        _symbols.Wait(symbol, report);
        Enqueue(report, expected, now);
        return ReportStatus.Taken;
    }

    /// <summary>Goes through all slots that are complete.</summary>
    /// <param name="now">The host's clock, as in <see cref="Offer"/>.</param>
    public void Advance(TimeSpan now)
    {
        while (true)
        {
            if (!_slot.IsOpen)
            {
                IsChanged |= _commands.Obey(_engine);
                if (!_sequencer.TryRelease(_released, out var time, now))
                    return;
                var isLate = time <= _time;
                if (!isLate)
                    NoteEquity(time);
                _slot.Open(time, isLate, _released);
            }

            if (!Continue())
                return;
        }
    }

    /// <summary>What was done since the last time.</summary>
    public PortfolioEffects TakeEffects()
    {
        var effects = new PortfolioEffects(
            _firstFill, _recorder.Take(), _decisions - _decided.Count + 1, _decided, _equity, _ready, _symbols.TakeTouched());
        _firstFill = _engine.Fills + 1;
        (_decided, _equity, _ready, IsChanged) = ([], [], [], false);
        return effects;
    }

    /// <summary>All of the state in one piece.</summary>
    public void Persist(StateArchive archive)
    {
        PersistCommon(archive);
        archive.FixedList("symbols", _symbols.Count, PersistSymbol);
        if (archive.IsLoading)
            Restored();
    }

    /// <summary>What of the state is not a symbol's.</summary>
    public void PersistCommon(StateArchive archive)
    {
        // First: with others, what follows would belong to somebody else.
        PortfolioFormat.Persist(archive, _engine.Options);
        var (time, released, late) = (_time.Microseconds, _sequencer.Released.Microseconds, _sequencer.LateCount);
        archive.Item("time", ref time);
        archive.Item("released", ref released);
        archive.Item("late", ref late);
        archive.Item("events", ref _events);
        archive.Item("slots", ref _slots);
        archive.Item("decisions", ref _decisions);
        archive.Item("drawdown", _drawdown);
        archive.FixedList("roundTrips", _roundTrips.Length, (index, element) => _roundTrips[index].PersistTotals(element));
        archive.Item("engine", new PersistentPart(_engine.PersistCommon));
        archive.Item("slot", _slot);
        if (!archive.IsLoading)
            return;
        _time = new EventTime(time);
        _sequencer.Restore(new EventTime(released), late);
    }

    /// <summary>
    /// What of the state is a symbol's. It changes only where <see cref="PortfolioEffects.Symbols"/> says so, so that of
    /// thousands of symbols only few have to be written.
    /// </summary>
    /// <param name="symbolIndex">The symbol's place in ordinal order.</param>
    /// <param name="archive">Where it is saved, or restored from.</param>
    public void PersistSymbol(int symbolIndex, StateArchive archive)
    {
        PortfolioFormat.PersistSymbol(archive, _engine.Options, symbolIndex);
        _symbols.Persist(symbolIndex, archive);
        _engine.PersistSymbol(symbolIndex, archive);
        archive.FixedList("roundTrips", _roundTrips.Length, (index, element) => _roundTrips[index].PersistSymbol(symbolIndex, element));
    }

    /// <summary>All that was saved has been restored.</summary>
    public void Restored()
    {
        _symbols.TakeTouched();
        _engine.Restored();
        _firstFill = _engine.Fills + 1;
        for (var i = 0; i < _symbols.Count; i++)
        {
            if (_symbols.IsEnded(i))
                _sequencer.Complete(i);
        }
    }

    private ReportStatus OfferEnd(SymbolReport report)
    {
        var symbol = report.SymbolIndex;
        if (report.LastSequence < _symbols.Done(symbol) || _symbols.IsEnded(symbol))
            return ReportStatus.Answered;
        End(symbol);
        _ready.Add(new ReportAnswer(symbol, report.LastSequence, report.LastStep, SlotAnswer.Done));
        return ReportStatus.Taken;
    }

    private void End(int symbol)
    {
        _symbols.End(symbol);
        IsChanged = true;
        _sequencer.Complete(symbol);
    }

    private void Enqueue(SymbolReport report, long expected, TimeSpan now)
    {
        var symbol = report.SymbolIndex;
        var detail = 0;
        for (var i = 0; i < report.Slots.Count; i++)
        {
            var found = detail < report.Details.Count && report.Details[detail].Slot == i ? report.Details[detail++] : null;
            var sequence = report.Sequence + i;
            if (sequence < expected)
                continue;
            var step = new SlotStep(sequence, i == 0 ? report.Step : 0, report.Slots[i], found);
            var member = sequence == expected ? _slot.Find(symbol) : -1;
            if (member >= 0)
                Arrive(member, step);
            else
                _sequencer.Add(symbol, step.Tick.Time, step, now);
        }

        if (report.IsEnd)
            _sequencer.Complete(symbol);
    }

    // A symbol that was restored begins its slot anew; the steps that were answered get their answers from the ledger.
    private void Arrive(int member, in SlotStep step)
    {
        if (!_slot.Step(member).IsPresent && step.Answers == _symbols.Answers(_slot.Symbol(member)))
            _slot.Arrive(member, step);
    }

    // Whether the slot is done: otherwise a member's next step is awaited.
    private bool Continue()
    {
        if (_slot.Phase == SlotPhase.Fills && !SettleFills())
            return false;
        if (_slot.Phase == SlotPhase.Marks && !SetMarks())
            return false;
        if (!DecideOrders())
            return false;
        if (_engine.Fills != _slot.FillsBefore)
            _engine.CloseMarks(_time);
        _slots++;
        _drawdown.OnSlot(_engine.EquityValue);
        _slot.Close();
        return true;
    }

    private bool SettleFills()
    {
        for (; _slot.Cursor < _slot.Count; _slot.Cursor++)
        {
            ref var step = ref _slot.Step(_slot.Cursor);
            if (!step.IsPresent || !Settle(ref step))
                return false;
        }

        _slot.Phase = SlotPhase.Marks;
        return true;
    }

    private bool SetMarks()
    {
        if (!_slot.IsComplete())
            return false;
        for (var member = 0; member < _slot.Count; member++)
        {
            ref var step = ref _slot.Step(member);
            TellWorking(member, step.Detail);
            step.IsMarked = true;
            _symbols.Touch(_slot.Symbol(member));
            _engine.SetMark(_slot.Symbol(member), step.Tick.Mark);
            _events += step.Tick.Events;
        }

        if (!_slot.IsLate)
            _time = _slot.Time;
        _engine.CloseMarks(_time);
        (_slot.Phase, _slot.Cursor, _slot.FillsBefore) = (SlotPhase.Orders, 0, _engine.Fills);
        IsChanged = true;
        return true;
    }

    private bool DecideOrders()
    {
        for (; _slot.Cursor < _slot.Count; _slot.Cursor++)
        {
            ref var step = ref _slot.Step(_slot.Cursor);
            if (!step.IsPresent || !Settle(ref step))
                return false;
            if (!step.IsMarked)
                TellWorking(_slot.Cursor, step.Detail);
            if (step.Detail is { Requests.Count: > 0 } asked && !Decide(asked, ref step))
                return false;
            Finish(_slot.Symbol(_slot.Cursor), step.Sequence);
        }

        return true;
    }

    // False where a fill was sized: the symbol goes on with it.
    private bool Settle(ref SlotStep step)
    {
        if (step.IsSettled || step.Detail is not { } detail)
            return true;
        foreach (var filled in detail.Fills)
        {
            var fill = filled;
            _symbols.Touch(fill.SymbolIndex);
            IsChanged = true;
            if (_engine.Settle(ref fill))
                _roundTrips[fill.StrategyIndex].OnFill(fill);
            if (detail.AwaitsSize && filled == detail.Fills[^1])
            {
                Answer(ref step, new SlotAnswer { Sized = new SizedFill(fill.Quantity, fill.Fee) });
                Await(ref step);
                return false;
            }
        }

        step.IsSettled = true;
        return true;
    }

    // False where the symbol goes on: a refusal may have made a strategy cancel or ask again, as may a fill at the close.
    private bool Decide(SlotDetail asked, ref SlotStep step)
    {
        var outcomes = new DecisionOutcome[asked.Requests.Count];
        var goesOn = _fillsAtClose;
        for (var i = 0; i < outcomes.Length; i++)
        {
            var request = asked.Requests[i];
            var decision = _engine.Decide(request);
            outcomes[i] = new DecisionOutcome(decision.IsAccepted ? decision.Order.Quantity : 0, decision.Refusal);
            goesOn |= !decision.IsAccepted;
            _decided.Add(new DecidedRequest(request, decision));
        }

        _decisions += outcomes.Length;
        Answer(ref step, new SlotAnswer { Decisions = outcomes });
        if (goesOn)
            Await(ref step);
        return !goesOn;
    }

    private void Answer(ref SlotStep step, SlotAnswer answer)
    {
        var symbol = _slot.Symbol(_slot.Cursor);
        _ready.Add(new ReportAnswer(symbol, step.Sequence, step.Answers, answer));
        _symbols.Answer(symbol);
        IsChanged = true;
    }

    private void Await(ref SlotStep step)
    {
        step = default;
        _slot.IsAwaited = true;
    }

    private void Finish(int symbol, long sequence)
    {
        IsChanged = true;
        if (_symbols.Finish(symbol, sequence) is { } report)
            _ready.Add(new ReportAnswer(symbol, report.LastSequence, report.LastStep, SlotAnswer.Done));
    }

    private void TellWorking(int member, SlotDetail? detail)
    {
        for (var strategy = 0; strategy < detail?.Working?.Count; strategy++)
            _engine.SetWorking(strategy, _slot.Symbol(member), detail.Working[strategy]);
    }

    // The last slot before a new interval begins is a point of the curve.
    private void NoteEquity(EventTime next)
    {
        if (!_time.IsKnown || _time.Microseconds / _equityInterval == next.Microseconds / _equityInterval)
            return;
        _equity.Add(EquityNow());
    }

    /// <summary>The portfolio's money after the last slot.</summary>
    public EquityPoint EquityNow() => new(
        _time, _engine.Cash, _engine.Equity, _engine.GrossRealizedPnl - _engine.Fees, _engine.UnrealizedPnl);
}
