namespace TradeBooks.Streaming.Kafka;

/// <summary>Records that the data adapter could not make an event of.</summary>
internal readonly record struct RefusedRecords(KafkaRecords Records, string Reason);
