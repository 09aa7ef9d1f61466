using TradeBooks.Domain.Market;

namespace TradeBooks.Feeds.Kafka;

/// <summary>What is remembered of a record until the broker has it.</summary>
/// <param name="Symbol">Index of its symbol.</param>
/// <param name="Line">Line in the symbol's file; 0 for an end of data.</param>
/// <param name="Time">Event time.</param>
/// <param name="SentAt">Time stamp of the clock when the client got it.</param>
internal readonly record struct SentRow(int Symbol, long Line, EventTime Time, long SentAt);
