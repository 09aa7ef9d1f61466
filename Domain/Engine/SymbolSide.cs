using System.Buffers;
using TradeBooks.Domain.Market;
using TradeBooks.Domain.Orders;
using TradeBooks.Domain.Portfolios;
using TradeBooks.Domain.State;

namespace TradeBooks.Domain.Engine;

/// <summary>
/// A symbol's engine that runs on its own, apart from the portfolio's: it goes through its events as far as it can, and
/// waits only where it has asked for an order or has a fill to be sized. What it reports is made of the events alone, so
/// that one that is restored from its state and gets the same events again reports the same slots and steps. What people
/// tell it counts from a slot on that nobody has seen (<see cref="Tell"/>).
/// Together with <see cref="PortfolioSide"/> it trades as <see cref="Backtest"/> does. Pure: no clock, no I/O.
/// </summary>
public sealed class SymbolSide : IPersistent
{
    private const int FirstSlots = 64;

    private readonly SymbolEngine _engine;
    private readonly int _strategies;
    private readonly bool _fillsAtClose;
    private readonly List<SlotDetail> _details = [];
    private readonly List<OrderRequest> _asked = [];
    private readonly List<SymbolCommand> _commands = [];
    private List<Fill> _fills = [];

    // Rented while there are any: an idle symbol keeps nothing of the largest report that it had.
    private SlotTick[] _slots = [];
    private int _slotCount;
    private long _sequence;
    private long _firstSequence;
    private int _firstStep;
    private int _answers;
    private int _answered;
    private bool _isPaused;

    /// <param name="setup">The portfolio.</param>
    /// <param name="symbolIndex">The symbol's place in it.</param>
    public SymbolSide(TradingSetup setup, int symbolIndex)
        : this(setup.CreateSymbolEngine(symbolIndex), setup.Portfolio)
    {
    }

    /// <param name="engine">The symbol's engine.</param>
    /// <param name="portfolio">The portfolio that it trades for.</param>
    public SymbolSide(SymbolEngine engine, PortfolioOptions portfolio)
    {
        _engine = engine;
        _strategies = portfolio.Strategies.Count;
        _fillsAtClose = portfolio.Costs.MarketFill == MarketFill.Close;
    }

    public SymbolEngine Engine => _engine;

    /// <summary>Slots that are done.</summary>
    public long Sequence => _sequence;

    /// <summary>What reports say of <see cref="SymbolReport.Epoch"/>. Not saved with the state: its host keeps it.</summary>
    public long Epoch { get; set; }

    /// <summary>Whether entries are refused here, without asking the portfolio.</summary>
    public bool IsPaused => _isPaused;

    /// <summary>
    /// Does something from the first slot on that the portfolio has not seen: slots that are gone through again, after a
    /// failure, must be what they were. Saved with the state until then.
    /// </summary>
    /// <param name="kind">What to do; a pause and a resumption for the same slot cancel each other.</param>
    /// <param name="reported">The portfolio's <see cref="PortfolioSide.LastReported"/> of this symbol.</param>
    public void Tell(SymbolCommandKind kind, long reported)
    {
        var after = Math.Max(Math.Max(_sequence, reported), _commands.Count == 0 ? 0 : _commands[^1].After);
        var closes = kind == SymbolCommandKind.ClosePositions;
        _commands.RemoveAll(known => known.After == after && (known.Kind == SymbolCommandKind.ClosePositions) == closes);
        _commands.Add(new SymbolCommand { Kind = kind, After = after });
    }

    /// <summary>
    /// Takes events, and yields what is to be reported. Before it is asked for more, <see cref="SymbolReport.Question"/>
    /// has to be answered by <see cref="Take"/>. The state may be saved only when it has come to its end.
    /// </summary>
    /// <param name="events">After all before them; those of one time are one slot.</param>
    /// <param name="count">How many of them.</param>
    /// <param name="isEnd">Whether the symbol's data ends after them.</param>
    public IEnumerable<SymbolReport> Run(MarketEvent[] events, int count, bool isEnd = false)
    {
        var next = 0;
        while (next < count)
        {
            var start = next;
            do
                next++;
            while (next < count && events[next].Time == events[start].Time);
            foreach (var report in RunSlot(events, start, next))
                yield return report;
        }

        if (_slotCount > 0 || isEnd)
            yield return Cut(isEnd);
    }

    /// <summary>The portfolio's answer to the last report's question.</summary>
    /// <exception cref="ArgumentException">It is not an answer to that.</exception>
    public void Take(SlotAnswer answer)
    {
        if (answer.Decisions.Count != _asked.Count)
            throw new ArgumentException($"{answer.Decisions.Count} decisions on {_asked.Count} requests", nameof(answer));
        Answer = answer;
    }

    public void Persist(StateArchive archive)
    {
        archive.Item("sequence", ref _sequence);
        archive.Item("engine", _engine);
        archive.Item("isPaused", ref _isPaused);
        var closes = _engine.ClosesPositions;
        archive.Item("closesPositions", ref closes);
        if (archive.IsLoading && closes)
            _engine.ClosePositions();
        var commands = _commands.Count;
        archive.List("commands", ref commands, (index, element) =>
        {
            if (index == _commands.Count)
                _commands.Add(new SymbolCommand());
            _commands[index].Persist(element);
        });
    }

    private SlotAnswer Answer { get; set; } = SlotAnswer.Done;

