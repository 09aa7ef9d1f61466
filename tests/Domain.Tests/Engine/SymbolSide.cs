using TradeBooks.Domain.Engine;
using TradeBooks.Domain.Market;
using TradeBooks.Domain.Orders;

namespace TradeBooks.Domain.Tests.Engine;

/// <summary>
/// A symbol's side as it would run on its own in a cluster: it goes through its events as far as it can, and waits
/// only where it has asked for an order or has a fill to be sized.
/// </summary>
internal sealed class SymbolSide
{
    private readonly SymbolEngine _engine;
    private readonly IReadOnlyList<MarketEvent> _events;
    private readonly int _strategies;
    private readonly IEnumerator<bool> _steps;
    private bool _isOver;
    private bool _isWaiting;

    public SymbolSide(SymbolEngine engine, IReadOnlyList<MarketEvent> events, int strategies)
    {
        _engine = engine;
        _events = events;
        _strategies = strategies;
        _steps = Run().GetEnumerator();
    }

    /// <summary>Sent and not yet delivered, in order.</summary>
    public Queue<SlotReport> Outbox { get; } = [];

    public Queue<Fill> Sized { get; } = [];

    public Queue<OrderDecision[]> Decided { get; } = [];

    public bool CanRun => !_isOver && (!_isWaiting || Sized.Count > 0 || Decided.Count > 0);

    public void Step()
    {
        if (_steps.MoveNext())
            _isWaiting = _steps.Current;
        else
            _isOver = true;
    }

    // Yields after every report: true where it waits for an answer.
    private IEnumerable<bool> Run()
    {
        foreach (var slot in _events.GroupBy(e => e.Time))
        {
            var (fills, isContinuation) = (new List<Fill>(), false);
            foreach (var e in slot)
            {
                _engine.BeginFills(e);
                while (_engine.TryFill(e, out var fill))
                {
                    fills.Add(fill);
                    if (fill.Quantity == 0)
                    {
                        Outbox.Enqueue(new SlotReport(slot.Key)
                        {
                            Fills = [.. fills],
                            AwaitsSize = true,
                            IsContinuation = isContinuation,
                        });
                        yield return true;
                        (fill, isContinuation) = (Sized.Dequeue(), true);
                        fills.Clear();
                    }

                    _engine.Confirm(fill);
                }
            }

            foreach (var e in slot)
                _engine.Update(e);
            Outbox.Enqueue(new SlotReport(slot.Key)
            {
                Fills = [.. fills],
                Mark = _engine.Mark,
                Working = Working(),
                Requests = _engine.Requests.ToArray(),
                IsContinuation = isContinuation,
            });
            var answered = 0;
            while (answered < _engine.Requests.Length)
            {
                yield return true;
                var decisions = Decided.Dequeue();
                foreach (var decision in decisions)
                    _engine.Answer(decision);
                answered += decisions.Length;
                // A refusal may have made a strategy cancel, or ask again.
                if (Array.Exists(decisions, decision => !decision.IsAccepted))
                {
                    Outbox.Enqueue(new SlotReport(slot.Key)
                    {
                        Requests = _engine.Requests[answered..].ToArray(),
                        Working = Working(),
                        IsContinuation = true,
                    });
                }
            }

            _engine.ClearRequests();
            yield return false;
        }

        Outbox.Enqueue(new SlotReport(EventTime.MaxValue) { IsEnd = true });
        yield return false;
    }

    private WorkingOrders[]? Working()
    {
        if (!_engine.HasUnfilled)
            return null;
        _engine.ClearUnfilled();
        return [.. Enumerable.Range(0, _strategies).Select(_engine.Working)];
    }
}
