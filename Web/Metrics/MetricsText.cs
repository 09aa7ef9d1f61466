using System.Diagnostics.Metrics;
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
        : this(null, meters)
    {
    }

    /// <param name="host">
    /// Whose meters to show beside those that no factory made; those of other hosts in the process are left out. OpenTelemetry
    /// takes instruments of equal names for one, and forgets it when the first of their meters is disposed of. Default: null,
    /// all meters.
    /// </param>
    /// <param name="meters">Names of the meters to show; <c>*</c> stands for any text. Others are left out.</param>
    public MetricsText(IMeterFactory? host, params IEnumerable<string> meters)
    {
        _exporter = new PrometheusExporter();
        _reader = new BaseExportingMetricReader(_exporter) { TemporalityPreference = MetricReaderTemporalityPreference.Cumulative };
        var builder = Sdk.CreateMeterProviderBuilder().AddMeter([.. meters]).AddReader(_reader);
        if (host is not null)
            builder.AddView(instrument => IsOfAnother(host, instrument.Meter) ? MetricStreamConfiguration.Drop : null);
        _provider = builder.Build();
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

    private static bool IsOfAnother(IMeterFactory host, Meter meter) => meter.Scope is IMeterFactory factory && factory != host;
}
