using System.Collections.Concurrent;
using TradeBooks.Cli.Running;
using TradeBooks.Domain.Desk;
using TradeBooks.Domain.Engine;
using TradeBooks.Domain.Market;
using TradeBooks.Domain.Portfolios;
using TradeBooks.Web.Live;

namespace TradeBooks.Cli.Serving;

/// <summary>
/// A run that others ask and act on: their questions are answered in the run's own thread between two slots, so that
/// the engine needs no lock. Publishes what happened some times a second, fills once they stand in the trade log.
/// </summary>
internal sealed class WatchedRun(LiveFeed live, TimeProvider clock) : IRunWatch, IDisposable
{
    // Of each symbol, a dozen days of minutes, and of all together; of many symbols, some hours each.
    private const int MostBars = 5_000;
    private const int LeastBars = 500;
    private const int TotalBars = 1_000_000;

    private static readonly TimeSpan PublishEvery = TimeSpan.FromMilliseconds(50);

    // Between slots that follow one another within a microsecond, a look at the clock each time would cost as much as they do.
    private const int SlotsBetweenLooks = 16;
    private readonly ConcurrentQueue<Action> _questions = [];
    private readonly AutoResetEvent _asked = new(false);
    private readonly EquityHistory _equity = new();
    private readonly EventRate _rate = new(clock);
    private RecordingLedger? _ledger;
    private TradingSession? _session;
    private volatile Backtest? _backtest;
    private ReplayPace? _pace;
    private EventTime[] _published = [];
    private int _publishedFills;
    private long _publishedEvents = -1;
    private long _lastPublish = clock.GetTimestamp();
    private int _slotsSinceLook;

    /// <summary>Whether the run has begun, so that it can be asked.</summary>
    public bool HasBegun => _backtest is not null;

    public ILedger Watch(ILedger ledger) => _ledger = new RecordingLedger(ledger);

    public void Begin(TradingSession session, Backtest backtest)
    {
        _session = session;
        foreach (var engine in backtest.Engines)
            engine.KeepHistory(Math.Clamp(TotalBars / backtest.Engines.Count, LeastBars, MostBars));
        _ledger!.FillsBefore = backtest.Portfolio.Fills;
        _published = [.. backtest.Engines.Select(_ => EventTime.MinValue)];
        _publishedEvents = backtest.Events;
        _rate.Start(backtest.Events);
        _backtest = backtest;
    }

    public void Control(ReplayPace pace) => _pace = pace;

    public bool Advance(Backtest backtest, long events)
    {
        for (var until = backtest.Events + events; backtest.Events < until;)
        {
            if (!backtest.Advance(1))
                return false;
            _equity.OnSlot(backtest);
            if (_pace?.OnSlot(backtest.Time) == true)
            {
                Publish();
                _pace.EndStep();
            }

            Look();
            if (_pace is { IsFree: false })
                return true;
        }

        return true;
    }

    public void Attend()
    {
        Answer();
        if (clock.GetElapsedTime(_lastPublish) >= PublishEvery)
            Publish();
    }

    public bool Wait(TimeSpan time, CancellationToken stop)
    {
        var wait = time < PublishEvery ? time : PublishEvery;
        if (WaitHandle.WaitAny([stop.WaitHandle, _asked], wait) == 0)
            return false;
        Attend();
        return true;
    }

    /// <summary>After the run has come to its end: goes on answering until stopped.</summary>
    public void ServeUntil(CancellationToken stop)
    {
        Publish();
        while (Wait(PublishEvery, stop))
        {
        }
    }

    /// <summary>Asks the run, in its thread.</summary>
    public Task<T> AskAsync<T>(Func<RunState, T> question, CancellationToken cancellation) =>
        AskAsync(backtest => question(new RunState(_session!, backtest, _ledger!, _equity)), cancellation);

    /// <summary>Asks a run that is a replay about its pace, in its thread.</summary>
    public Task<T> AskAsync<T>(Func<ReplayPace, Backtest, T> question, CancellationToken cancellation) =>
        AskAsync(backtest => question(_pace!, backtest), cancellation);

    public void Dispose() => _asked.Dispose();

    private Task<T> AskAsync<T>(Func<Backtest, T> question, CancellationToken cancellation)
    {
        if (_backtest is null)
            throw new DeskUnavailableException("the run has not begun yet");
        var answer = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        _questions.Enqueue(() =>
        {
            // Nobody waits for it any more.
            if (cancellation.IsCancellationRequested)
                return;
            try
            {
                answer.TrySetResult(question(_backtest));
            }
            catch (Exception e)
            {
                // Whoever asked is told; the run goes on.
                answer.TrySetException(e);
            }
        });
        _asked.Set();
        return answer.Task;
    }

    private void Look()
    {
        if (_questions.IsEmpty && ++_slotsSinceLook < SlotsBetweenLooks)
            return;
        _slotsSinceLook = 0;
        Attend();
    }

    private void Answer()
    {
        if (_questions.IsEmpty)
            return;
        while (_questions.TryDequeue(out var question))
            question();
    }

    private void Publish()
    {
        var backtest = _backtest!;
        _lastPublish = clock.GetTimestamp();
        var portfolio = backtest.Portfolio.Options.Id;
        var isNewRate = _rate.Measure(backtest.Events);
        if (isNewRate || backtest.Events != _publishedEvents)
        {
            live.Publish(
                portfolio, new LiveEvent(0, LiveKind.Lag) { Lag = new LagView(backtest.Events, _rate.PerSecond, Pending: 0) });
        }

        if (backtest.Events == _publishedEvents && _publishedFills == _ledger!.FillCount)
            return;
        if (_publishedFills < _ledger!.FillCount)
            _session!.FlushLog();
        for (; _publishedFills < _ledger.FillCount; _publishedFills++)
            live.Publish(portfolio, new LiveEvent(0, LiveKind.Fill) { Fill = _ledger.Trade(_publishedFills) });
        var marks = new List<MarkView>();
        foreach (var engine in backtest.Engines)
        {
            if (engine.Time == _published[engine.Index])
                continue;
            _published[engine.Index] = engine.Time;
            marks.Add(new MarkView(engine.Symbol, engine.Time, engine.Mark));
        }

        if (marks.Count > 0)
            live.Publish(portfolio, new LiveEvent(0, LiveKind.Marks) { Marks = marks });
        live.Publish(portfolio, new LiveEvent(0, LiveKind.Equity) { Equity = EquityHistory.Now(backtest) });
        _publishedEvents = backtest.Events;
    }
}
