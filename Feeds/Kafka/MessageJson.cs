using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace TradeBooks.Feeds.Kafka;

/// <summary>How messages are written that hold text of others.</summary>
internal static class MessageJson
{
    private static readonly JsonWriterOptions Options = new() { Encoder = Encoder };

    /// <summary>Nothing of this is ever put into a page: little more is escaped than what JSON itself demands.</summary>
    public static JavaScriptEncoder Encoder => JavaScriptEncoder.UnsafeRelaxedJsonEscaping;

    public static Utf8JsonWriter CreateWriter(IBufferWriter<byte> destination) => new(destination, Options);
}
