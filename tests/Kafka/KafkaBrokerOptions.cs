namespace TradeBooks.Tests.Kafka;

/// <summary>How a test's own broker behaves.</summary>
internal sealed record KafkaBrokerOptions
{
    /// <summary>Whether the first one to name a topic creates it.</summary>
    public bool AutoCreateTopics { get; init; } = true;

    /// <summary>Partitions of a topic that is created by its first use.</summary>
    public int Partitions { get; init; } = 1;

    /// <summary>
    /// More lines for server.properties, by Kafka 0.9's own names, such as <c>log.retention.bytes</c> or
    /// <c>message.max.bytes</c>; they win over those of <see cref="KafkaBrokerFolder"/>.
    /// </summary>
    public IReadOnlyDictionary<string, string> Settings { get; init; } = new Dictionary<string, string>();
}
