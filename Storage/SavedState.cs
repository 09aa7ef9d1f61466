using System.Text.Json;
using TradeBooks.Domain.Engine;
using TradeBooks.Domain.Market;
using TradeBooks.Domain.State;

namespace TradeBooks.Storage;

/// <summary>A <c>trading_state.json</c> that was read.</summary>
public sealed class SavedState : IDisposable
{
    private readonly string _path;
    private readonly JsonDocument _document;

    internal SavedState(string path, JsonDocument document)
    {
        _path = path;
        _document = document;
        try
        {
            var root = document.RootElement;
            var version = root.GetProperty("version").GetInt32();
            if (version != TradingStateFile.Version)
                throw new StorageException($"{path} has format version {version}, this is version {TradingStateFile.Version}");
            State = new TradingState
            {
                IsFinished = root.GetProperty("status").GetString() == "finished",
                TradeLogBytes = root.GetProperty("tradeLogBytes").GetInt64(),
                Settings = root.GetProperty("settings").EnumerateObject()
                    .ToDictionary(setting => setting.Name, setting => setting.Value.GetString()!),
                Inputs = [.. root.GetProperty("inputs").EnumerateObject().Select(ReadInput)],
                Partitions = root.TryGetProperty("partitions", out var partitions)
                    ? [.. partitions.EnumerateArray().Select(ReadPartition)]
                    : [],
            };
        }
        catch (Exception e) when (e is KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new StorageException($"{path} is not a trading state: {e.Message}", e);
        }
    }

    public TradingState State { get; }

    /// <summary>The whole document.</summary>
    public JsonElement Root => _document.RootElement;

    /// <summary>Brings a new engine to where the saved one was.</summary>
    /// <exception cref="StorageException">The state is of another run: other symbols, strategies or settings.</exception>
    public void Restore(Backtest backtest)
    {
        try
        {
            backtest.Persist(new JsonStateReader(Root.GetProperty("engine")));
        }
        catch (StateException e)
        {
            throw new StorageException($"{_path}: {e.Message}", e);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // The engines trust what they once wrote; what another program wrote can fail anywhere in them.
            throw new StorageException($"{_path} is of another run, or was changed: {e.Message}", e);
        }
    }

    /// <exception cref="StorageException">A setting differs from the saved run's.</exception>
    public void RequireSettings(IReadOnlyDictionary<string, string> settings)
    {
        foreach (var key in settings.Keys.Union(State.Settings.Keys).Order(StringComparer.Ordinal))
        {
            var now = settings.GetValueOrDefault(key);
            var then = State.Settings.GetValueOrDefault(key);
            if (now != then)
            {
                throw new StorageException(
                    $"{_path}: the saved run has {key} = {then ?? "(none)"}, this one {now ?? "(none)"}; "
                    + "resume with the same settings, or start without --resume");
            }
        }
    }

    public void Dispose() => _document.Dispose();

    private static PartitionPosition ReadPartition(JsonElement partition) => new()
    {
        Topic = partition.GetProperty("topic").GetString()!,
        Partition = partition.GetProperty("partition").GetInt32(),
        NextOffset = partition.GetProperty("nextOffset").GetInt64(),
        ReadTo = partition.GetProperty("readTo").GetInt64(),
        EndOffset = partition.GetProperty("endOffset").GetInt64(),
        RecordsPerSecond = partition.GetProperty("recordsPerSecond").GetDouble(),
        DeadLetters = partition.GetProperty("deadLetters").GetInt64(),
        LastDeadLetter = partition.GetProperty("lastDeadLetter").GetInt64(),
        Duplicates = partition.GetProperty("duplicates").GetInt64(),
        Revisions = partition.GetProperty("revisions").GetInt64(),
        Lost = partition.GetProperty("lost").GetInt64(),
        LastTime = new EventTime(partition.GetProperty("timeMicroseconds").GetInt64()),
        OpenDeadLetters = [.. partition.GetProperty("openDeadLetters").EnumerateArray().Select(offset => offset.GetInt64())],
        Ended = [.. partition.GetProperty("ended").EnumerateArray().Select(symbol => symbol.GetString()!)],
    };

    private static InputPosition ReadInput(JsonProperty input)
    {
        var position = input.Value.TryGetProperty("row", out var row)
            ? SourcePosition.Row(row.GetInt64())
            : new SourcePosition(
                input.Value.GetProperty("partition").GetInt32(), input.Value.GetProperty("offset").GetInt64());
        return new InputPosition(
            input.Name,
            input.Value.GetProperty("source").GetString()!,
            position,
            new EventTime(input.Value.GetProperty("timeMicroseconds").GetInt64()),
            input.Value.TryGetProperty("byteOffset", out var offset) ? offset.GetInt64() : -1);
    }
}
