using System.Collections.Concurrent;
using System.Globalization;
using Orleans.Storage;

namespace TradeBooks.Grains.Tests.Cluster;

/// <summary>The symbols' snapshots, where a killed silo does not take them with it. Fenced by ETags as a database would be.</summary>
internal sealed class SharedSymbolStorage : IGrainStorage
{
    private readonly ConcurrentQueue<(string Symbol, long Version, SymbolState State)> _history = [];
    private readonly ConcurrentDictionary<GrainId, (SymbolState State, long Version)> _rows = [];

    /// <summary>Before a snapshot of a symbol is written; what it throws is what the symbol sees.</summary>
    public Func<string, Task> BeforeWrite { get; set; } = _ => Task.CompletedTask;

    /// <summary>All that was written of a symbol, in order.</summary>
    public IReadOnlyList<SymbolState> History(string symbol) =>
        [.. _history.Where(row => row.Symbol == symbol).OrderBy(row => row.Version).Select(row => row.State)];

    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        if (_rows.TryGetValue(grainId, out var row))
        {
            grainState.State = (T)(object)Copy(row.State);
            (grainState.ETag, grainState.RecordExists) = (Tag(row.Version), true);
        }
        else
        {
            grainState.State = (T)(object)new SymbolState();
            (grainState.ETag, grainState.RecordExists) = (null, false);
        }

        return Task.CompletedTask;
    }

    public async Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var written = Copy((SymbolState)(object)grainState.State!);
        await BeforeWrite(grainId.Key.ToString()!);
        var version = grainState.ETag is { } tag ? long.Parse(tag, CultureInfo.InvariantCulture) : 0;
        var isWritten = version == 0
            ? _rows.TryAdd(grainId, (written, 1))
            : _rows.TryGetValue(grainId, out var row) && row.Version == version && _rows.TryUpdate(grainId, (written, version + 1), row);
        if (!isWritten)
            throw new InconsistentStateException("the snapshot was written by another activation", "another", Tag(version));
        _history.Enqueue((grainId.Key.ToString()!, version + 1, written));
        (grainState.ETag, grainState.RecordExists) = (Tag(version + 1), true);
    }

    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        _rows.TryRemove(grainId, out _);
        return Task.CompletedTask;
    }

    private static SymbolState Copy(SymbolState state) => new() { Data = state.Data, Source = state.Source, Epoch = state.Epoch };

    private static string Tag(long version) => version.ToString(CultureInfo.InvariantCulture);
}
