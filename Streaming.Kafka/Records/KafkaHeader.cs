namespace TradeBooks.Streaming.Kafka;

/// <summary>A header of a record.</summary>
/// <param name="Name">Its name; several may have the same.</param>
/// <param name="Value">Its bytes; null for none.</param>
[GenerateSerializer, Immutable, Alias("kafka.header")]
public sealed record KafkaHeader([property: Id(0)] string Name, [property: Id(1)] byte[]? Value);
