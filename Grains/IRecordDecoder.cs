using TradeBooks.Domain.Market;
using TradeBooks.Grains.Interfaces;

namespace TradeBooks.Grains;

/// <summary>
/// Decodes one symbol's records, those of each source in the order of their offsets, and remembers what it needs of the
/// latest bars to tell a repeated bar from a revised one. Not safe for use by several threads.
/// </summary>
public interface IRecordDecoder
{
    /// <summary>Decodes a record.</summary>
    /// <param name="batch">Where it stands.</param>
    /// <param name="index">Its place there.</param>
    /// <param name="lastBar">Time of the symbol's last bar; <see cref="EventTime.MinValue"/> before the first.</param>
    /// <param name="e">
    /// The event, where there is one, with its own time, and a position that no record of another source has.
    /// </param>
    /// <param name="reason">Why the record is bad, in one line.</param>
    RecordOutcome Decode(RecordBatch batch, int index, EventTime lastBar, out MarketEvent e, out string? reason);
}
