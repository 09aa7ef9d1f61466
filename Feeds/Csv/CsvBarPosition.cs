using TradeBooks.Domain.Market;

namespace TradeBooks.Feeds.Csv;

/// <summary>
/// Where reading goes on after an interruption: the last bar that was processed. The row itself is read again on
/// resuming, to see that it is still the same and to have the close that the next row's change is computed from.
/// </summary>
/// <param name="Line">Line of the bar in the file.</param>
/// <param name="Time">Event time of the bar.</param>
/// <param name="ByteOffset">
/// Where the line starts in the (unpacked) text; −1 where it is not known, then lines are counted from the top.
/// </param>
public sealed record CsvBarPosition(long Line, EventTime Time, long ByteOffset = -1);
