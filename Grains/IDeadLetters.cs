using TradeBooks.Grains.Interfaces;

namespace TradeBooks.Grains;

/// <summary>Where records go that can't be read. Safe for use by many threads.</summary>
public interface IDeadLetters
{
    /// <summary>Puts a record aside, untouched, with the reason; returns when it is durable.</summary>
    /// <param name="symbol">Key of the record.</param>
    /// <param name="batch">Where it stands.</param>
    /// <param name="index">Its place there.</param>
    /// <param name="reason">Why it can't be read, in one line.</param>
    /// <param name="cancellation">Ends the wait.</param>
    Task WriteAsync(string symbol, RecordBatch batch, int index, string reason, CancellationToken cancellation);
}
