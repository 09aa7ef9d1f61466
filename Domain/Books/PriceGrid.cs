using System.Numerics;
using System.Runtime.CompilerServices;
using TradeBooks.Domain.Market;

namespace TradeBooks.Domain.Books;

/// <summary>
/// The prices that a book counts in ticks: multiples of <c>Step / 10^Scale</c>. Exchanges pad prices with zeros, so the
/// step is the greatest common divisor of the prices seen, not the last decimal. Whether a price is on the grid, and
/// which tick it is, takes one multiplication by the step's inverse modulo 2^64 instead of a division.
/// </summary>
internal struct PriceGrid
{
    private static readonly long[] Powers = [.. Enumerable.Range(0, 19).Select(i => (long)BigInteger.Pow(10, i))];

    // Room to lay an array around any tick, on either side of 0.
    private const ulong MostTicks = 1UL << 62;

    private long _step;
    private ulong _inverse;
    private ulong _limit;
    private int _shift;
    private byte _scale;

    public readonly byte Scale => _scale;

    public readonly long Step => _step;

    /// <param name="mantissa">Above 0.</param>
    /// <param name="scale">Its decimals.</param>
    /// <param name="ticks">The price in ticks, above 0.</param>
    /// <returns>False where the price is not on the grid.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly bool TryToTicks(long mantissa, byte scale, out long ticks)
    {
        if (scale != _scale && !TryRescale(ref mantissa, scale, _scale))
        {
            ticks = 0;
            return false;
        }

        // Positive multiples of the step, and no other numbers, come out from 1 to the limit, which is 0 of an unset grid.
        var quotient = BitOperations.RotateRight((ulong)mantissa * _inverse, _shift);
        ticks = (long)quotient;
        return quotient - 1 < _limit;
    }

    /// <summary>The price at a tick, with the decimals that its text had.</summary>
    public readonly Decimal64 ToPrice(long ticks, byte scale) => new(ticks * _step / Powers[_scale - scale], scale);

    /// <summary>Says how the grid must change to have a price on it, or to begin with it.</summary>
    /// <param name="mantissa">Above 0.</param>
    /// <param name="scale">Its decimals.</param>
    /// <param name="refined">The grid that has this price and all on the present one.</param>
    /// <param name="factor">Ticks of the new grid in one of this; 1 where this one is not set.</param>
    /// <returns>False where no such grid can be counted in 64 bits.</returns>
    public readonly bool TryRefine(long mantissa, byte scale, out PriceGrid refined, out long factor)
    {
        refined = default;
        factor = 1;
        var widest = Math.Max(_scale, scale);
        var step = _step;
        if (mantissa <= 0 || !TryRescale(ref mantissa, scale, widest) || !TryRescale(ref step, _scale, widest))
            return false;
        var common = (long)BigInteger.GreatestCommonDivisor(step, mantissa);
        if (step != 0)
            factor = step / common;
        refined.Set(common, widest);
        return true;
    }

    private static bool TryRescale(ref long mantissa, byte from, byte to)
    {
        if (from > to)
            return false;
        if (to - from >= Powers.Length)
            return mantissa == 0;
        var high = Math.BigMul(mantissa, Powers[to - from], out var low);
        mantissa = low;
        return high == 0 && low >= 0;
    }

    private void Set(long step, byte scale)
    {
        _step = step;
        _scale = scale;
        _shift = BitOperations.TrailingZeroCount(step);
        _limit = Math.Min((ulong)(long.MaxValue / step), MostTicks);

        // Newton's iteration doubles the right bits: 3, 6, 12, 24, 48, 96.
        var odd = (ulong)step >> _shift;
        _inverse = odd;
        for (var i = 0; i < 5; i++)
            _inverse *= 2 - odd * _inverse;
    }
}
