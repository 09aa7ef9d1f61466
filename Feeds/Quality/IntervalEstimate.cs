using TradeBooks.Domain.Market;

namespace TradeBooks.Feeds.Quality;

/// <summary>How far apart the bars of a file are, as its first bars tell.</summary>
/// <param name="Microseconds">The most frequent distance, the shorter of two; 0 with fewer than two bars.</param>
/// <param name="HasWeekends">Whether distances of three days are so frequent that they must be weekends.</param>
internal readonly record struct IntervalEstimate(long Microseconds, bool HasWeekends)
{
    /// <summary>Bars that are surely enough to tell.</summary>
    public const int Sample = 2000;

    private const double LeastWeekends = 0.1;

    public static IntervalEstimate Of(List<BarFacts> bars)
    {
        var counts = new Dictionary<long, int>();
        for (var i = 1; i < bars.Count; i++)
        {
            var distance = bars[i].Time.Microseconds - bars[i - 1].Time.Microseconds;
            counts[distance] = counts.GetValueOrDefault(distance) + 1;
        }

        if (counts.Count == 0)
            return default;
        var most = counts.Values.Max();
        return new IntervalEstimate(
            counts.Where(pair => pair.Value == most).Min(pair => pair.Key),
            counts.GetValueOrDefault(3 * EventTime.DayLength) >= LeastWeekends * (bars.Count - 1));
    }
}
