using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace TradeBooks.Feeds.Csv;

/// <summary>10^0 to 10^18, in constant memory so that the hot path needs no class initialisation.</summary>
internal static class PowersOfTen
{
    /// <summary>Most digits that a number of a bar has.</summary>
    public const int MaxDigits = 18;

    public static ReadOnlySpan<long> Values =>
    [
        1L, 10L, 100L, 1_000L, 10_000L, 100_000L, 1_000_000L, 10_000_000L, 100_000_000L, 1_000_000_000L,
        10_000_000_000L, 100_000_000_000L, 1_000_000_000_000L, 10_000_000_000_000L, 100_000_000_000_000L,
        1_000_000_000_000_000L, 10_000_000_000_000_000L, 100_000_000_000_000_000L, 1_000_000_000_000_000_000L,
    ];

    /// <summary>10^<paramref name="exponent"/> without a bounds check.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static long Of(int exponent) => Unsafe.Add(ref MemoryMarshal.GetReference(Values), exponent);

    /// <summary>The mantissa with <paramref name="added"/> more decimals, where it keeps within 18 digits.</summary>
    public static bool TryScale(long mantissa, int added, out long scaled)
    {
        scaled = 0;
        if (mantissa == 0)
            return true;
        if (added > MaxDigits)
            return false;
        var wide = (Int128)mantissa * Values[added];
        scaled = (long)wide;
        return Int128.Abs(wide) < Values[MaxDigits];
    }
}
