using Confluent.Kafka;
using TradeBooks.Tests.Kafka;

namespace TradeBooks.EndToEnd.Tests.Kafka;

/// <summary>A broker as both sides see it: the tests' own clients, and the command line.</summary>
/// <param name="Address">HOST:PORT.</param>
/// <param name="Properties">What clients have to set.</param>
/// <param name="HasHeaders">Whether records have headers.</param>
internal sealed record BrokerSide(string Address, IReadOnlyDictionary<string, string> Properties, bool HasHeaders)
{
    private static readonly Dictionary<string, string> MockProperties = new()
    {
        // The mock lets an empty fetch wait all of it.
        ["fetch.wait.max.ms"] = "10",
    };

    /// <summary>A new configuration for a client.</summary>
    public ClientConfig Client => new(Properties.ToDictionary()) { BootstrapServers = Address };

    /// <summary>What the command line needs to reach it.</summary>
    public IEnumerable<string> Arguments =>
    [
        "--brokers", Address, .. Properties.SelectMany(property => new[] { "--set", $"Kafka:Client:{property.Key}={property.Value}" }),
    ];

    public static BrokerSide Of(KafkaBroker broker) => new(broker.Address, KafkaBroker.ClientProperties, HasHeaders: false);

    public static BrokerSide Of(TestBroker broker) => new(broker.Address, broker.ClientProperties, broker.ClientProperties.Count == 0);

    public static BrokerSide Of(MockCluster cluster) => new(cluster.Address, MockProperties, HasHeaders: true);
}
