using TradeBooks.Cli.Running;
using TradeBooks.Feeds.Exchanges.Connecting;

namespace TradeBooks.Cli.Output;

/// <summary>What a live run has seen: a line while it goes on, and the whole at its end.</summary>
internal static class LiveSummary
{
    public static string Line(IReadOnlyList<ConnectionCounters> connections, string more)
    {
        var connected = connections.Count(connection => connection.IsConnected);
        return $"{Text.Count(connections.Sum(connection => connection.Frames))} frames  "
            + $"{Text.Count(connected)} of {Text.Plural(connections.Count, "connection")}  "
            + $"{Text.Count(connections.Sum(connection => connection.InSync))} of {Text.Plural(connections.Sum(connection => connection.Symbols), "book")} in sync  {more}";
    }

    public static void Write(CliHost host, LiveEnd end, bool asJson, string what, long count)
    {
        if (asJson)
        {
            using var output = host.OpenOutput();
            WriteJson(output, end, what, count);
            return;
        }

        host.Output.WriteLine($"{Text.Count(count)} {what} in {Text.Seconds(end.Elapsed)}");
        for (var i = 0; i < end.Connections.Count; i++)
        {
            var seen = end.Connections[i];
            host.Output.WriteLine(
                $"connection {Text.Count(i + 1)}: {Text.Plural(seen.Symbols, "symbol")}, {Text.Count(seen.InSync)} in sync, {Text.Plural(seen.Frames, "frame")}, "
                + $"{Text.Count(seen.Bytes)} bytes, bad {Text.Count(seen.BadFrames)}, connects {Text.Count(seen.Connects)}, "
                + $"snapshots {Text.Count(seen.Snapshots)}, resyncs {Text.Count(seen.Resyncs)}, refused {Text.Count(seen.Refusals)}, "
                + FormattableString.Invariant($"latency {seen.AverageLatency.TotalMilliseconds:0.0} ms"));
        }
    }

    private static void WriteJson(Stream output, LiveEnd end, string what, long count) => JsonOutput.Write(output, json =>
    {
        json.WriteNumber(what, count);
        json.WriteNumber("elapsedSeconds", Math.Round(end.Elapsed.TotalSeconds, 3));
        json.WriteStartArray("connections");
        foreach (var seen in end.Connections)
        {
            json.WriteStartObject();
            json.WriteNumber("symbols", seen.Symbols);
            json.WriteNumber("inSync", seen.InSync);
            json.WriteNumber("frames", seen.Frames);
            json.WriteNumber("bytes", seen.Bytes);
            json.WriteNumber("badFrames", seen.BadFrames);
            json.WriteNumber("connects", seen.Connects);
            json.WriteNumber("snapshots", seen.Snapshots);
            json.WriteNumber("resyncs", seen.Resyncs);
            json.WriteNumber("refusals", seen.Refusals);
            json.WriteNumber("averageLatencyMilliseconds", Math.Round(seen.AverageLatency.TotalMilliseconds, 3));
            json.WriteEndObject();
        }

        json.WriteEndArray();
    });
}
