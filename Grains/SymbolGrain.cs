using System.Buffers;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Storage;
using Orleans.Streams;
using Orleans.Streams.Core;
using TradeBooks.Domain.Desk;
using TradeBooks.Domain.Engine;
using TradeBooks.Domain.Market;
using TradeBooks.Grains.Interfaces;

namespace TradeBooks.Grains;

/// <summary>
/// A symbol, fed by its streams: decodes a batch of records, runs it through its engines, has the portfolios make what
/// follows from it durable, and saves its own snapshot before the batch is acknowledged. What comes again is known by its
/// offset. One batch at a time; whatever goes wrong within one ends the activation, and the next goes on from the snapshot.
/// Of several sources batches are taken as they come, and which source is in turn is saved before its batch is run, so
/// that the next activation takes what was reported in the same order (docs/adr/0010).
/// </summary>
[ImplicitStreamSubscription(StreamNames.Bars)]
[ImplicitStreamSubscription(StreamNames.Depth)]
[ImplicitStreamSubscription(StreamNames.Trades)]
internal sealed partial class SymbolGrain(
    [PersistentState("symbol", SymbolGrain.StorageName)] IPersistentState<SymbolState> state,
    ClusterTrading trading,
    IRecordDecoderFactory decoders,
    IDeadLetters deadLetters,
    TimeProvider clock,
    IHostApplicationLifetime lifetime,
    ILogger<SymbolGrain> logger) : Grain, ISymbolGrain, IStreamSubscriptionObserver
{
    /// <summary>Name of the grain storage.</summary>
    public const string StorageName = "symbols";

    // What is shown of a symbol that is busy is waited for where nobody has looked for a while, but not long.
    private static readonly TimeSpan LongestLook = TimeSpan.FromSeconds(2);

    private IReadOnlyList<SymbolLane> _lanes = [];
    private SymbolSnapshot _snapshot = null!;
    private SymbolViews _views = null!;
    private SourceTurn _turn = null!;
    private IRecordDecoder _decoder = null!;
    private MarketEvent[] _events = [];
    private SymbolView? _view;
    private ChartView? _chart;
    private TaskCompletionSource? _rest;
    private bool _isBusy;
    private bool _isViewWanted;
    private bool _isViewOld;
    private bool _isChartWanted;
    private bool _isBroken;
    private bool _isSaved;

    private string Symbol { get; set; } = "";

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        // One that has moved here brings the state along, perhaps without what was not kept.
        if (state.RecordExists && state.State.Data.Length == 0)
            await state.ReadStateAsync(cancellationToken);
        // Each time it is asked for it is a text of its own.
        Symbol = this.GetPrimaryKeyString();
        _decoder = decoders.Create(Symbol);
        _lanes =
        [
            .. from portfolio in trading.Portfolios
               let index = IndexIn(portfolio.Value)
               where index >= 0
               orderby portfolio.Key
               select new SymbolLane(
                   portfolio.Key, new SymbolSide(portfolio.Value, index), GrainFactory.GetGrain<IPortfolioGrain>(portfolio.Key)),
        ];
        _snapshot = new SymbolSnapshot(Symbol, _lanes);
        _views = new SymbolViews(Symbol, _lanes, _snapshot);
        _views.KeepHistory();
        _turn = new SourceTurn(
            Symbol, trading.Sources, _lanes, state, WriteTurn, (lane, epoch) => Reach(lane, grain => grain.Fence(lane.Side.Engine.Index, epoch)));
        _turn.SetEpoch();
        if (state.State.Data.Length == 0)
            return;
        SavedState.Read(state.State.Data, _snapshot);
        Saved();
    }

    public Task OnSubscribed(IStreamSubscriptionHandleFactory handleFactory) =>
        handleFactory.Create<RecordBatch>().ResumeAsync((batch, _) => OnBatch(batch));

    public async Task<SymbolView> GetView()
    {
        if (!_isBusy)
        {
            (_view, _isViewOld) = (_views.View(), false);
        }
        else
        {
            // In the middle of a batch the view of the last one is given, and it is made anew with the next. Where the last one
            // made none, what there is may be of long ago.
            _isViewWanted = true;
            if (_isViewOld)
                await Rest();
        }

        return _view ?? _views.Empty();
    }

    public async Task<ChartView> GetChart(EventTime after, int limit)
    {
        if (_isBusy)
        {
            // As with the view: the last batch's chart, made anew with the next.
            _isChartWanted = true;
            if (_chart is null)
                await Rest();
        }
        else
        {
            _chart = _views.Chart();
        }

        return (_chart ?? _views.EmptyChart()).Last(after, limit);
    }

    public Task Pause() => SetPaused(true);

    public Task Resume() => SetPaused(false);

    public async Task ClosePositions(string portfolio)
    {
        var lane = _lanes.FirstOrDefault(lane => lane.Portfolio == portfolio)
            ?? throw new DeskNotFoundException($"portfolio '{portfolio}' does not trade {Symbol}");
        await Tell(SymbolCommandKind.ClosePositions, told => told == lane);
        await Save();
    }

    private async Task SetPaused(bool isPaused)
    {
        await Tell(isPaused ? SymbolCommandKind.Pause : SymbolCommandKind.Resume, _ => true);
        _snapshot.IsPaused = isPaused;
        await Save();
        // What was shown before says otherwise.
        (_view, _chart) = (_views.View(), _views.Chart());
    }

    private async Task Tell(SymbolCommandKind kind, Predicate<SymbolLane> isTold)
    {
        ThrowIfBroken();
        // An activation before this one may have reported more than the snapshot holds, and must not go on without the command.
        var reported = await _turn.Fence();
        for (var i = 0; i < _lanes.Count; i++)
        {
            if (isTold(_lanes[i]))
                _lanes[i].Side.Tell(kind, reported[i]);
        }
    }

    private void ThrowIfBroken()
    {
        if (_isBroken)
            throw new InvalidOperationException($"{Symbol}: this activation has failed, the next one goes on");
    }

    private int IndexIn(TradingSetup setup)
    {
        for (var i = 0; i < setup.Portfolio.Instruments.Count; i++)
        {
            if (setup.Portfolio.Instruments[i].Symbol == Symbol)
                return i;
        }

        return -1;
    }

    private async Task OnBatch(RecordBatch batch)
    {
        if (_lanes.Count == 0)
            return;
        ThrowIfBroken();
        // A new activation has the snapshot's to show meanwhile.
        _view ??= _views.View();
        _isBusy = true;
        try
        {
            await Apply(batch);
        }
        catch (SourceWaitsException e)
        {
            // Nothing has been touched.
            LogSourceWaits(e.Message);
            throw;
        }
        catch (Exception e)
        {
            // The engines stand in the middle of something: only the snapshot is good.
            _isBroken = true;
            DeactivateOnIdle();
            if (!lifetime.ApplicationStopping.IsCancellationRequested)
                LogBroken(Symbol, batch.Topic, batch.Partition, batch.Offsets[0], e);
            throw;
        }
        finally
        {
            _isBusy = false;
        }

        _isViewOld = !_isViewWanted;
        if (_isViewWanted)
            (_view, _isViewWanted) = (_views.View(), false);
        if (_isChartWanted)
            (_chart, _isChartWanted) = (_views.Chart(), false);
        _rest?.TrySetResult();
        _rest = null;
    }

    private async Task Rest()
    {
        _rest ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        try
        {
            await _rest.Task.WaitAsync(LongestLook, clock);
        }
        catch (TimeoutException)
        {
            // The batch waits for other symbols.
        }
    }

    private async Task Apply(RecordBatch batch)
    {
        var source = $"{batch.Topic}/{batch.Partition}";
        var applied = _snapshot.Position(source);
        if (batch.Offsets[^1] <= applied)
            return;
        await _turn.Take(source);
        // Rented: a symbol that has nothing to do keeps nothing of the largest batch that it had.
        _events = ArrayPool<MarketEvent>.Shared.Rent(batch.Count);
        try
        {
            await Apply(batch, source, applied);
        }
        finally
        {
            ArrayPool<MarketEvent>.Shared.Return(_events, clearArray: true);
            _events = [];
        }

        _snapshot.SetPosition(source, batch.Offsets[^1]);
        await Save();
    }

    private async Task Apply(RecordBatch batch, string source, long applied)
    {
        var count = 0;
        var last = _snapshot.Time;
        for (var i = 0; i < batch.Count; i++)
        {
            if (batch.Offsets[i] <= applied)
                continue;
            var outcome = _decoder.Decode(batch, i, _snapshot.LastBar, out var e, out var reason);
            if (outcome == RecordOutcome.Event && FindLack(e) is { } lack)
            {
                reason = lack;
                outcome = e.Kind is EventKind.DepthSnapshot or EventKind.DepthUpdate ? RecordOutcome.BadDepth : RecordOutcome.Bad;
            }

            switch (outcome)
            {
                case RecordOutcome.Event:
                    if (e.Kind == EventKind.Bar)
                        _snapshot.LastBar = e.Time;
                    Add(e);
                    break;
                case RecordOutcome.EndOfData:
                    await Run(count, isEnd: _snapshot.End(source) >= trading.Sources);
                    count = 0;
                    break;
                case RecordOutcome.Duplicate:
                    _snapshot.Duplicates++;
                    break;
                case RecordOutcome.Revision:
                    _snapshot.Revisions++;
                    break;
                default:
                    await PutAside(batch, i, reason ?? "");
                    // An event like the others, so that the book closes at the same place whenever this is gone through.
                    if (outcome == RecordOutcome.BadDepth && last.IsKnown)
                        Add(MarketEvent.DepthLost(last, e.Position));
                    break;
            }
        }

        if (count > 0)
            await Run(count, isEnd: false);

        void Add(in MarketEvent e)
        {
            _events[count] = e.After(last);
            last = _events[count++].Time;
            _snapshot.Note(source, e.Kind);
        }
    }

    // Asked before anything is changed: what an engine has begun could not be taken back.
    private string? FindLack(in MarketEvent e)
    {
        foreach (var lane in _lanes)
        {
            if (lane.Side.Engine.FindLack(e) is { } lack)
                return lack;
        }

        return null;
    }

    private async Task PutAside(RecordBatch batch, int index, string reason)
    {
        LogBad(Symbol, batch.Topic, batch.Partition, batch.Offsets[index], reason);
        await deadLetters.WriteAsync(Symbol, batch, index, reason, lifetime.ApplicationStopping);
        _snapshot.DeadLetters++;
    }

    private async Task Run(int count, bool isEnd)
    {
        if (_lanes.Count == 1)
            await Run(_lanes[0], count, isEnd);
        else
            await Task.WhenAll(_lanes.Select(lane => Run(lane, count, isEnd)));
        _snapshot.IsEnded = isEnd;
        if (count == 0)
            return;
        _snapshot.Time = _events[count - 1].Time;
    }

    private async Task Run(SymbolLane lane, int count, bool isEnd)
    {
        foreach (var report in lane.Side.Run(_events, count, isEnd))
        {
            var answer = await Submit(lane, report);
            if (report.Question is not null)
                lane.Side.Take(answer);
        }
    }

    // The portfolio may wait for other symbols: for as long as that takes.
    private async Task<SlotAnswer> Submit(SymbolLane lane, SymbolReport report)
    {
        while (true)
        {
            var answer = await Reach(lane, grain => grain.Submit(report));
            if (!answer.IsPending)
                return answer;
        }
    }

    // It may be on its way to another silo, or wait for its database.
    private async Task<T> Reach<T>(SymbolLane lane, Func<IPortfolioGrain, Task<T>> call)
    {
        var retry = new Backoff();
        while (true)
        {
            lifetime.ApplicationStopping.ThrowIfCancellationRequested();
            try
            {
                return await call(lane.Grain);
            }
            catch (Exception e) when (GrainErrors.IsTransient(e))
            {
                LogRetry(Symbol, lane.Portfolio, e.Message);
                await retry.Wait(clock, lifetime.ApplicationStopping);
            }
        }
    }

    private async Task Save()
    {
        state.State.Data = SavedState.Write(_snapshot);
        await Write();
        Saved();
    }

    // The engines hold the same. With several sources it is written again each time that the next one has its turn.
    private void Saved()
    {
        _isSaved = true;
        if (trading.Sources == 1)
            state.State.Data = [];
    }

    // Between two batches, so that the engines stand as they were saved.
    private async Task WriteTurn()
    {
        if (_isSaved && state.State.Data.Length == 0)
            state.State.Data = SavedState.Write(_snapshot);
        await Write();
    }

    private async Task Write()
    {
        var retry = new Backoff();
        while (true)
        {
            try
            {
                await state.WriteStateAsync();
                return;
            }
            catch (Exception e) when (e is not InconsistentStateException && !lifetime.ApplicationStopping.IsCancellationRequested)
            {
                LogSaveFailed(Symbol, e.Message);
                await retry.Wait(clock, lifetime.ApplicationStopping);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "{Symbol}: batch at {Topic}/{Partition}@{Offset} failed; it is delivered again to a new activation. Needs action only when it goes on.")]
    private partial void LogBroken(string symbol, string topic, int partition, long offset, Exception error);

    [LoggerMessage(Level = LogLevel.Debug, Message = "{Reason}.")]
    private partial void LogSourceWaits(string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Symbol}: record {Topic}/{Partition}@{Offset} goes to the dead letters: {Reason}")]
    private partial void LogBad(string symbol, string topic, int partition, long offset, string reason);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Symbol}: portfolio {Portfolio} can't be reached, trying again; no action needed. {Reason}")]
    private partial void LogRetry(string symbol, string portfolio, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Symbol}: the snapshot could not be saved, trying again. Needs action only when it goes on. {Reason}")]
    private partial void LogSaveFailed(string symbol, string reason);
}
