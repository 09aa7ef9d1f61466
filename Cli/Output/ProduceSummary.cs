using TradeBooks.Cli.Running;

namespace TradeBooks.Cli.Output;

/// <summary>What was sent, when all of it was.</summary>
internal static class ProduceSummary
{
    public static void Write(TextWriter output, ProduceResult result)
    {
        if (result.RejectedRows > 0)
            output.WriteLine($"{Text.Plural(result.RejectedRows, "bad row")} left out");
        if (result.Records == 0)
        {
            output.WriteLine("Nothing was left to produce");
            return;
        }

        output.WriteLine(
            $"{Text.Plural(result.Records, "record")} of {Text.Plural(result.Symbols, "symbol")} in {Text.Plural(result.Topics, "topic")}: "
            + $"{Text.Plural(result.Bars, "bar")}, {Text.Plural(result.Ends, "end")} of data");
        output.WriteLine($"All acknowledged in {Text.Seconds(result.Sending)} ({Text.Rate(Rate(result))})");
    }

    public static void WriteJson(Stream output, ProduceResult result) => JsonOutput.Write(output, json =>
    {
        json.WriteNumber("records", result.Records);
        json.WriteNumber("bars", result.Bars);
        json.WriteNumber("endsOfData", result.Ends);
        json.WriteNumber("symbols", result.Symbols);
        json.WriteNumber("topics", result.Topics);
        json.WriteNumber("rejectedRows", result.RejectedRows);
        if (result.AcknowledgedUpTo.IsKnown)
            json.WriteString("acknowledgedUpTo", result.AcknowledgedUpTo.ToString());
        else
            json.WriteNull("acknowledgedUpTo");
        json.WriteNumber("elapsedSeconds", Math.Round(result.Elapsed.TotalSeconds, 3));
        json.WriteNumber("sendingSeconds", Math.Round(result.Sending.TotalSeconds, 3));
        json.WriteNumber("recordsPerSecond", Math.Round(Rate(result)));
    });

    private static double Rate(ProduceResult result) => result.Records / Math.Max(result.Sending.TotalSeconds, 1e-3);
}
