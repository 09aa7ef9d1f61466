using System.Buffers;
using System.Text.Json;
using TradeBooks.Domain.Engine;
using TradeBooks.Domain.State;
using TradeBooks.Storage.Portfolios;

namespace TradeBooks.Grains;

/// <summary>State of engines as bytes: JSON, so that it can be read by people too.</summary>
internal static class SavedState
{
    // It need not grow anew each time.
    [ThreadStatic]
    private static ArrayBufferWriter<byte>? _buffer;

    /// <summary>Saves a part.</summary>
    public static byte[] Write(IPersistent part)
    {
        var buffer = _buffer ??= new ArrayBufferWriter<byte>(4096);
        buffer.ResetWrittenCount();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { SkipValidation = true }))
        {
            json.WriteStartObject();
            part.Persist(new JsonStateWriter(json));
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>Restores a portfolio.</summary>
    /// <exception cref="StateException">It is another portfolio's, or of other settings.</exception>
    public static void Read(SavedPortfolio saved, PortfolioSide side)
    {
        Read(saved.State, new PersistentPart(side.PersistCommon));
        foreach (var (symbol, state) in saved.Symbols)
            Read(state, new PersistentPart(archive => side.PersistSymbol(symbol, archive)));
        side.Restored();
    }

    /// <summary>Restores a part.</summary>
    /// <exception cref="StateException">It was saved by another part, or with other settings.</exception>
    public static void Read(ReadOnlyMemory<byte> saved, IPersistent part)
    {
        using var document = JsonDocument.Parse(saved);
        part.Persist(new JsonStateReader(document.RootElement));
    }
}
