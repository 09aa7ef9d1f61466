namespace TradeBooks.Streaming.Kafka;

/// <summary>A record to be produced.</summary>
/// <param name="Topic">Where it goes.</param>
/// <param name="Key">Its key, which also chooses the partition; null for none.</param>
/// <param name="Value">Its value; null for a tombstone.</param>
/// <param name="Headers">Its headers, left out where the broker has none.</param>
public sealed record KafkaMessage(
    string Topic, byte[]? Key, byte[]? Value, IReadOnlyList<KafkaHeader>? Headers = null);
