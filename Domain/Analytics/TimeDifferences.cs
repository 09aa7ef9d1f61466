namespace TradeBooks.Domain.Analytics;

/// <summary>
/// Times as differences of differences: points at a regular interval become zeros, which a saved state holds in two
/// characters instead of seventeen. Wraps around on overflow, so that every list of times survives.
/// </summary>
internal static class TimeDifferences
{
    public static void Encode(Span<long> times)
    {
        for (var order = 1; order <= 2; order++)
        {
            for (var i = times.Length - 1; i >= order; i--)
                times[i] = unchecked(times[i] - times[i - 1]);
        }
    }

    public static void Decode(Span<long> times)
    {
        for (var order = 2; order >= 1; order--)
        {
            for (var i = order; i < times.Length; i++)
                times[i] = unchecked(times[i] + times[i - 1]);
        }
    }
}
