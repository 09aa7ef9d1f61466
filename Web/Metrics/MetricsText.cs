using OpenTelemetry;
using OpenTelemetry.Metrics;

namespace TradeBooks.Web.Metrics;

/// <summary>
/// The figures of this process's meters in Prometheus' text format, as they are when asked for. Needs nothing of
/// ASP.NET Core. Counts from when it is made.
/// </summary>
public sealed class MetricsText : IDisposable
{
    /// <summary>What an HTTP answer is labelled with.</summary>
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    private readonly Lock _lock = new();
    private readonly PrometheusExporter _exporter;
    private readonly BaseExportingMetricReader _reader;
    private readonly MeterProvider _provider;

    /// <param name="meters">Names of the meters to show; <c>*</c> stands for any text. Others are left out.</param>
    public MetricsText(params IEnumerable<string> meters)
    {
        _exporter = new PrometheusExporter();
        _reader = new BaseExportingMetricReader(_exporter) { TemporalityPreference = MetricReaderTemporalityPreference.Cumulative };
        _provider = Sdk.CreateMeterProviderBuilder().AddMeter([.. meters]).AddReader(_reader).Build();
    }

    /// <summary>The figures, in UTF-8.</summary>
    public byte[] Collect()
    {
        lock (_lock)
        {
            _reader.Collect();
            return _exporter.Text;
        }
    }

    public void Dispose() => _provider.Dispose();
}
