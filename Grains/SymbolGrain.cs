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
/// </summary>
[ImplicitStreamSubscription(StreamNames.Bars)]
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

    // In memory only: a new activation begins with none.
    private const int BarsKept = 120;

    // What is shown of a symbol that is busy with its first batch is waited for, but not long.
    private static readonly TimeSpan LongestLook = TimeSpan.FromSeconds(2);

    private IReadOnlyList<SymbolLane> _lanes = [];
    private SymbolSnapshot _snapshot = null!;
    private IRecordDecoder _decoder = null!;
    private MarketEvent[] _events = [];
    private SymbolView? _view;
    private ChartView? _chart;
    private TaskCompletionSource? _rest;
    private bool _isBusy;
    private bool _isViewWanted;
    private bool _isChartWanted;
    private bool _isBroken;

    private string Symbol => this.GetPrimaryKeyString();

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
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
        foreach (var lane in _lanes)
            lane.Side.Engine.KeepHistory(BarsKept);
        _snapshot = new SymbolSnapshot(Symbol, _lanes);
        if (state.State.Data.Length > 0)
            SavedState.Read(state.State.Data, _snapshot);
        return Task.CompletedTask;
    }

    public Task OnSubscribed(IStreamSubscriptionHandleFactory handleFactory) =>
        handleFactory.Create<RecordBatch>().ResumeAsync((batch, _) => OnBatch(batch));

    public async Task<SymbolView> GetView()
    {
        // In the middle of a batch the view of the last one is given; it is made anew with the next.
        if (!_isBusy)
            _view = MakeView();
        else
            _isViewWanted = true;
        return _view ?? await Task.FromResult(MakeEmptyView());
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
            _chart = MakeChart();
        }

        return (_chart ?? MakeEmptyChart()).Last(after, limit);
    }

    public Task Pause() => SetPaused(true);

    public Task Resume() => SetPaused(false);

    public async Task ClosePositions(string portfolio)
    {
        var lane = _lanes.FirstOrDefault(lane => lane.Portfolio == portfolio)
            ?? throw new DeskNotFoundException($"portfolio '{portfolio}' does not trade {Symbol}");
        await Tell([lane], SymbolCommandKind.ClosePositions);
        await Save();
    }

    private async Task SetPaused(bool isPaused)
    {
        await Tell(_lanes, isPaused ? SymbolCommandKind.Pause : SymbolCommandKind.Resume);
        _snapshot.IsPaused = isPaused;
        await Save();
    }

    // An activation before this one may have reported more than the snapshot holds.
    private async Task Tell(IReadOnlyList<SymbolLane> lanes, SymbolCommandKind kind)
    {
        var reported = await Task.WhenAll(lanes.Select(
            lane => Reach(lane, grain => grain.GetLastReported(lane.Side.Engine.Index))));
        for (var i = 0; i < lanes.Count; i++)
            lanes[i].Side.Tell(kind, reported[i]);
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
        if (_isBroken)
            throw new InvalidOperationException($"{Symbol}: this activation has failed, the next one goes on");
        // A new activation has the snapshot's to show meanwhile.
        _view ??= MakeView();
        _isBusy = true;
        try
        {
            await Apply(batch);
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

        if (_isViewWanted)
            (_view, _isViewWanted) = (MakeView(), false);
        if (_isChartWanted)
            (_chart, _isChartWanted) = (MakeChart(), false);
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
        // Rented: a symbol that has nothing to do keeps nothing of the largest batch that it had.
        _events = ArrayPool<MarketEvent>.Shared.Rent(batch.Count);
        try
        {
            await Apply(batch, applied);
        }
        finally
        {
            ArrayPool<MarketEvent>.Shared.Return(_events, clearArray: true);
            _events = [];
        }

        _snapshot.SetPosition(source, batch.Offsets[^1]);
        await Save();
    }

    private async Task Apply(RecordBatch batch, long applied)
    {
        var count = 0;
        var last = _snapshot.Time;
        for (var i = 0; i < batch.Count; i++)
        {
            if (batch.Offsets[i] <= applied)
                continue;
            switch (_decoder.Decode(batch, i, last, out var e, out var reason))
            {
                case RecordOutcome.Event when FindLack(e) is { } lack:
                    await PutAside(batch, i, lack);
                    break;
                case RecordOutcome.Event:
                    last = e.Time;
                    _events[count++] = e;
                    break;
                case RecordOutcome.EndOfData:
                    await Run(count, isEnd: true);
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
                    break;
            }
        }

        if (count > 0)
            await Run(count, isEnd: false);
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
        for (var i = 0; i < count; i++)
            _snapshot.Bars += _events[i].Kind == EventKind.Bar ? 1 : 0;
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

    private SymbolView MakeEmptyView() => new()
    {
        Symbol = Symbol,
        Time = EventTime.MinValue,
        Mark = 0,
        PricePrecision = _lanes.Count == 0 ? 0 : _lanes[0].Side.Engine.Instrument.PricePrecision,
    };

    private ChartView MakeEmptyChart() => new()
    {
        Symbol = Symbol,
        Time = EventTime.MinValue,
        PricePrecision = _lanes.Count == 0 ? 0 : _lanes[0].Side.Engine.Instrument.PricePrecision,
        IsPaused = _snapshot.IsPaused,
    };

    private ChartView? MakeChart() => _lanes.Count == 0
        ? null
        : EngineViews.Chart(
            [.. _lanes.Select(lane => lane.Side.Engine)], _snapshot.Time, _snapshot.IsPaused, EventTime.MinValue, BarsKept);

    private SymbolView MakeView()
    {
        var history = _lanes.Count == 0 ? null : _lanes[0].Side.Engine.History;
        return MakeEmptyView() with
        {
            Time = _snapshot.Time,
            Mark = _lanes.Count == 0 ? 0 : _lanes[0].Side.Engine.Mark.ToDecimal(),
            IsPaused = _snapshot.IsPaused,
            IsEnded = _snapshot.IsEnded,
            Bars = _snapshot.Bars,
            Duplicates = _snapshot.Duplicates,
            Revisions = _snapshot.Revisions,
            DeadLetters = _snapshot.DeadLetters,
            Positions = new Dictionary<string, long>(_snapshot.Positions),
            LatestBars = history?.Read(EventTime.MinValue, BarsKept, out _) ?? [],
            Indicators = EngineViews.Figures(_lanes.Select(lane => lane.Side.Engine)),
        };
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "{Symbol}: batch at {Topic}/{Partition}@{Offset} failed; it is delivered again to a new activation. Needs action only when it goes on.")]
    private partial void LogBroken(string symbol, string topic, int partition, long offset, Exception error);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Symbol}: record {Topic}/{Partition}@{Offset} goes to the dead letters: {Reason}")]
    private partial void LogBad(string symbol, string topic, int partition, long offset, string reason);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Symbol}: portfolio {Portfolio} can't be reached, trying again; no action needed. {Reason}")]
    private partial void LogRetry(string symbol, string portfolio, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Symbol}: the snapshot could not be saved, trying again. Needs action only when it goes on. {Reason}")]
    private partial void LogSaveFailed(string symbol, string reason);
}
