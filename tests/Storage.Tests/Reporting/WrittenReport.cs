using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using TradeBooks.Domain.Analytics;
using TradeBooks.Domain.Market;
using TradeBooks.Storage.Reporting;

namespace TradeBooks.Storage.Tests.Reporting;

/// <summary>A report that was written, taken apart as a browser would.</summary>
internal sealed partial class WrittenReport
{
    public WrittenReport(ReportData data, string? title = null, string? version = null)
    {
        using var stream = new MemoryStream();
        HtmlReport.Write(stream, data, title, version);
        Bytes = stream.ToArray();
        Html = new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(Bytes);
        Policy = PolicyElement().Match(Html).Groups[1].Value;
        Style = StyleElement().Match(Html).Groups[1].Value;
        Script = ScriptElement().Match(Html).Groups[1].Value;
        using var json = JsonDocument.Parse(DataElement().Match(Html).Groups[1].Value);
        Data = json.RootElement.Clone();
    }

    public byte[] Bytes { get; }

    public string Html { get; }

    public string Policy { get; }

    public string Style { get; }

    public string Script { get; }

    public JsonElement Data { get; }

    /// <summary>The page without the data, which may hold anything that is escaped.</summary>
    public string Page => DataElement().Replace(Html, "");

    /// <summary>Times from a column of differences; null where a time is unknown.</summary>
    public static List<EventTime?> Times(JsonElement column)
    {
        var last = 0L;
        var times = new List<EventTime?>();
        foreach (var item in column.EnumerateArray())
        {
            if (item.ValueKind == JsonValueKind.Null)
            {
                times.Add(null);
                continue;
            }

            last += item.GetInt64();
            times.Add(new EventTime(last));
        }

        return times;
    }

    public static List<double?> Doubles(JsonElement column) => [.. column.EnumerateArray().Select(Double)];

    public static List<decimal> Decimals(JsonElement column) => [.. column.EnumerateArray().Select(item => item.GetDecimal())];

    public static List<string> Texts(JsonElement column) => [.. column.EnumerateArray().Select(item => item.GetString()!)];

    public static double? Double(JsonElement value) => value.ValueKind == JsonValueKind.Null ? null : value.GetDouble();

    [GeneratedRegex("""<meta http-equiv="Content-Security-Policy" content="([^"]*)">""")]
    private static partial Regex PolicyElement();

    [GeneratedRegex("<style>(.*?)</style>", RegexOptions.Singleline)]
    private static partial Regex StyleElement();

    [GeneratedRegex("<script>(.*?)</script>", RegexOptions.Singleline)]
    private static partial Regex ScriptElement();

    [GeneratedRegex("""<script id="data" type="application/json">(.*?)</script>""", RegexOptions.Singleline)]
    private static partial Regex DataElement();
}
