using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using TradeBooks.Domain.Market;

namespace TradeBooks.Web.Json;

/// <summary>
/// Event times as ISO 8601 in UTC: <c>2026-03-12T13:53:00.000Z</c>, with microseconds where milliseconds don't hold it;
/// null for no time.
/// </summary>
internal sealed class EventTimeConverter : JsonConverter<EventTime>
{
    public override bool HandleNull => true;

    public override EventTime Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.Null
            ? EventTime.MinValue
            : EventTime.FromUtc(reader.GetDateTimeOffset().UtcDateTime);

    public override void Write(Utf8JsonWriter writer, EventTime value, JsonSerializerOptions options)
    {
        if (!value.IsKnown)
            writer.WriteNullValue();
        else if (value.Microseconds % 1000 == 0)
            writer.WriteStringValue(value.ToString());
        else
            writer.WriteStringValue(value.ToUtc().ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture));
    }
}
