using Confluent.Kafka;

namespace TradeBooks.EndToEnd.Tests.Running;

/// <summary>librdkafka's own broker, inside this process; other processes reach it on the loopback address.</summary>
internal sealed class MockBroker : IDisposable
{
    /// <summary>Partitions of every topic that it makes.</summary>
    public const int Partitions = 4;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly IProducer<Null, string> _producer;

    public MockBroker(params string[] topics)
    {
        var properties = new Dictionary<string, string> { ["test.mock.num.brokers"] = "1" };
        _producer = new ProducerBuilder<Null, string>(properties).SetLogHandler((_, _) => { }).Build();
        using var client = new DependentAdminClientBuilder(_producer.Handle).Build();
        var broker = Assert.Single(client.GetMetadata(Patience).Brokers);
        Address = $"{broker.Host}:{broker.Port}";
        foreach (var topic in topics)
        {
            using var stop = new CancellationTokenSource(Patience);
            _producer.ProduceAsync(topic, new Message<Null, string> { Value = "" }, stop.Token).GetAwaiter().GetResult();
        }
    }

    /// <summary>host:port</summary>
    public string Address { get; }

    public void Dispose() => _producer.Dispose();
}
