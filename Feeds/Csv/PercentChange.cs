using System.Numerics;
using System.Runtime.CompilerServices;

namespace TradeBooks.Feeds.Csv;

/// <summary>(close / previous close − 1) · 100 with 4 decimals, rounded half away from zero and nowhere before.</summary>
internal static class PercentChange
{
    /// <summary>Decimals of the result.</summary>
    public const byte Scale = 4;

    // Percent, and 4 decimals.
    private const long Factor = 1_000_000;

    // Below this, twice the difference times the factor, plus a close, stays within 63 bits.
    private const long NarrowDifference = 400_000_000_000;

    /// <summary>The change in units of 0.0001 %; 0 where there is no bar before.</summary>
    /// <returns>False where it has more than 18 digits.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryCompute(long close, int scale, in BarState previous, out long mantissa)
    {
        var difference = close - previous.Close;
        if (scale != previous.Scale || !previous.IsKnown || Math.Abs(difference) >= NarrowDifference)
            return TryComputeWide(close, scale, previous, out mantissa);
        var rounded = (Math.Abs(difference) * (2 * Factor) + previous.Close) / (2 * previous.Close);
        mantissa = difference < 0 ? -rounded : rounded;
        return true;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static bool TryComputeWide(long close, int scale, in BarState previous, out long mantissa)
    {
        mantissa = 0;
        if (!previous.IsKnown)
            return true;
        var common = Math.Max(scale, previous.Scale);
        if (PowersOfTen.TryScale(close, common - scale, out var now)
            && PowersOfTen.TryScale(previous.Close, common - previous.Scale, out var before)
            && Math.Abs(now - before) < NarrowDifference)
        {
            return TryCompute(now, common, new BarState(true, 0, before, common), out mantissa);
        }

        var wideNow = close * BigInteger.Pow(10, common - scale);
        var wideBefore = previous.Close * BigInteger.Pow(10, common - previous.Scale);
        var difference = wideNow - wideBefore;
        var rounded = (BigInteger.Abs(difference) * (2 * Factor) + wideBefore) / (2 * wideBefore);
        if (rounded >= PowersOfTen.Values[PowersOfTen.MaxDigits])
            return false;
        mantissa = (long)rounded * difference.Sign;
        return true;
    }
}
