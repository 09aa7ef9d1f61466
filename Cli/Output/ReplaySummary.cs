using System.Globalization;
using TradeBooks.Domain.Books;

namespace TradeBooks.Cli.Output;

/// <summary>What became of the depth events of each symbol, a line each; numbers without separators, for scripts.</summary>
internal static class ReplaySummary
{
    public static void Write(TextWriter output, IReadOnlyDictionary<string, SyncedBook> books)
    {
        foreach (var (symbol, book) in books)
        {
            var counters = book.Counters;
            var state = book.IsInSync ? "in sync"
                : $"not in sync: {book.Reason.ToText()}{(counters.Held > 0 ? $", {Number(counters.Held)} updates wait" : "")}";
            output.WriteLine(
                $"{symbol}: messages {Number(counters.Messages)}, applied {Number(counters.Applied)}, dropped {Number(counters.Dropped)}, "
                + $"resyncs {Number(counters.Resyncs)}, checksum failures {Number(counters.ChecksumFailures)}, "
                + $"snapshots {Number(counters.Snapshots)}; {state}");
        }

        if (books.Count == 0)
            output.WriteLine("There was no depth event.");
    }

    public static void WriteJson(Stream output, IReadOnlyDictionary<string, SyncedBook> books) => JsonOutput.Write(output, json =>
    {
        foreach (var (symbol, book) in books)
        {
            var counters = book.Counters;
            json.WriteStartObject(symbol);
            json.WriteNumber("messages"u8, counters.Messages);
            json.WriteNumber("applied"u8, counters.Applied);
            json.WriteNumber("dropped"u8, counters.Dropped);
            json.WriteNumber("resyncs"u8, counters.Resyncs);
            json.WriteNumber("checksumFailures"u8, counters.ChecksumFailures);
            json.WriteNumber("snapshots"u8, counters.Snapshots);
            json.WriteNumber("held"u8, counters.Held);
            json.WriteBoolean("inSync"u8, book.IsInSync);
            if (!book.IsInSync)
                json.WriteString("reason"u8, book.Reason.ToText());
            json.WriteEndObject();
        }
    });

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);
}
