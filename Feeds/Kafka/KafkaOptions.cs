using Confluent.Kafka;
using TradeBooks.Domain.Settings;

namespace TradeBooks.Feeds.Kafka;

/// <summary>
/// How Kafka is reached and which topics are meant. Read from the settings under <c>Kafka.</c> (also written
/// <c>Kafka:</c>); what stands under <c>Kafka:Client</c>, <c>Kafka:Producer</c> and <c>Kafka:Consumer</c> goes to
/// librdkafka as it is. Its values may be secrets: none of them is logged or saved.
/// </summary>
public sealed record KafkaOptions
{
    /// <summary>What every key of these settings starts with.</summary>
    public const string Prefix = "Kafka.";

    private const string ClientScope = "Kafka.Client";
    private const string ProducerScope = "Kafka.Producer";
    private const string ConsumerScope = "Kafka.Consumer";

    // The first version with message format 2: headers and idempotence.
    private static readonly Version FirstWithHeaders = new(0, 11);

    /// <summary><c>host:port</c>, several separated by commas.</summary>
    public required string Brokers { get; init; }

    /// <summary>Topic of a symbol's bars. Default <c>topic_{symbol}</c>.</summary>
    public TopicTemplate Topic { get; init; } = TopicTemplate.Default;

    /// <summary>Partition map file; null where every symbol's topic is its own, or keys decide.</summary>
    public string? PartitionMap { get; init; }

    /// <summary>
    /// Whether the broker keeps record headers; they came with Kafka 0.11. Default: unless
    /// <c>api.version.request=false</c> and <c>broker.version.fallback</c> name an older one.
    /// </summary>
    public bool HasHeaders { get; init; } = true;

    /// <summary>How long a start waits for a broker to answer. Default 30 s.</summary>
    public TimeSpan StartTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Whether the settings name a broker from before 0.11, which does less than it can be asked for.</summary>
    internal bool IsOldBroker => IsOld(Client);

    /// <summary>librdkafka properties of every client. May be secrets.</summary>
    public IReadOnlyDictionary<string, string> Client { get; private init; } = new Dictionary<string, string>();

    /// <summary>librdkafka properties of the producer. May be secrets.</summary>
    public IReadOnlyDictionary<string, string> Producer { get; private init; } = new Dictionary<string, string>();

    /// <summary>librdkafka properties of the consumer. May be secrets.</summary>
    public IReadOnlyDictionary<string, string> Consumer { get; private init; } = new Dictionary<string, string>();

