namespace TradeBooks.Feeds.Csv;

/// <summary>
/// Turns time stamps that name no zone into event times, and moves stamps of a bar's end to its start.
/// </summary>
/// <param name="zone">Zone of the stamps.</param>
/// <param name="shift">Microseconds from event time to stamp: 0, or the bar's length.</param>
internal sealed class ZoneClock(TimeZoneInfo zone, long shift)
{
    private readonly bool _isUtc = zone.BaseUtcOffset == TimeSpan.Zero && !zone.SupportsDaylightSavingTime
        && zone.GetAdjustmentRules().Length == 0;

    /// <summary>Microseconds from event time to stamp.</summary>
    public long Shift => shift;

    /// <summary>
    /// The event time of local midnight, where every stamp of that day has the same distance from it; false near a
    /// change of the clock, where each stamp has to be looked at.
    /// </summary>
    public bool TryResolveDay(long localMidnight, out long eventTime)
    {
        eventTime = localMidnight - shift;
        if (_isUtc)
            return true;
        // Whatever the zone, the local day lies inside the three UTC days around it.
        var day = ToDateTime(localMidnight);
        if (day < DateTime.MinValue.AddDays(2) || day > DateTime.MaxValue.AddDays(-4))
            return false;
        var before = zone.GetUtcOffset(DateTime.SpecifyKind(day.AddDays(-1), DateTimeKind.Utc));
        var after = zone.GetUtcOffset(DateTime.SpecifyKind(day.AddDays(2), DateTimeKind.Utc));
        eventTime -= ToMicroseconds(before);
        return before == after;
    }

    /// <summary>
    /// The event time of one local stamp. A stamp that happens twice is the first of the two, unless that is not
    /// after <paramref name="previous"/>.
    /// </summary>
    /// <returns>Null, or what is wrong.</returns>
    public string? TryResolve(long local, in BarState previous, out long eventTime)
    {
        eventTime = local - shift;
        if (_isUtc)
            return null;
        var stamp = ToDateTime(local);
        if (zone.IsInvalidTime(stamp))
            return $"does not exist: the clocks of {zone.Id} skip it";
        if (zone.IsAmbiguousTime(stamp))
        {
            var offsets = zone.GetAmbiguousTimeOffsets(stamp);
            var first = eventTime - ToMicroseconds(offsets.Max());
            var second = eventTime - ToMicroseconds(offsets.Min());
            eventTime = previous.IsKnown && first <= previous.Time ? second : first;
        }
        else
        {
            eventTime -= ToMicroseconds(zone.GetUtcOffset(stamp));
        }

        return null;
    }

    private static long ToMicroseconds(TimeSpan span) => span.Ticks / TimeSpan.TicksPerMicrosecond;

    private static DateTime ToDateTime(long local) =>
        new(DateTime.UnixEpoch.Ticks + local * TimeSpan.TicksPerMicrosecond, DateTimeKind.Unspecified);
}
