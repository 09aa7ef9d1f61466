using System.Text.Json;
using TradeBooks.Domain.State;

namespace TradeBooks.Domain.Tests.Indicators;

/// <summary>Saves to JSON text and restores from it, as a run does.</summary>
internal static class StateCopy
{
    public static string Save(IPersistent part)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            part.Persist(new JsonStateWriter(json));
            json.WriteEndObject();
        }

        return System.Text.Encoding.UTF8.GetString(stream.ToArray());
    }

    public static void Load(IPersistent part, string saved)
    {
        using var document = JsonDocument.Parse(saved);
        part.Persist(new JsonStateReader(document.RootElement));
    }
}