    /// <summary>Whether a setting is one of these.</summary>
    public static bool Owns(string key) => key.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase);

    /// <summary>Reads the settings under <c>Kafka.</c>.</summary>
    /// <param name="reader">Holds these settings only.</param>
    /// <param name="brokers">Wins over the settings where it is given.</param>
    /// <param name="topic">Wins over the settings where it is given.</param>
    /// <param name="partitionMap">Wins over the settings where it is given.</param>
    /// <exception cref="SettingException">No broker is named, or a value is wrong.</exception>
    public static KafkaOptions Read(
        SettingsReader reader, string? brokers = null, string? topic = null, string? partitionMap = null)
    {
        var client = reader.Group(ClientScope, "any librdkafka property, for both producer and consumer");
        var producer = reader.Group(ProducerScope, "any librdkafka property of the producer");
        var consumer = reader.Group(ConsumerScope, "any librdkafka property of the consumer");
        var isOld = IsOld(client);
        var bootstrap = client.GetValueOrDefault("bootstrap.servers") ?? client.GetValueOrDefault("metadata.broker.list") ?? "";
        var named = reader.Text("Kafka.Brokers", bootstrap, "addresses of the brokers, host:port,host:port (--brokers)");
        var template = reader.Text("Kafka.Topic", TopicTemplate.Default.Text, "topic of a symbol's bars (--topic)");
        var map = reader.Text("Kafka.PartitionMap", "", "file that says which partition carries which symbol (--partition-map)");
        var headers = reader.Choice("Kafka.Headers", "auto", ["auto", "on", "off"], "whether records get headers; auto: where the broker has them");
        var startTimeout = reader.Number("Kafka.StartTimeout", 30m, 0.1m, 86_400m, "how long a start waits for a broker to answer, in seconds");
        reader.RejectUnknown();
        brokers ??= named;
        partitionMap ??= map;
        topic ??= template;
        if (partitionMap.Length > 0 && TopicTemplate.Parse(topic).IsPerSymbol)
            throw new SettingException($"a partition map is for one topic with many symbols, and {topic} is one for each: give --topic NAME");
        return new KafkaOptions
        {
            Brokers = brokers.Length > 0 ? brokers : throw new SettingException("no broker is named: give --brokers HOST:PORT"),
            Topic = TopicTemplate.Parse(topic),
            PartitionMap = partitionMap.Length > 0 ? partitionMap : null,
            HasHeaders = headers == "auto" ? !isOld : headers == "on",
            StartTimeout = TimeSpan.FromSeconds((double)startTimeout),
            Client = client,
            Producer = producer,
            Consumer = consumer,
        };
    }

    /// <summary>Properties of an administrative client.</summary>
    public AdminClientConfig CreateAdminConfig() => new(With([], Client)) { BootstrapServers = Brokers };

    /// <summary>
    /// Properties of a producer that keeps the order of a partition's records and adds none twice: idempotent where
    /// the broker can, else with one request in flight. Keys choose partitions as Java's producer does.
    /// </summary>
    public ProducerConfig CreateProducerConfig()
    {
        var properties = new Dictionary<string, string>
        {
            ["linger.ms"] = "5",
            ["partitioner"] = "murmur2_random",
            ["reconnect.backoff.max.ms"] = "1000",
        };
        if (IsOld(Client))
            properties["max.in.flight.requests.per.connection"] = "1";
        else
            properties["enable.idempotence"] = "true";
        With(With(properties, Client), Producer);
        // A record that the broker refuses must not let those behind it pass.
        if (string.Equals(properties.GetValueOrDefault("enable.idempotence"), "true", StringComparison.OrdinalIgnoreCase))
            properties.TryAdd("enable.gapless.guarantee", "true");
        return new ProducerConfig(properties) { BootstrapServers = Brokers };
    }

    /// <summary>
    /// Properties of a consumer whose offsets are stored by its host, and committed in the background where they are.
    /// </summary>
    /// <param name="group">Group that the offsets are committed for, unless the settings name one.</param>
    public ConsumerConfig CreateConsumerConfig(string group)
    {
        var properties = new Dictionary<string, string>
        {
            ["group.id"] = group,
            ["enable.auto.commit"] = "true",
            ["enable.auto.offset.store"] = "false",
            ["auto.commit.interval.ms"] = "1000",
            ["auto.offset.reset"] = "error",
            // The default of ten seconds is long for a broker that was restarted.
            ["reconnect.backoff.max.ms"] = "1000",
            // After a full queue: the default of a second would be seen as a pause.
            ["fetch.queue.backoff.ms"] = "10",
        };
        With(With(properties, Client), Consumer);
        return new ConsumerConfig(properties) { BootstrapServers = Brokers };
    }

    // Without the properties: they may be secrets.
    public override string ToString() => $"Kafka at {Brokers}";

    private static bool IsOld(IReadOnlyDictionary<string, string> client) =>
        string.Equals(client.GetValueOrDefault("api.version.request"), "false", StringComparison.OrdinalIgnoreCase)
        && Version.TryParse(client.GetValueOrDefault("broker.version.fallback", "0.10.0"), out var version)
        && version < FirstWithHeaders;

    private static Dictionary<string, string> With(
        Dictionary<string, string> properties, IReadOnlyDictionary<string, string> more)
    {
        foreach (var (name, value) in more)
            properties[name] = value;
        return properties;
    }
}
