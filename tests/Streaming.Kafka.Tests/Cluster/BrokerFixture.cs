using TradeBooks.Tests.Kafka;

namespace TradeBooks.Streaming.Kafka.Tests.Cluster;

/// <summary>A broker for the tests that do not kill it. The first record creates a topic, of four partitions.</summary>
public sealed class BrokerFixture : IDisposable
{
    public const int Partitions = 4;
    private readonly Lazy<KafkaBroker> _broker = new(() => KafkaBroker.Start(new KafkaBrokerOptions { Partitions = Partitions }));

    internal KafkaBroker Broker => _broker.Value;

    public void Dispose()
    {
        if (_broker.IsValueCreated)
            _broker.Value.Dispose();
    }
}

[CollectionDefinition(Name)]
public sealed class BrokerGroup : ICollectionFixture<BrokerFixture>
{
    public const string Name = "broker";
}
