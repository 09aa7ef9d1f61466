using System.Text.Json;
using TradeBooks.Domain.Analytics;
using TradeBooks.Domain.Market;

namespace TradeBooks.Storage;

/// <summary><c>summary.json</c>: the figures of a run (docs/figures.md), null where one is not defined.</summary>
public static class SummaryFile
{
    /// <param name="path">The file, written atomically.</param>
    /// <param name="summary">The figures.</param>
    /// <param name="elapsed">Wall time from the start of the process to this moment.</param>
    /// <param name="processed">Bars that this process did in that time; default: all.</param>
    /// <exception cref="StorageException">It can't be written.</exception>
    public static void Write(string path, PerformanceSummary summary, TimeSpan elapsed, long? processed = null) =>
        AtomicFile.Write(path, stream => Write(stream, summary, elapsed, processed));

    /// <summary>The same to a stream.</summary>
    public static void Write(Stream stream, PerformanceSummary summary, TimeSpan elapsed, long? processed = null)
    {
        using var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true });
        json.WriteStartObject();
        SummaryFields.Write(json, summary, WriteTime);
        json.WriteNumber("elapsedSeconds", Math.Round(elapsed.TotalSeconds, 6));
        json.WriteNumber("barsPerSecond", Math.Round((processed ?? summary.Bars) / Math.Max(elapsed.TotalSeconds, 1e-9)));
        json.WriteEndObject();
    }

    private static void WriteTime(Utf8JsonWriter json, string name, EventTime? time)
    {
        if (time is { } known)
            json.WriteString(name, known.ToString());
        else
            json.WriteNull(name);
    }
}
