using System.Diagnostics;
using System.Diagnostics.Metrics;
using Confluent.Kafka;
using Microsoft.Extensions.DependencyInjection;

namespace TradeBooks.Streaming.Kafka;

/// <summary>The figures of the meter <c>Streaming.Kafka</c>, all with the tags <c>topic</c> and <c>partition</c>.</summary>
internal sealed class KafkaMetrics : IDisposable
{
    public const string MeterName = "Streaming.Kafka";

    private readonly Meter _meter = new(MeterName);
    private readonly IServiceProvider _services;

    public KafkaMetrics(IServiceProvider services)
    {
        _services = services;
        Records = _meter.CreateCounter<long>("streaming.kafka.records", "{record}", "Records read.");
        Bytes = _meter.CreateCounter<long>("streaming.kafka.bytes", "By", "Bytes of the values read.");
        Commits = _meter.CreateCounter<long>("streaming.kafka.commits", "{commit}", "Commits of offsets.");
        Errors = _meter.CreateCounter<long>("streaming.kafka.errors", "{error}", "Errors of brokers, data adapters and deliveries.");
        DeadLetters = _meter.CreateCounter<long>("streaming.kafka.dead_letters", "{record}", "Records that went to a dead-letter topic.");
        Paused = _meter.CreateCounter<double>("streaming.kafka.paused", "s", "Time that reading paused for a consumer.");
        _meter.CreateObservableGauge("streaming.kafka.lag", () => Observe(partition => partition.Lag), "{record}", "Records that are not read yet.");
        _meter.CreateObservableGauge("streaming.kafka.delivery_lag", () => Observe(partition => partition.DeliveryLag), "{record}", "Records that are not delivered yet.");
    }

    public Counter<long> Records { get; }

    public Counter<long> Bytes { get; }

    public Counter<long> Commits { get; }

    public Counter<long> Errors { get; }

    public Counter<long> DeadLetters { get; }

    public Counter<double> Paused { get; }

    public static TagList Tag(TopicPartition partition) => new() { { "topic", partition.Topic }, { "partition", partition.Partition.Value } };

    public void Dispose() => _meter.Dispose();

    private IEnumerable<Measurement<long>> Observe(Func<KafkaPartitionHealth, long> figure) => _services.GetServices<KafkaStreamHealth>()
        .SelectMany(health => health.Partitions).Where(partition => figure(partition) >= 0)
        .Select(partition => new Measurement<long>(figure(partition), new("topic", partition.Topic), new("partition", partition.Partition)));
}
