using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Serialization;
using TradeBooks.Cli.Output;
using TradeBooks.Feeds;
using TradeBooks.Feeds.Csv;
using TradeBooks.Feeds.Quality;

namespace TradeBooks.Cli.Commands;

/// <summary><c>tradebooks check</c>: what in bar files would spoil a backtest.</summary>
internal static class CheckCommand
{
    /// <summary>What the help says after the options.</summary>
    public const string Notes = """
        Examples:
          tradebooks check bars
          tradebooks check bars/AAPL.csv --json

        Exit codes: 0 nothing wrong, 1 problems found, 2 DATA can't be read.
        """;

    private static readonly JsonSerializerOptions Json = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    public static Command Create(CliHost host)
    {
        var data = new Argument<string>("DATA") { Description = "Folder of bar files, or one file" };
        var timeZone = CommonOptions.TimeZone();
        var label = CommonOptions.Label();
        var interval = CommonOptions.Interval();
        var order = CommonOptions.Order();
        var json = CommonOptions.Json("Print the findings as JSON");
        var command = new Command("check", "Say what in bar files would spoil a backtest") { data, timeZone, label, interval, order, json };
        command.SetAction(result => host.Guard(() =>
        {
            var options = new DataQualityOptions
            {
                Reading = new CsvBarFeedOptions
                {
                    TimeZone = CommonOptions.FindTimeZone(result.GetValue(timeZone)!),
                    Label = CommonOptions.ParseLabel(result.GetValue(label)!),
                    Interval = CommonOptions.ParseInterval(result.GetValue(interval)),
                    Order = CommonOptions.ParseOrder(result.GetValue(order)!),
                },
            };
            var reports = FindFiles(result.GetRequiredValue(data))
                .Select(file => DataQualityChecker.Check(file, options))
                .ToList();
            if (result.GetValue(json))
                host.Output.WriteLine(JsonSerializer.Serialize(reports, Json));
            else
                Print(host.Output, reports);
            return reports.Any(report => report.HasProblems) ? ExitCode.ProblemsFound : ExitCode.Success;
        }));
        return command;
    }

    private static string[] FindFiles(string data)
    {
        if (File.Exists(data))
            return [data];
        if (!Directory.Exists(data))
            throw new FeedException(data, "there is no such file or folder");
        string[] files =
        [
            .. Directory.EnumerateFiles(data)
                .Where(file => file.EndsWith(".csv", StringComparison.Ordinal) || file.EndsWith(".csv.gz", StringComparison.Ordinal))
                .Order(StringComparer.Ordinal),
        ];
        return files.Length > 0 ? files : throw new FeedException(data, "the folder has no .csv or .csv.gz file");
    }

    private static void Print(TextWriter output, List<DataQualityReport> reports)
    {
        foreach (var report in reports)
        {
            output.WriteLine(
                $"{report.File}: {Text.Count(report.Bars)} bars{Interval(report.Interval)}, "
                + $"{Minute(report.FirstTime)} to {Minute(report.LastTime)} UTC");
            output.WriteLine(
                $"  {Text.Count(report.Sessions)} sessions, {Text.Count(report.MissingBars)} bars missing inside them, "
                + $"{Text.Count(report.ZeroRangeBars)} with high = low");
            foreach (var finding in report.Findings)
            {
                var mark = finding.Severity == DataQualitySeverity.Problem ? "PROBLEM" : "note   ";
                Paragraph.Write(output, $"  {mark}  ", finding.Message, CliHost.Width);
                foreach (var example in finding.Examples)
                    Paragraph.Write(output, $"           line {example.Line,-7} ", example.Text, CliHost.Width);
                if (finding.Count > finding.Examples.Count && finding.Examples.Count > 0)
                    output.WriteLine($"           and {Text.Count(finding.Count - finding.Examples.Count)} more");
            }
        }

        var wrong = reports.Count(report => report.HasProblems);
        output.WriteLine();
        output.WriteLine(wrong == 0
            ? $"{reports.Count} {(reports.Count == 1 ? "file" : "files")}: nothing that would spoil a backtest"
            : $"{wrong} of {reports.Count} {(reports.Count == 1 ? "file" : "files")} with problems");
    }

    private static string Interval(TimeSpan? interval) => interval switch
    {
        null => "",
        { TotalDays: >= 1 } time => $" of {time.TotalDays:0.##} d",
        { TotalHours: >= 1 } time => $" of {time.TotalHours:0.##} h",
        { TotalMinutes: >= 1 } time => $" of {time.TotalMinutes:0.##} min",
        { } time => $" of {time.TotalSeconds:0.##} s",
    };

    private static string Minute(DateTime? time) =>
        time?.ToString("yyyy-MM-dd HH:mm", System.Globalization.CultureInfo.InvariantCulture) ?? "–";
}
