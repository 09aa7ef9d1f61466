using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;

namespace TradeBooks.Streaming.Kafka;

/// <summary>
/// A dead letter's value where the broker has no headers:
/// <c>{"reason":…,"topic":…,"partition":…,"offset":…,"time":…,"key":…,"value":…}</c>. Key and value are text where they
/// are valid UTF-8, <c>null</c> where the record has none, and else <c>keyBase64</c> and <c>valueBase64</c> take their place.
/// </summary>
internal static class DeadLetterEnvelope
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static byte[] Write(KafkaRecords records, int index, string reason, DateTimeOffset time)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(bytes, Options))
        {
            json.WriteStartObject();
            json.WriteString("reason"u8, reason);
            json.WriteString("topic"u8, records.Topic);
            json.WriteNumber("partition"u8, records.Partition);
            json.WriteNumber("offset"u8, records[index].Offset);
            json.WriteString("time"u8, FormatTime(time));
            WriteBytes(json, "key", records.Key);
            WriteBytes(json, "value", records.GetValue(index));
            json.WriteEndObject();
        }

        return bytes.WrittenSpan.ToArray();
    }

    /// <summary>ISO 8601, UTC, seven decimals of the second.</summary>
    public static string FormatTime(DateTimeOffset time) => time.UtcDateTime.ToString("O", CultureInfo.InvariantCulture);

    private static void WriteBytes(Utf8JsonWriter json, string name, ReadOnlyMemory<byte>? bytes)
    {
        if (bytes is not { } some)
            json.WriteNull(name);
        else if (Utf8.IsValid(some.Span))
            json.WriteString(name, some.Span);
        else
            json.WriteBase64String(name + "Base64", some.Span);
    }
}
