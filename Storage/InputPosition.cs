using TradeBooks.Domain.Market;

namespace TradeBooks.Storage;

/// <summary>How far an input was processed.</summary>
/// <param name="Symbol">Its symbol.</param>
/// <param name="Source">File, or topic.</param>
/// <param name="Position">The last event that was processed.</param>
/// <param name="Time">Its event time.</param>
/// <param name="ByteOffset">Where the row begins in the file, for a quick start; −1 where that is unknown.</param>
public sealed record InputPosition(
    string Symbol, string Source, SourcePosition Position, EventTime Time, long ByteOffset = -1);
