using TradeBooks.Tests.Kafka;

namespace TradeBooks.EndToEnd.Tests.Kafka;

/// <summary>A broker for all tests of a class, started by the first that asks for it; skips the test where there is none.</summary>
public sealed class SharedBroker : IDisposable
{
    private readonly Lazy<TestBroker> _broker = new(TestBroker.Start);

    internal TestBroker Broker => _broker.Value;

    internal BrokerSide Side => BrokerSide.Of(_broker.Value);

    public void Dispose()
    {
        if (_broker.IsValueCreated)
            _broker.Value.Dispose();
    }
}
