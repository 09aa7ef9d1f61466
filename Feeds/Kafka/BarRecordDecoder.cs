using TradeBooks.Domain.Market;

namespace TradeBooks.Feeds.Kafka;

/// <summary>
/// Decodes the records of one symbol in their order. Remembers the latest 8,192 bars, to tell a repeated bar from a
/// revised one. Not safe for use by several threads.
/// </summary>
/// <param name="reader">Reads the values; may be shared.</param>
public sealed class BarRecordDecoder(BarMessageReader reader)
{
    private readonly RecentBars _recent = new();

    /// <summary>Decodes a record; a good one allocates nothing.</summary>
    /// <param name="value">The record's value.</param>
    /// <param name="isEnd">Whether its header ends the symbol's data.</param>
    /// <param name="last">Time of the symbol's last bar, or <see cref="EventTime.MinValue"/>.</param>
    /// <param name="bar">The bar, where it is one that can be read.</param>
    /// <param name="reason">Why it is bad, in one line; else null.</param>
    public BarRecordKind Decode(ReadOnlySpan<byte> value, bool isEnd, EventTime last, out Bar bar, out string? reason)
    {
        bar = default;
        reason = null;
        if (value.IsEmpty)
        {
            if (isEnd)
                return BarRecordKind.EndOfData;
            reason = "the value is empty, and no end of data";
            return BarRecordKind.Bad;
        }

        if (EndOfData.IsValue(value))
            return BarRecordKind.EndOfData;
        reason = reader.TryRead(value, last, out bar);
        if (reason is not null)
            return BarRecordKind.Bad;
        if (bar.Time <= last)
            return _recent.IsRevision(bar) ? BarRecordKind.Revision : BarRecordKind.Duplicate;
        _recent.Add(bar);
        return BarRecordKind.Bar;
    }
}
