using System.Numerics;

namespace TradeBooks.Feeds.Generation;

/// <summary>
/// xoshiro256** (Blackman and Vigna, Scrambled Linear Pseudorandom Number Generators, 2021), seeded by SplitMix64.
/// Its own code, so that a seed means the same numbers on every runtime.
/// </summary>
internal sealed class Xoshiro256
{
    private const double UnitPer53Bits = 1.0 / (1L << 53);

    // A binomial of 64 fair bits has variance 16, the uniform that smooths it 1/12.
    private static readonly double NormalScale = 1 / Math.Sqrt(16 + 1.0 / 12);

    private ulong _s0;
    private ulong _s1;
    private ulong _s2;
    private ulong _s3;

    public Xoshiro256(ulong seed)
    {
        _s0 = SplitMix(ref seed);
        _s1 = SplitMix(ref seed);
        _s2 = SplitMix(ref seed);
        _s3 = SplitMix(ref seed);
    }

    public ulong Next()
    {
        var result = BitOperations.RotateLeft(_s1 * 5, 7) * 9;
        var t = _s1 << 17;
        _s2 ^= _s0;
        _s3 ^= _s1;
        _s1 ^= _s2;
        _s0 ^= _s3;
        _s2 ^= t;
        _s3 = BitOperations.RotateLeft(_s3, 45);
        return result;
    }

    /// <summary>Uniform in [0, 1).</summary>
    public double NextUnit() => (Next() >> 11) * UnitPer53Bits;

    /// <summary>
    /// Mean 0, variance 1, nearly normal (kurtosis 2.97, within ±8.1): the number of set bits of a word, smoothed by
    /// a uniform. Needs no logarithm, whose last bit differs between platforms.
    /// </summary>
    public double NextNormal() => (BitOperations.PopCount(Next()) - 32.5 + NextUnit()) * NormalScale;

    private static ulong SplitMix(ref ulong state)
    {
        state += 0x9E3779B97F4A7C15;
        var z = state;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
