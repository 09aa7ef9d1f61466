using TradeBooks.Domain.Market;

namespace TradeBooks.Feeds.Kafka;

/// <summary>The last event of a symbol that was processed.</summary>
/// <param name="Symbol">The symbol.</param>
/// <param name="Topic">Topic that carries it.</param>
/// <param name="Position">Partition and offset.</param>
/// <param name="Time">Event time.</param>
public sealed record KafkaFeedPosition(string Symbol, string Topic, SourcePosition Position, EventTime Time);
