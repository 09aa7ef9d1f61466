using System.Buffers;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using TradeBooks.Domain.Desk;
using TradeBooks.Domain.Engine;
using TradeBooks.Domain.Market;
using TradeBooks.Domain.State;
using TradeBooks.Grains.Interfaces;
using TradeBooks.Storage.Portfolios;
using TradeBooks.Storage.Postgres;

namespace TradeBooks.Grains;

/// <summary>
/// A portfolio. Reports of its symbols wait here for each other, so its calls interleave (docs/adr/0006): every change
/// of the engine is made in one go, without an await, and one commit is on its way at a time. What happened during a
/// commit goes into the next one. An answer leaves when the commit that holds its effect is durable.
/// </summary>
internal sealed partial class PortfolioGrain(
    ClusterTrading trading,
    IPortfolioStore store,
    TimeProvider clock,
    IHostApplicationLifetime lifetime,
    ILogger<PortfolioGrain> logger) : Grain, IPortfolioGrain
{
    private const int TradeLogRows = 5000;

    // Below the time after which a call counts as lost.
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(5);

    private readonly Guid _writer = Guid.NewGuid();
    private PortfolioSide _side = null!;
    private TradingSetup _setup = null!;
    private LiveNotes _notes = null!;
    private Waiter?[] _waiters = [];
    private TaskCompletionSource _written = NewRound();
    private long _version;
    private long _writtenVersion;
    private long _viewVersion;
    private bool _isCommitting;
    private PortfolioViews? _views;
    private bool _isViewWanted;
    private Exception? _failure;
    private IGrainTimer? _arrivals;
    private CancellationTokenRegistration _stopping;

    private string Key => this.GetPrimaryKeyString();

    private TimeSpan Now => clock.GetElapsedTime(0);

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        if (!trading.Portfolios.TryGetValue(Key, out var setup))
            throw new DeskNotFoundException($"there is no portfolio '{Key}'");
        _setup = setup;
        _side = new PortfolioSide(setup.Portfolio, trading.ArrivalWait, EquityInterval);
        _waiters = new Waiter?[setup.Portfolio.Instruments.Count];
        _notes = new LiveNotes(setup, clock, logger);
        var saved = await Load(cancellationToken);
        if (saved is not null)
        {
            SavedState.Read(saved, _side);
            (_version, _writtenVersion) = (saved.Version, saved.Version);
        }

        _notes.Start(_side);
        var scheduler = TaskScheduler.Current;
        _stopping = lifetime.ApplicationStopping.Register(() => Task.Factory.StartNew(
            ReleaseWaiters, CancellationToken.None, TaskCreationOptions.None, scheduler));
        if (trading.ArrivalWait is { } wait && wait > TimeSpan.Zero)
            StartArrivals(wait);
        LogActivated(Key, _version, _side.Slots);
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        _arrivals?.Dispose();
        _stopping.Dispose();
        ReleaseWaiters();
        return Task.CompletedTask;
    }

    /// <summary>Event time between two points of the equity curve.</summary>
    internal static readonly TimeSpan EquityInterval = TimeSpan.FromMinutes(5);

    public async Task<SlotAnswer> Submit(SymbolReport report)
    {
        ThrowIfFailed();
        if ((uint)report.SymbolIndex >= (uint)_waiters.Length)
            throw new ArgumentException($"portfolio {Key} has no symbol {report.SymbolIndex}", nameof(report));
        switch (_side.Offer(report, Now))
        {
            case ReportStatus.Answered:
                return await AnswerAgain(report);
            case ReportStatus.Fenced:
                throw new SymbolMovedException($"portfolio {Key} hears of symbol {report.SymbolIndex} from a later activation");
        }

        _waiters[report.SymbolIndex]?.Release();
        var waiter = new Waiter(report);
        _waiters[report.SymbolIndex] = waiter;
        Pump();
        try
        {
            return await waiter.Answer.WaitAsync(LongestWait, clock);
        }
        catch (TimeoutException)
        {
            return SlotAnswer.Pending;
        }
    }

    public async Task<long> Fence(int symbolIndex, long epoch)
    {
        ThrowIfFailed();
        var reported = _side.Fence(symbolIndex, epoch);
        Pump();
        await Written(_side.IsChanged ? _version + 1 : _version);
        return reported;
    }

    public async Task<PortfolioView> GetView() => (await Views()).Portfolio;

    public async Task<StrategiesView> GetStrategies() => (await Views()).Strategies;

    private async Task<PortfolioViews> Views()
    {
        var asked = _version;
        while (true)
        {
            ThrowIfFailed();
            if (_views is { } views && (_viewVersion > asked || (IsDurable && _viewVersion == _writtenVersion)))
                return views;
            if (IsDurable)
            {
                (_views, _viewVersion) = (PortfolioViews.Of(_side, _setup), _writtenVersion);
                continue;
            }

            // It is made with the next commit, and shown when that is durable.
            _isViewWanted = true;
            await _written.Task;
        }
    }

    public Task<DeskPage<OrderView>> GetOrders(DeskPageRequest page) => Read(() => store.OrdersAsync(Key, page, CancellationToken.None));

    public Task<DeskPage<TradeView>> GetTrades(DeskPageRequest page) => Read(() => store.TradesAsync(Key, page, CancellationToken.None));

    public async Task<IReadOnlyList<EquityPoint>> GetEquity(EventTime from, EventTime to, int maxPoints)
    {
        var points = await Read(() => store.EquityAsync(Key, from, to, maxPoints, CancellationToken.None));
        var view = await GetView();
        if (!view.Time.IsKnown || view.Time < from || view.Time > to || (points.Count > 0 && points[^1].Time >= view.Time))
            return points;
        var last = new EquityPoint(view.Time, view.Cash, view.Equity, view.RealizedPnl, view.UnrealizedPnl);
        return points.Count < maxPoints ? [.. points, last] : [.. points.Take(maxPoints - 1), last];
    }

    public async Task<TradeLogPart> GetTradeLog(long after)
    {
        var page = await Read(() => store.TradesAsync(Key, new DeskPageRequest(after, TradeLogRows), CancellationToken.None));
        var text = new ArrayBufferWriter<byte>(Math.Max(1, page.Items.Count) * 96);
        if (after == 0)
            text.Write(TradeLogText.Header);
        var rows = new TradeLogText();
        foreach (var trade in page.Items)
            rows.Write(text, trade);
        return new TradeLogPart(text.WrittenSpan.ToArray(), page.Next);
    }

    public Task<RiskView> Halt() => SetHalted(true);

    public Task<RiskView> Resume() => SetHalted(false);

    public Task<StrategyView> PauseStrategy(string strategy) => SetPaused(strategy, true);

    public Task<StrategyView> ResumeStrategy(string strategy) => SetPaused(strategy, false);

    public Task<IReadOnlyList<string>> GetSymbols() =>
        Task.FromResult<IReadOnlyList<string>>([.. _setup.Portfolio.Instruments.Select(instrument => instrument.Symbol)]);

    public Task Subscribe(IPortfolioObserver observer)
    {
        _notes.Subscribe(observer);
        return Task.CompletedTask;
    }

    public Task Unsubscribe(IPortfolioObserver observer)
    {
        _notes.Unsubscribe(observer);
        return Task.CompletedTask;
    }

    private bool IsDurable => _version == _writtenVersion && !_side.IsChanged;

    private async Task<RiskView> SetHalted(bool halted)
    {
        await Command(side => side.SetHalted(halted));
        return (await GetView()).Risk;
    }

    private async Task<StrategyView> SetPaused(string strategy, bool isPaused)
    {
        var index = _setup.Strategies.TakeWhile(setup => setup.Id != strategy).Count();
        if (index == _setup.Strategies.Count)
            throw new DeskNotFoundException($"portfolio '{Key}' has no strategy '{strategy}'");
        await Command(side => side.SetPaused(index, isPaused));
        return (await GetStrategies()).Find(strategy);
    }

    private async Task Command(Action<PortfolioSide> command)
    {
        ThrowIfFailed();
        command(_side);
        Pump();
        // A slot in hand is done first.
        while (_side.HasCommand)
        {
            ThrowIfFailed();
            await Task.Delay(TimeSpan.FromMilliseconds(5), clock, lifetime.ApplicationStopping);
        }
    }

    // All in one go: nothing here waits, so that no other call sees the engine in between.
    private void Pump()
    {
        try
        {
            _side.Advance(Now);
        }
        catch (Exception e)
        {
            // The engine stands in the middle of a slot, which must not be committed.
            Fail(e);
            throw;
        }

        if (_side.IsChanged && !_isCommitting)
            CommitAll().Ignore();
    }

    private async Task CommitAll()
    {
        _isCommitting = true;
        try
        {
            while (_side.IsChanged && _failure is null)
                await CommitOnce();
        }
        catch (Exception e)
        {
            Fail(e);
        }
        finally
        {
            _isCommitting = false;
        }
    }

    private async Task CommitOnce()
    {
        var effects = _side.TakeEffects();
        var commit = new PortfolioCommit
        {
            Portfolio = Key,
            Version = ++_version,
            Writer = _writer,
            State = SavedState.Write(new PersistentPart(_side.PersistCommon)),
            Symbols = [.. effects.Symbols.Select(WriteSymbol)],
            FirstFill = effects.FirstFill,
            Fills = effects.Fills,
            FirstDecision = effects.FirstDecision,
            Decisions = effects.Decisions,
            Equity = effects.Equity,
        };
        var views = _isViewWanted ? PortfolioViews.Of(_side, _setup) : null;
        _isViewWanted = false;
        _notes.Note(_side, effects);
        await Write(commit);
        _writtenVersion = commit.Version;
        if (views is not null)
            (_views, _viewVersion) = (views, commit.Version);
        foreach (var answer in effects.Answers)
        {
            if (_waiters[answer.SymbolIndex] is not { } waiter || !answer.IsFor(waiter.Report))
                continue;
            _waiters[answer.SymbolIndex] = null;
            waiter.Give(answer.Answer);
        }

        _notes.Send();
        NextRound();
    }

    private KeyValuePair<int, ReadOnlyMemory<byte>> WriteSymbol(int symbol) =>
        new(symbol, SavedState.Write(new PersistentPart(archive => _side.PersistSymbol(symbol, archive))));

    // Waits until the commit is durable.
    private async Task Written(long version)
    {
        while (_writtenVersion < version)
        {
            ThrowIfFailed();
            await _written.Task;
        }
    }

    private void NextRound()
    {
        var round = _written;
        _written = NewRound();
        round.TrySetResult();
    }

    private static TaskCompletionSource NewRound() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private async Task<SavedPortfolio?> Load(CancellationToken cancellation)
    {
        var retry = new Backoff();
        while (true)
        {
            try
            {
                return await store.LoadAsync(Key, cancellation);
            }
            catch (Exception e) when (PostgresErrors.IsTransient(e))
            {
                LogLoadFailed(Key, e.Message);
                await retry.Wait(clock, cancellation);
            }
        }
    }

    private static async Task<T> Read<T>(Func<Task<T>> read)
    {
        try
        {
            return await read();
        }
        catch (Exception e) when (PostgresErrors.IsTransient(e))
        {
            throw new DeskUnavailableException("the database can't be reached");
        }
    }

    private async Task Write(PortfolioCommit commit)
    {
        var retry = new Backoff();
        while (true)
        {
            try
            {
                await store.CommitAsync(commit, CancellationToken.None);
                return;
            }
            catch (Exception e) when (PostgresErrors.IsTransient(e) && !lifetime.ApplicationStopping.IsCancellationRequested)
            {
                LogCommitFailed(Key, commit.Version, e.Message);
                await retry.Wait(clock, lifetime.ApplicationStopping);
            }
        }
    }

    // Nothing of this activation may be seen any more: the next one loads what is durable.
    private void Fail(Exception error)
    {
        if (_failure is not null)
            return;
        _failure = error;
        if (!lifetime.ApplicationStopping.IsCancellationRequested)
            LogFailed(Key, _version, error);
        ReleaseWaiters();
        NextRound();
        DeactivateOnIdle();
    }

    private void ThrowIfFailed()
    {
        if (_failure is not null)
            throw new PortfolioMovedException($"portfolio {Key}: this activation has ended ({_failure.Message})");
    }

    // They ask again, and find whoever has the portfolio then.
    private void ReleaseWaiters()
    {
        for (var i = 0; i < _waiters.Length; i++)
        {
            _waiters[i]?.Release();
            _waiters[i] = null;
        }
    }

    private async Task<SlotAnswer> AnswerAgain(SymbolReport report)
    {
        // What the engine has answered is in the ledger once all that it has done is.
        Pump();
        await Written(_side.IsChanged ? _version + 1 : _version);

        if (report.Question is not { } question)
            return SlotAnswer.Done;
        var orders = question.AwaitsSize ? [question.Fills[^1].OrderId] : question.Requests.Select(request => request.Id).ToArray();
        string[] ids = [.. orders.Select(id => id.ToString())];
        var decisions = question.AwaitsSize ? null : await Read(() => store.DecisionsAsync(Key, ids, CancellationToken.None));
        var fills = question.AwaitsSize ? await Read(() => store.FillsAsync(Key, ids, CancellationToken.None)) : null;
        return SlotAnswer.FromLedger(
            question,
            id => decisions!.TryGetValue(id.ToString(), out var decision) ? decision : null,
            (id, number) => fills!.TryGetValue((id.ToString(), number), out var fill) ? fill : null);
    }

    private void StartArrivals(TimeSpan wait)
    {
        var period = TimeSpan.FromTicks(Math.Max(TimeSpan.TicksPerMillisecond, wait.Ticks / 4));
        _arrivals = this.RegisterGrainTimer(
            () =>
            {
                if (_failure is null && _side.Pending > 0)
                    Pump();
                return Task.CompletedTask;
            },
            new GrainTimerCreationOptions(period, period) { Interleave = true });
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Portfolio {Portfolio} goes on from commit {Version}, after {Slots} slots.")]
    private partial void LogActivated(string portfolio, long version, long slots);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Portfolio {Portfolio} could not be loaded, trying again. Needs action only when it goes on. {Reason}")]
    private partial void LogLoadFailed(string portfolio, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Portfolio {Portfolio}: commit {Version} could not be written, trying again. Needs action only when it goes on. {Reason}")]
    private partial void LogCommitFailed(string portfolio, long version, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "Portfolio {Portfolio}: this activation has failed after commit {Version}; the next goes on from there. Needs action only when it goes on.")]
    private partial void LogFailed(string portfolio, long version, Exception error);

    // Continuations run on the grain's scheduler, after what gave the answer.
    private sealed class Waiter(SymbolReport report)
    {
        private readonly TaskCompletionSource<SlotAnswer> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public SymbolReport Report => report;

        public Task<SlotAnswer> Answer => _answer.Task;

        public void Give(SlotAnswer answer) => _answer.TrySetResult(answer);

        public void Release() => _answer.TrySetResult(SlotAnswer.Pending);
    }
}
