using System.Text.Json;

namespace TradeBooks.Cli.Output;

/// <summary>JSON that a person may read, too.</summary>
internal static class JsonOutput
{
    /// <summary>Writes one object, indented, and a line's end.</summary>
    /// <param name="output">Takes it.</param>
    /// <param name="writeMembers">Writes what is in the object.</param>
    public static void Write(Stream output, Action<Utf8JsonWriter> writeMembers)
    {
        using (var json = new Utf8JsonWriter(output, new JsonWriterOptions { Indented = true }))
        {
            json.WriteStartObject();
            writeMembers(json);
            json.WriteEndObject();
        }

        output.Write("\n"u8);
    }
}
