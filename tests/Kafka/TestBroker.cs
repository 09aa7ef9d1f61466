using Confluent.Kafka;
using Confluent.Kafka.Admin;

namespace TradeBooks.Tests.Kafka;

/// <summary>
/// A broker for tests that need no kills: the one that TRADEBOOKS_KAFKA names (HOST:PORT), else one of their own.
/// A named broker keeps its topics, so names come from <see cref="NewName"/>.
/// </summary>
internal sealed class TestBroker : IDisposable
{
    private const string Variable = "TRADEBOOKS_KAFKA";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly KafkaBroker? _own;

    private TestBroker(string? address)
    {
        _own = address is null ? KafkaBroker.Start() : null;
        Address = address ?? _own!.Address;
    }

    /// <summary>For bootstrap.servers.</summary>
    public string Address { get; }

    /// <summary>What clients must set beside the address.</summary>
    public IReadOnlyDictionary<string, string> ClientProperties =>
        _own is null ? new Dictionary<string, string>() : KafkaBroker.ClientProperties;

    /// <summary>A new configuration for a client of this broker.</summary>
    public ClientConfig Client => new(ClientProperties.ToDictionary()) { BootstrapServers = Address };

    /// <summary>Skips the test where there is no such broker.</summary>
    public static TestBroker Start() =>
        new(Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } address ? address : null);

    /// <summary>A name that no topic or group had before.</summary>
    public static string NewName(string stem) => $"{stem}-{Guid.NewGuid():N}";

    /// <summary>Creates topics and returns when they can be used.</summary>
    public void CreateTopics(params IReadOnlyCollection<(string Name, int Partitions)> topics)
    {
        if (_own is not null)
        {
            _own.CreateTopics(topics);
            return;
        }

        using var client = new AdminClientBuilder(Client).SetLogHandler((_, _) => { }).Build();
        client.CreateTopicsAsync(topics.Select(topic => new TopicSpecification
        {
            Name = topic.Name,
            NumPartitions = topic.Partitions,
            ReplicationFactor = 1,
        })).GetAwaiter().GetResult();
        using var metadata = new BrokerMetadata(Client);
        metadata.WaitUntil(
            all => BrokerMetadata.AreLed(all, topics), Patience, () => false,
            said => $"not all topics have leaders: {string.Join(", ", topics)}; {said}");
    }

    public void Dispose() => _own?.Dispose();
}
