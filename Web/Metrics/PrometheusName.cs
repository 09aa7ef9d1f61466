using System.Text;
using OpenTelemetry.Metrics;

namespace TradeBooks.Web.Metrics;

/// <summary>Names as Prometheus allows them.</summary>
internal static class PrometheusName
{
    /// <summary>A metric's name, with its unit and, for a counter, <c>_total</c> at the end.</summary>
    public static string Of(Metric metric)
    {
        var name = Clean(metric.Name, allowColon: true);
        var unit = Unit(metric.Unit);
        var isCounter = metric.MetricType is MetricType.LongSum or MetricType.DoubleSum;
        if (isCounter && name.EndsWith("_total", StringComparison.Ordinal))
            name = name[..^"_total".Length];
        if (unit.Length > 0 && !name.EndsWith("_" + unit, StringComparison.Ordinal))
            name += "_" + unit;
        return isCounter ? name + "_total" : name;
    }

    public static string OfLabel(string key) => Clean(key, allowColon: false);

    private static string Unit(string unit) => unit switch
    {
        "s" => "seconds",
        "ms" => "milliseconds",
        "us" => "microseconds",
        "ns" => "nanoseconds",
        "By" => "bytes",
        "%" => "percent",

        // A number without a unit, and what is counted ({request}), are no part of the name.
        "" or "1" => "",
        ['{', ..] => "",
        _ => Clean(unit, allowColon: false),
    };

    private static string Clean(string text, bool allowColon)
    {
        var clean = new StringBuilder(text.Length + 1);
        if (text.Length == 0 || char.IsAsciiDigit(text[0]))
            clean.Append('_');
        foreach (var c in text)
            clean.Append(char.IsAsciiLetterOrDigit(c) || c == '_' || (allowColon && c == ':') ? c : '_');
        return clean.ToString();
    }
}