    private IEnumerable<SymbolReport> RunSlot(MarketEvent[] events, int start, int end)
    {
        (_answers, _answered) = (0, 0);
        Obey();
        var tick = new SlotTick(events[start].Time, _engine.Mark, end - start);
        if (_engine.HasFillPhase)
        {
            for (var at = start; at < end; at++)
            {
                _engine.BeginFills(events[at]);
                while (_engine.TryFill(events[at], out var fill))
                {
                    if (fill.Quantity == 0)
                    {
                        yield return AskSize(tick, fill);
                        fill = Sized(fill);
                    }
                    else
                    {
                        _fills.Add(fill);
                    }

                    _engine.Confirm(fill);
                }
            }
        }

        for (var at = start; at < end; at++)
            _engine.Update(events[at]);
        tick = tick with { Mark = _engine.Mark };
        var isFirst = true;
        while (true)
        {
            Collect();
            // What has left the venue is told with the mark, and again when the last request is answered.
            var working = isFirst || _asked.Count == 0 ? TakeWorking() : null;
            isFirst = false;
            AddStep(tick, working, [.. _asked]);
            if (_asked.Count == 0)
                break;
            yield return Ask();
            if (!AnswerRequests())
                break;
            while (_fillsAtClose && _engine.TryFillAtClose(out var fill))
            {
                if (fill.Quantity == 0)
                {
                    yield return AskSize(tick, fill);
                    fill = Sized(fill);
                }
                else
                {
                    _fills.Add(fill);
                }

                _engine.Confirm(fill);
            }
        }

        _engine.ClearRequests();
        _asked.Clear();
        _sequence++;
    }

    private void Obey()
    {
        while (_commands.Count > 0 && _commands[0].After <= _sequence)
        {
            if (_commands[0].Kind == SymbolCommandKind.ClosePositions)
                _engine.ClosePositions();
            else
                _isPaused = _commands[0].Kind == SymbolCommandKind.Pause;
            _commands.RemoveAt(0);
        }
    }

    // The requests to be decided next: all of them, or one by one where each may be filled before the next.
    private void Collect()
    {
        _asked.Clear();
        while (_answered < _engine.Requests.Length && (_asked.Count == 0 || !_fillsAtClose))
        {
            // As many as there are, not the four that a list begins with.
            _asked.Capacity = Math.Max(_asked.Capacity, _engine.Requests.Length);
            var request = _engine.Requests[_answered++];
            if (IsPaused && request.Signal.Role == OrderRole.Entry)
                _engine.Answer(OrderDecision.Refuse(request, Refusal.Paused));
            else
                _asked.Add(request);
        }
    }

    // Whether the slot goes on: a refusal may have made a strategy cancel or ask again, a fill at the close too.
    private bool AnswerRequests()
    {
        var goesOn = _fillsAtClose;
        for (var i = 0; i < _asked.Count; i++)
        {
            var outcome = Answer.Decisions[i];
            goesOn |= outcome.Refusal != Refusal.None;
            _engine.Answer(outcome.Refusal == Refusal.None
                ? OrderDecision.Accept(_asked[i], outcome.Quantity)
                : OrderDecision.Refuse(_asked[i], outcome.Refusal));
        }

        return goesOn;
    }

    private SymbolReport AskSize(in SlotTick tick, in Fill fill)
    {
        _fills.Add(fill);
        _asked.Clear();
        AddStep(tick, null, [], awaitsSize: true);
        return Ask();
    }

    private Fill Sized(in Fill fill)
    {
        var sized = Answer.Sized ?? throw new InvalidOperationException($"fill of {fill.OrderId} was not sized");
        return fill with { Quantity = sized.Quantity, Fee = sized.Fee };
    }

    private SymbolReport Ask()
    {
        var report = Cut(isEnd: false);
        _answers++;
        return report;
    }

    private void AddStep(
        in SlotTick tick, IReadOnlyList<WorkingOrders>? working, IReadOnlyList<OrderRequest> requests, bool awaitsSize = false)
    {
        if (_slotCount == 0)
            (_firstSequence, _firstStep) = (_sequence + 1, _answers);
        AddSlot(tick);
        if (_fills.Count == 0 && working is null && requests.Count == 0)
            return;
        _details.Add(new SlotDetail(_slotCount - 1)
        {
            Fills = _fills,
            AwaitsSize = awaitsSize,
            Working = working,
            Requests = requests,
        });
        _fills = [];
    }

    private SymbolReport Cut(bool isEnd)
    {
        if (_slotCount == 0)
            (_firstSequence, _firstStep) = (_sequence + 1, 0);
        var report = new SymbolReport
        {
            SymbolIndex = _engine.Index,
            Sequence = _firstSequence,
            Step = _firstStep,
            Slots = _slots.AsSpan(0, _slotCount).ToArray(),
            Details = [.. _details],
            Epoch = Epoch,
            IsEnd = isEnd,
        };
        ReturnSlots();
        _slotCount = 0;
        _details.Clear();
        return report;
    }

    private void AddSlot(in SlotTick tick)
    {
        if (_slotCount == _slots.Length)
        {
            var larger = ArrayPool<SlotTick>.Shared.Rent(Math.Max(FirstSlots, 2 * _slotCount));
            _slots.CopyTo(larger, 0);
            ReturnSlots();
            _slots = larger;
        }

        _slots[_slotCount++] = tick;
    }

    private void ReturnSlots()
    {
        if (_slots.Length > 0)
            ArrayPool<SlotTick>.Shared.Return(_slots);
        _slots = [];
    }

    private WorkingOrders[]? TakeWorking()
    {
        if (!_engine.HasUnfilled)
            return null;
        _engine.ClearUnfilled();
        return [.. Enumerable.Range(0, _strategies).Select(_engine.Working)];
    }
}
