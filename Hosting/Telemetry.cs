using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace TradeBooks.Hosting;

/// <summary>Sends traces and metrics to a collector over OTLP while the process runs.</summary>
/// <param name="endpoint">The collector (gRPC).</param>
/// <param name="service">What the process calls itself.</param>
/// <param name="instance">Which of several it is.</param>
internal sealed class Telemetry(Uri endpoint, string service, string instance) : IHostedService, IDisposable
{
    /// <summary>Meters of Orleans, of the streams and of trading.</summary>
    public static readonly string[] Meters = ["Microsoft.Orleans", "Streaming.Kafka", "TradeBooks*", "System.Runtime"];

    private static readonly string[] Sources = ["Microsoft.Orleans.*", "TradeBooks*", "Microsoft.AspNetCore", "Npgsql"];

    private TracerProvider? _traces;
    private MeterProvider? _metrics;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        var resource = ResourceBuilder.CreateDefault().AddService(service, serviceInstanceId: instance);
        _traces = Sdk.CreateTracerProviderBuilder()
            .SetResourceBuilder(resource)
            .AddSource(Sources)
            .AddOtlpExporter(options => options.Endpoint = endpoint)
            .Build();
        _metrics = Sdk.CreateMeterProviderBuilder()
            .SetResourceBuilder(resource)
            .AddMeter(Meters)
            .AddOtlpExporter(options => options.Endpoint = endpoint)
            .Build();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        // What is under way is sent; a collector that is away does not hold the stop up for long.
        _traces?.ForceFlush(2000);
        _metrics?.ForceFlush(2000);
        return Task.CompletedTask;
    }

    public void Dispose()
    {
        _traces?.Dispose();
        _metrics?.Dispose();
    }
}
