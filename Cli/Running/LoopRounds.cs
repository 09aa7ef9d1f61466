using TradeBooks.Domain.Market;
using TradeBooks.Feeds;

namespace TradeBooks.Cli.Running;

/// <summary>
/// Moves data that is repeated on by whole weeks, so that times go on ascending, and days of the week and times of day
/// stay what they are.
/// </summary>
/// <param name="first">The first time of the data.</param>
/// <param name="last">The last.</param>
internal sealed class LoopRounds(EventTime first, EventTime last)
{
    private const long Week = 7 * EventTime.DayLength;

    private readonly long _length = (last.Microseconds - first.Microseconds) / Week * Week + Week;

    /// <summary>How far a round is moved on.</summary>
    /// <param name="round">0 for the data as it is.</param>
    /// <returns>Null where times would come behind the year 9999.</returns>
    public TimeSpan? ShiftOf(long round)
    {
        var shift = new Int128(0, (ulong)round) * _length;
        return last.Microseconds + shift <= EventTime.FromUtc(DateTime.MaxValue).Microseconds
            ? TimeSpan.FromMicroseconds((long)shift)
            : null;
    }

    /// <summary>The round that a time is in.</summary>
    public long RoundOf(EventTime time) => time < first ? 0 : (time.Microseconds - first.Microseconds) / _length;

    /// <summary>Reads the feeds to their end to see which times they have.</summary>
    /// <returns>Null where no event is in the range.</returns>
    /// <exception cref="FeedException">A feed can't be read.</exception>
    public static LoopRounds? Measure(IEnumerable<ISymbolFeed> feeds, ReplayRange range)
    {
        var (first, last) = (EventTime.MaxValue, EventTime.MinValue);
        foreach (var feed in feeds)
        {
            var merge = new EventMerge([feed], range);
            while (merge.MoveNext())
            {
                if (merge.IsEnd)
                    continue;
                first = merge.Time < first ? merge.Time : first;
                last = merge.Time > last ? merge.Time : last;
            }
        }

        return first.IsKnown ? new LoopRounds(first, last) : null;
    }
}
