using System.Globalization;
using System.Text;
using OpenTelemetry;
using OpenTelemetry.Metrics;

namespace TradeBooks.Web.Metrics;

/// <summary>
/// Writes metrics in Prometheus' text format 0.0.4: names with their unit at the end (<c>_seconds</c>, <c>_bytes</c>),
/// counters with <c>_total</c>, histograms with cumulative buckets, the meter as label <c>otel_scope_name</c>.
/// </summary>
internal sealed class PrometheusExporter : BaseExporter<Metric>
{
    private readonly StringBuilder _text = new();

    /// <summary>What the last collection gave, in UTF-8.</summary>
    public byte[] Text { get; private set; } = [];

    public override ExportResult Export(in Batch<Metric> batch)
    {
        var families = new SortedDictionary<string, List<Metric>>(StringComparer.Ordinal);
        foreach (var metric in batch)
        {
            var name = PrometheusName.Of(metric);
            if (!families.TryGetValue(name, out var family))
                families.Add(name, family = []);

            // A family has one type; what differs can't be shown beside it.
            if (family.Count == 0 || TypeOf(family[0]) == TypeOf(metric))
                family.Add(metric);
        }

        _text.Clear();
        foreach (var (name, family) in families)
            WriteFamily(name, family);
        Text = Encoding.UTF8.GetBytes(_text.ToString());
        return ExportResult.Success;
    }

    private static string TypeOf(Metric metric) => metric.MetricType switch
    {
        MetricType.LongSum or MetricType.DoubleSum => "counter",
        MetricType.Histogram or MetricType.ExponentialHistogram => "histogram",
        _ => "gauge",
    };

    private void WriteFamily(string name, List<Metric> family)
    {
        if (family[0].Description is { Length: > 0 } help)
        {
            _text.Append("# HELP ").Append(name).Append(' ');
            WriteEscaped(help, escapeQuotes: false);
            _text.Append('\n');
        }

        _text.Append("# TYPE ").Append(name).Append(' ').Append(TypeOf(family[0])).Append('\n');
        foreach (var metric in family)
        {
            foreach (ref readonly var point in metric.GetMetricPoints())
                WritePoint(name, metric, point);
        }
    }

    private void WritePoint(string name, Metric metric, in MetricPoint point)
    {
        switch (metric.MetricType)
        {
            case MetricType.LongSum or MetricType.LongSumNonMonotonic:
                WriteSample(name, metric, point, Number(point.GetSumLong()));
                break;
            case MetricType.DoubleSum or MetricType.DoubleSumNonMonotonic:
                WriteSample(name, metric, point, Number(point.GetSumDouble()));
                break;
            case MetricType.LongGauge:
                WriteSample(name, metric, point, Number(point.GetGaugeLastValueLong()));
                break;
            case MetricType.DoubleGauge:
                WriteSample(name, metric, point, Number(point.GetGaugeLastValueDouble()));
                break;
            default:
                WriteHistogram(name, metric, point);
                break;
        }
    }

    private void WriteHistogram(string name, Metric metric, in MetricPoint point)
    {
        // An exponential histogram's buckets have no place in this format: only the one that holds all is shown.
        if (metric.MetricType == MetricType.Histogram)
        {
            var count = 0L;
            foreach (var bucket in point.GetHistogramBuckets())
            {
                count += bucket.BucketCount;
                if (!double.IsPositiveInfinity(bucket.ExplicitBound))
                    WriteSample(name + "_bucket", metric, point, Number(count), Number(bucket.ExplicitBound));
            }
        }

        WriteSample(name + "_bucket", metric, point, Number(point.GetHistogramCount()), "+Inf");
        WriteSample(name + "_sum", metric, point, Number(point.GetHistogramSum()));
        WriteSample(name + "_count", metric, point, Number(point.GetHistogramCount()));
    }

    private void WriteSample(string name, Metric metric, in MetricPoint point, string value, string? bound = null)
    {
        _text.Append(name).Append("{otel_scope_name=\"");
        WriteEscaped(metric.MeterName, escapeQuotes: true);
        _text.Append('"');
        foreach (var tag in point.Tags)
        {
            _text.Append(',').Append(PrometheusName.OfLabel(tag.Key)).Append("=\"");
            WriteEscaped(TextOf(tag.Value), escapeQuotes: true);
            _text.Append('"');
        }

        if (bound is not null)
            _text.Append(",le=\"").Append(bound).Append('"');
        _text.Append("} ").Append(value).Append('\n');
    }

    private static string TextOf(object? value) => value switch
    {
        null => "",
        bool flag => flag ? "true" : "false",
        Array list => string.Join(',', list.Cast<object?>().Select(TextOf)),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
    };

    private void WriteEscaped(string text, bool escapeQuotes)
    {
        foreach (var c in text)
        {
            _ = c switch
            {
                '\\' => _text.Append("\\\\"),
                '\n' => _text.Append("\\n"),
                '"' when escapeQuotes => _text.Append("\\\""),
                _ => _text.Append(c),
            };
        }
    }

    private static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Number(double value) =>
        double.IsPositiveInfinity(value) ? "+Inf"
        : double.IsNegativeInfinity(value) ? "-Inf"
        : value.ToString("R", CultureInfo.InvariantCulture);
}
