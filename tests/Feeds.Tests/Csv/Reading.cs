using TradeBooks.Domain.Market;
using TradeBooks.Feeds.Csv;

namespace TradeBooks.Feeds.Tests.Csv;

/// <summary>All that came out of a feed: its events, what it left out, and what ended it.</summary>
internal sealed record Reading(List<MarketEvent> Events, List<RejectedRow> Rejected, FeedException? Error)
{
    public static Reading Of(CsvBarFeed feed)
    {
        var events = new List<MarketEvent>();
        var rejected = new List<RejectedRow>();
        try
        {
            while (true)
            {
                var batch = feed.NextBatch();
                events.AddRange(batch.Events.AsSpan(0, batch.Count));
                rejected.AddRange(feed.TakeRejectedRows());
                if (batch.Count == 0)
                    return new Reading(events, rejected, null);
            }
        }
        catch (FeedException e)
        {
            rejected.AddRange(feed.TakeRejectedRows());
            return new Reading(events, rejected, e);
        }
    }

    /// <summary>Everything that matters of every bar, in text, to compare and to show.</summary>
    public IEnumerable<string> Lines => Events.Select(Show);

    public static string Show(MarketEvent e) => Show(e.Bar, e.Position.Offset) + (e.Time == e.Bar.Time ? "" : " time differs");

    public static string Show(in Bar bar, long line)
    {
        var prices = $"{bar.Open} {bar.High} {bar.Low} {bar.Close} s{bar.PriceScale}";
        var volume = bar.HasVolume ? bar.Volume.ToString() : "-";
        return FormattableString.Invariant($"{line} {bar.Time.Microseconds} {prices} {bar.PercentChange} v{volume}");
    }
}
