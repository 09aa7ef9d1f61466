using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using TradeBooks.Domain.Engine;
using TradeBooks.Domain.Market;
using TradeBooks.Domain.State;

namespace TradeBooks.Storage;

/// <summary>
/// <c>trading_state.json</c>: first what a person or a tool wants to know (cash, equity, P&amp;L, positions, open
/// orders, inputs), then, under <c>engine</c>, all that a run needs to go on. Written atomically.
/// </summary>
public static class TradingStateFile
{
    /// <summary>Version of the format; another one is refused.</summary>
    public const int Version = 3;

    private static readonly JsonWriterOptions Format = new()
    {
        Indented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <exception cref="StorageException">It can't be written.</exception>
    public static void Write(string path, TradingState state, Backtest backtest, bool toDisk = false) =>
        AtomicFile.Write(path, stream => Write(stream, state, backtest), toDisk);

    /// <exception cref="StorageException">It can't be written.</exception>
    public static void Write(Stream stream, TradingState state, Backtest backtest)
    {
        using var json = new Utf8JsonWriter(stream, Format);
        var portfolio = backtest.Portfolio;
        json.WriteStartObject();
        json.WriteNumber("version", Version);
        json.WriteString("portfolio", portfolio.Options.Id);
        json.WriteString("status", state.IsFinished ? "finished" : "running");
        if (backtest.Time.IsKnown)
            json.WriteString("time", backtest.Time.ToString());
        else
            json.WriteNull("time");
        json.WriteNumber("initialCash", portfolio.Options.InitialCash);
        json.WriteNumber("cash", portfolio.Cash);
        json.WriteNumber("equity", portfolio.Equity);
        json.WriteNumber("realizedPnl", portfolio.GrossRealizedPnl - portfolio.Fees);
        json.WriteNumber("unrealizedPnl", portfolio.UnrealizedPnl);
        json.WriteNumber("fees", portfolio.Fees);
        json.WriteNumber("fills", portfolio.Fills);
        json.WriteString("halt", portfolio.Halt.ToString());
        WriteSymbols(json, backtest);
        WriteInputs(json, state.Inputs);
        if (state.Partitions.Count > 0)
            WritePartitions(json, state.Partitions);
        json.WriteNumber("tradeLogBytes", state.TradeLogBytes);
        json.WriteStartObject("settings");
        foreach (var (key, value) in state.Settings)
            json.WriteString(key, value);
        json.WriteEndObject();
        json.WritePropertyName("engine");
        json.WriteRawValue(Engine(backtest).WrittenSpan, skipInputValidation: true);
        json.WriteEndObject();
    }

    /// <returns>The state, or null where there is no file.</returns>
    /// <exception cref="StorageException">The file is not a state of this version.</exception>
    public static SavedState? Read(string path)
    {
        try
        {
            using var stream = File.OpenRead(path);
            return new SavedState(path, JsonDocument.Parse(stream));
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException)
        {
            throw new StorageException($"{path} can't be read: {e.Message}", e);
        }
    }

    // Long lists of numbers, which nobody reads: on one line.
    private static ArrayBufferWriter<byte> Engine(Backtest backtest)
    {
        var buffer = new ArrayBufferWriter<byte>(1 << 16);
        using var json = new Utf8JsonWriter(buffer);
        json.WriteStartObject();
        backtest.Persist(new JsonStateWriter(json));
        json.WriteEndObject();
        return buffer;
    }

    private static void WriteSymbols(Utf8JsonWriter json, Backtest backtest)
    {
        var portfolio = backtest.Portfolio;
        var strategies = portfolio.Options.Strategies;
        json.WriteStartObject("symbols");
        foreach (var engine in backtest.Engines)
        {
            var mark = portfolio.Mark(engine.Index);
            json.WriteStartObject(engine.Symbol);
            var (quantity, cost, realized, unrealized) = (0m, 0m, 0m, 0m);
            for (var i = 0; i < strategies.Count; i++)
            {
                var position = portfolio.Position(i, engine.Index);
                quantity += position.Quantity;
                cost += position.Cost;
                realized += position.GrossRealizedPnl - position.Fees;
                unrealized += position.UnrealizedPnl(mark);
            }

            json.WriteNumber("quantity", quantity);
            json.WriteNumber("averagePrice", quantity == 0 ? 0 : cost / (quantity * engine.Instrument.Multiplier));
            json.WriteNumber("mark", mark.ToDecimal());
            json.WriteNumber("realizedPnl", realized);
            json.WriteNumber("unrealizedPnl", unrealized);
            json.WriteStartObject("strategies");
            for (var i = 0; i < strategies.Count; i++)
            {
                var position = portfolio.Position(i, engine.Index);
                json.WriteStartObject(strategies[i]);
                json.WriteNumber("quantity", position.Quantity);
                json.WriteNumber("averagePrice", position.AveragePrice);
                json.WriteNumber("realizedPnl", position.GrossRealizedPnl - position.Fees);
                json.WriteNumber("unrealizedPnl", position.UnrealizedPnl(mark));
                json.WriteEndObject();
            }

            json.WriteEndObject();
            WriteOrders(json, engine);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static void WriteOrders(Utf8JsonWriter json, SymbolEngine engine)
    {
        json.WriteStartArray("openOrders");
        foreach (var order in engine.WorkingOrders())
        {
            json.WriteStartObject();
            json.WriteString("id", order.Id.ToString());
            json.WriteString("strategy", order.Id.Strategy);
            json.WriteString("role", order.Role.ToString());
            json.WriteString("side", order.Side.ToString());
            json.WriteString("type", order.Type.ToString());
            if (order.Quantity != 0)
                json.WriteNumber("quantity", order.Quantity);
            if (order.LimitPrice != 0)
                json.WriteNumber("limitPrice", order.LimitPrice);
            if (order.StopPrice != 0)
                json.WriteNumber("stopPrice", order.StopPrice);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WritePartitions(Utf8JsonWriter json, IReadOnlyList<PartitionPosition> partitions)
    {
        json.WriteStartArray("partitions");
        foreach (var partition in partitions)
        {
            json.WriteStartObject();
            json.WriteString("topic", partition.Topic);
            json.WriteNumber("partition", partition.Partition);
            json.WriteNumber("nextOffset", partition.NextOffset);
            json.WriteNumber("readTo", partition.ReadTo);
            json.WriteNumber("endOffset", partition.EndOffset);
            json.WriteNumber("lag", partition.Lag);
            json.WriteNumber("recordsPerSecond", Math.Round(partition.RecordsPerSecond, 1));
            json.WriteNumber("deadLetters", partition.DeadLetters);
            json.WriteNumber("lastDeadLetter", partition.LastDeadLetter);
            json.WriteNumber("duplicates", partition.Duplicates);
            json.WriteNumber("revisions", partition.Revisions);
            json.WriteNumber("lost", partition.Lost);
            json.WriteNumber("timeMicroseconds", partition.LastTime.Microseconds);
            json.WriteStartArray("openDeadLetters");
            foreach (var offset in partition.OpenDeadLetters)
                json.WriteNumberValue(offset);
            json.WriteEndArray();
            json.WriteStartArray("ended");
            foreach (var symbol in partition.Ended)
                json.WriteStringValue(symbol);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteInputs(Utf8JsonWriter json, IReadOnlyList<InputPosition> inputs)
    {
        json.WriteStartObject("inputs");
        foreach (var input in inputs)
        {
            json.WriteStartObject(input.Symbol);
            json.WriteString("source", input.Source);
            if (input.Position.Partition < 0)
            {
                json.WriteNumber("row", input.Position.Offset);
                json.WriteNumber("byteOffset", input.ByteOffset);
            }
            else
            {
                json.WriteNumber("partition", input.Position.Partition);
                json.WriteNumber("offset", input.Position.Offset);
            }

            json.WriteNumber("timeMicroseconds", input.Time.Microseconds);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }
}
