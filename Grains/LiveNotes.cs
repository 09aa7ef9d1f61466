using Microsoft.Extensions.Logging;
using Orleans.Utilities;
using TradeBooks.Domain.Desk;
using TradeBooks.Domain.Engine;
using TradeBooks.Domain.Market;
using TradeBooks.Grains.Interfaces;

namespace TradeBooks.Grains;

/// <summary>
/// Tells observers what a portfolio's commits have changed. Every fill is told; marks, equity and lag at most ten times a
/// second, and only while somebody listens. Nobody is waited for.
/// </summary>
internal sealed class LiveNotes(TradingSetup setup, TimeProvider clock, ILogger logger)
{
    private static readonly TimeSpan Forgotten = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan Rest = TimeSpan.FromMilliseconds(100);

    private readonly ObserverManager<IPortfolioObserver> _observers = new(Forgotten, logger);
    private readonly Decimal64[] _told = new Decimal64[setup.Portfolio.Instruments.Count];
    private readonly Dictionary<IPortfolioObserver, Task> _sent = [];
    private List<LiveEvent> _events = [];
    private long _lastTold;
    private long _eventsTold;
    private long _eventsAtStart;

    /// <summary>Begins with a portfolio as it was loaded.</summary>
    public void Start(PortfolioSide side)
    {
        (_eventsAtStart, _eventsTold) = (side.Events, side.Events);
        _lastTold = clock.GetTimestamp();
    }

    public void Subscribe(IPortfolioObserver observer)
    {
        // One that comes again after a failure begins anew.
        if (_sent.TryGetValue(observer, out var sent) && sent.IsFaulted)
            _sent.Remove(observer);
        _observers.Subscribe(observer, observer);
    }

    public void Unsubscribe(IPortfolioObserver observer)
    {
        _observers.Unsubscribe(observer);
        _sent.Remove(observer);
    }

    /// <summary>Notes what a commit will have changed.</summary>
    public void Note(PortfolioSide side, PortfolioEffects effects)
    {
        if (_observers.Count == 0)
            return;
        for (var i = 0; i < effects.Fills.Count; i++)
        {
            var record = effects.Fills[i];
            var fill = record.Fill;
            _events.Add(new LiveEvent(0, LiveKind.Fill)
            {
                Fill = new TradeView(
                    effects.FirstFill + i, fill.OrderId.ToString(), fill.Number, fill.OrderId.Strategy, fill.OrderId.Symbol,
                    fill.Time, fill.Role, fill.Side, fill.Quantity, fill.Price, fill.Fee, record.Notional, record.Cash,
                    record.Equity),
            });
        }

        var elapsed = clock.GetElapsedTime(_lastTold);
        if (elapsed < Rest)
            return;
        _lastTold = clock.GetTimestamp();
        NoteMarks(side);
        _events.Add(new LiveEvent(0, LiveKind.Equity) { Equity = side.EquityNow() });
        _events.Add(new LiveEvent(0, LiveKind.Lag)
        {
            Lag = new LagView(
                side.Events - _eventsAtStart, (side.Events - _eventsTold) / elapsed.TotalSeconds, side.Pending),
        });
        _eventsTold = side.Events;
    }

    /// <summary>The commit is durable: tells what was noted.</summary>
    public void Send()
    {
        if (_events.Count == 0)
            return;
        var events = _events;
        _events = [];
        _observers.Notify(observer =>
        {
            _sent[observer] = SendAfter(_sent.GetValueOrDefault(observer), observer, events);
            return Task.CompletedTask;
        }).Ignore();
    }

    // Messages may overtake each other, so one is on its way to an observer at a time. Who fails is forgotten, with what
    // waits for it, until it subscribes again.
    private async Task SendAfter(Task? before, IPortfolioObserver observer, IReadOnlyList<LiveEvent> events)
    {
        if (before is not null)
            await before;
        try
        {
            await observer.OnCommitted(events);
        }
        catch (Exception)
        {
            _observers.Unsubscribe(observer);
            throw;
        }
    }

    private void NoteMarks(PortfolioSide side)
    {
        List<MarkView>? marks = null;
        for (var i = 0; i < _told.Length; i++)
        {
            var mark = side.Engine.Mark(i);
            if (mark == _told[i])
                continue;
            _told[i] = mark;
            (marks ??= []).Add(new MarkView(setup.Portfolio.Instruments[i].Symbol, side.Time, mark.ToDecimal()));
        }

        if (marks is not null)
            _events.Add(new LiveEvent(0, LiveKind.Marks) { Marks = marks });
    }
}
