using System.Globalization;
using TradeBooks.Cli.Running;
using TradeBooks.Domain.Books;

namespace TradeBooks.Cli.Output;

/// <summary>What became of the depth events of each symbol, a line each; numbers without separators, for scripts.</summary>
internal static class ReplaySummary
{
    public static void Write(TextWriter output, ReplayResult result)
    {
        var books = result.Books;
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
        if (result.Bars is { } bars)
        {
            output.WriteLine(
                $"bars {Number(bars.Bars)}; without a bar: {Number(bars.Incomplete)} intervals seen in part, "
                + $"{Number(bars.Open)} not over; late trades {Number(bars.Late)}");
        }

        if (result.BadFrames > 0)
            output.WriteLine($"bad frames {Number(result.BadFrames)}, left out; the first: {result.FirstBadFrame}");
    }

    /// <param name="output">Takes it.</param>
    /// <param name="result">The replay.</param>
    /// <param name="withBadFrames">Whether bad frames, which may have been left out, are counted there too.</param>
    public static void WriteJson(Stream output, ReplayResult result, bool withBadFrames) => JsonOutput.Write(output, json =>
    {
        foreach (var (symbol, book) in result.Books)
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

        if (result.Bars is { } bars)
        {
            json.WriteStartObject("bars"u8);
            json.WriteNumber("bars"u8, bars.Bars);
            json.WriteNumber("incompleteIntervals"u8, bars.Incomplete);
            json.WriteNumber("openIntervals"u8, bars.Open);
            json.WriteNumber("lateTrades"u8, bars.Late);
            json.WriteEndObject();
        }

        if (withBadFrames)
            json.WriteNumber("badFrames"u8, result.BadFrames);
    });

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);
}
