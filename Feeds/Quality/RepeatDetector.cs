using TradeBooks.Domain.Market;

namespace TradeBooks.Feeds.Quality;

/// <summary>
/// Sees that two series of the same bars were merged, one of them stamped by another zone's clock: then the later
/// hours of a session repeat its earlier hours, a whole number of hours apart.
/// </summary>
internal static class RepeatDetector
{
    private const int MostHours = 14;

    // Two vendors' bars of the same minutes are alike, not equal.
    private const double Likeness = 0.0002;

    // A few bars are alike by chance. Half an hour of 5-minute bars would be twice what was ever seen in real data.
    private const int LeastRepeats = 12;
    private const double LeastShare = 0.2;

    // Where prices hardly move, bars are alike at any distance, which says nothing about the clock.
    private const double Contrast = 4;

    /// <summary>The distance in hours at which a session's bars repeat, or 0.</summary>
    public static int FindHours(List<BarFacts> session)
    {
        var best = 0;
        var repeats = 0;
        double bestShare = 0;
        double secondShare = 0;
        for (var hours = 1; hours <= MostHours; hours++)
        {
            var (compared, alike) = Compare(session, hours * Session.Hour);
            if (compared < LeastRepeats)
                continue;
            var share = (double)alike / compared;
            if (share > bestShare)
            {
                secondShare = bestShare;
                bestShare = share;
                best = hours;
                repeats = alike;
            }
            else
            {
                secondShare = Math.Max(secondShare, share);
            }
        }

        return repeats >= LeastRepeats && bestShare >= LeastShare && bestShare >= Contrast * secondShare ? best : 0;
    }

    private static (int Compared, int Alike) Compare(List<BarFacts> session, long distance)
    {
        var compared = 0;
        var alike = 0;
        var earlier = 0;
        foreach (var bar in session)
        {
            var time = new EventTime(bar.Time.Microseconds - distance);
            while (session[earlier].Time < time)
                earlier++;
            if (session[earlier].Time != time)
                continue;
            compared++;
            if (IsAlike(session[earlier], bar))
                alike++;
        }

        return (compared, alike);
    }

    private static bool IsAlike(in BarFacts left, in BarFacts right) =>
        left.High > left.Low && right.High > right.Low
        && IsNear(left.Open, right.Open) && IsNear(left.High, right.High)
        && IsNear(left.Low, right.Low) && IsNear(left.Close, right.Close);

    private static bool IsNear(double left, double right) => Math.Abs(left - right) <= Likeness * left;
}
