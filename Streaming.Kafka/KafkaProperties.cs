using Confluent.Kafka;

namespace TradeBooks.Streaming.Kafka;

/// <summary>Turns the options into the properties of each kind of client.</summary>
internal static class KafkaProperties
{
    // The first version with message format 2: headers and idempotence.
    private static readonly Version FirstWithHeaders = new(0, 11);

    /// <summary>Whether the broker keeps record headers, as far as the options tell.</summary>
    public static bool HasHeaders(KafkaStreamOptions options) => !IsOld(options.Client);

    public static AdminClientConfig Admin(KafkaStreamOptions options) => new(With(Common(options), options.Client));

    /// <summary>A consumer that commits and moves only where it is told.</summary>
    public static ConsumerConfig Consumer(KafkaStreamOptions options)
    {
        var properties = Common(options);
        properties["group.id"] = options.GroupId;
        properties["auto.offset.reset"] = "earliest";
        // After a full queue: the default of a second would be seen as a pause.
        properties["fetch.queue.backoff.ms"] = "10";
        // There are no members; it is how long a commit waits for a coordinator.
        properties["session.timeout.ms"] = "2000";
        properties["heartbeat.interval.ms"] = "500";
        // Of all partitions together; what a pause drops is fetched again.
        properties["queued.max.messages.kbytes"] = "16384";
        With(With(properties, options.Client), options.Consumer);
        return new ConsumerConfig(properties)
        {
            EnableAutoCommit = false,
            EnableAutoOffsetStore = false,
            ConsumeResultFields = options.Headers ?? HasHeaders(options) ? "headers,timestamp,topic" : "timestamp,topic",
        };
    }

    /// <summary>A producer that keeps the order of a partition's records; keys choose partitions as Java's producer does.</summary>
    public static ProducerConfig Producer(KafkaStreamOptions options)
    {
        var properties = Common(options);
        properties["partitioner"] = "murmur2_random";
        properties["linger.ms"] = "2";
        if (IsOld(options.Client))
            properties["max.in.flight.requests.per.connection"] = "1";
        else
            properties["enable.idempotence"] = "true";
        return new ProducerConfig(With(With(properties, options.Client), options.Producer));
    }

    private static Dictionary<string, string> Common(KafkaStreamOptions options)
    {
        // The default of ten seconds is long for a broker that was restarted.
        var properties = new Dictionary<string, string> { ["reconnect.backoff.max.ms"] = "1000" };
        if (options.Brokers.Length > 0)
            properties["bootstrap.servers"] = options.Brokers;
        return properties;
    }

    private static bool IsOld(IDictionary<string, string> client) =>
        client.TryGetValue("api.version.request", out var request)
        && string.Equals(request, "false", StringComparison.OrdinalIgnoreCase)
        && Version.TryParse(client.TryGetValue("broker.version.fallback", out var fallback) ? fallback : "0.10.0", out var version)
        && version < FirstWithHeaders;

    private static Dictionary<string, string> With(Dictionary<string, string> properties, IDictionary<string, string> more)
    {
        foreach (var (name, value) in more)
            properties[name] = value;
        return properties;
    }
}
