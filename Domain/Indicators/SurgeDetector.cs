using System.Numerics;
using System.Runtime.CompilerServices;
using TradeBooks.Domain.Market;
using TradeBooks.Domain.State;

namespace TradeBooks.Domain.Indicators;

/// <summary>
/// The surge rule of <c>lss</c>: a value is a surge if n earlier ones exist, their mean is above 0, and the value is
/// above multiplier × that mean (the value itself is not part of it). Compared as value · n &gt; multiplier · Σ in
/// whole numbers, so that there is no rounding error and a tie is no surge.
/// </summary>
/// <remarks>
/// Values that fit a bound at one common number of decimals are summed and compared in 64 bits, without allocation.
/// While the window holds others, the sum is made anew for every value: in 128 bits where all fit a common scale,
/// else (such as 10¹⁷ beside 10⁻²⁸) in numbers of any size.
/// </remarks>
public sealed class SurgeDetector : IPersistent
{
    /// <summary>Longest window.</summary>
    public const int MaxWindow = 1_000_000;

    /// <summary>Largest multiplier.</summary>
    public const decimal MaxMultiplier = 1000;

    /// <summary>Most decimals of the multiplier.</summary>
    public const int MaxMultiplierScale = 6;

    // The bounds above keep n · factor below 2⁶³, so that the compared products always fit Int128.
    private readonly long _valueFactor;
    private readonly long _sumFactor;
    private readonly long _limit;

    private readonly long[] _mantissas;
    private readonly long[] _scales;
    private int _count;
    private int _next;

    // While narrow, every mantissa has _scale decimals (_scales is out of date), is within ±_limit, and _sum is
    // their sum.
    private bool _isNarrow = true;
    private int _scale;
    private long _sum;
    private bool _isSurge;

    /// <param name="window">n, the number of earlier values to compare with, 1 to <see cref="MaxWindow"/>.</param>
    /// <param name="multiplier">
    /// Above 0, up to <see cref="MaxMultiplier"/>, with up to <see cref="MaxMultiplierScale"/> decimals.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside these bounds.</exception>
    public SurgeDetector(int window, decimal multiplier)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(window, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(window, MaxWindow);
        if (multiplier is <= 0 or > MaxMultiplier || decimal.Round(multiplier, MaxMultiplierScale) != multiplier)
        {
            throw new ArgumentOutOfRangeException(
                nameof(multiplier), multiplier,
                $"must be above 0, up to {MaxMultiplier}, with up to {MaxMultiplierScale} decimals");
        }

        var factor = Decimal64.FromDecimal(multiplier);
        _sumFactor = factor.Mantissa;
        _valueFactor = window;
        for (var i = 0; i < factor.Scale; i++)
            _valueFactor *= 10;
        _limit = long.MaxValue / Math.Max(_valueFactor, window * _sumFactor);
        _mantissas = new long[window];
        _scales = new long[window];
    }

    /// <summary>True once n values have come: the next one is compared.</summary>
    public bool IsReady => _count == _mantissas.Length;

    /// <summary>The last answer of <see cref="Update"/>.</summary>
    public bool IsSurge => _isSurge;

    /// <summary>Says whether <paramref name="value"/> is a surge over the n values before it, then remembers it.</summary>
    /// <param name="value">A measure of activity such as a volume or an absolute change; any unit, any scale.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Update(Decimal64 value)
    {
        var mantissa = value.Mantissa;
        if (value.Scale == _scale && _isNarrow && IsWithinLimit(mantissa))
            return UpdateNarrow(mantissa);
        return UpdateOther(value);
    }

    /// <summary>Forgets everything, as if new.</summary>
    public void Reset()
    {
        Array.Clear(_mantissas);
        Array.Clear(_scales);
        _count = 0;
        _next = 0;
        _isNarrow = true;
        _scale = 0;
        _sum = 0;
        _isSurge = false;
    }

    public void Persist(StateArchive archive)
    {
        archive.Item("mantissas", _mantissas);
        archive.Item("scales", _scales);
        archive.Item("count", ref _count);
        archive.Item("next", ref _next);
        archive.Item("isNarrow", ref _isNarrow);
        archive.Item("scale", ref _scale);
        archive.Item("sum", ref _sum);
        archive.Item("isSurge", ref _isSurge);
        SavedIndex.Check("count", _count, _mantissas.Length);
        SavedIndex.Check("next", _next, _mantissas.Length - 1);
        SavedIndex.Check("scale", _scale, Decimal64.MaxScale);
        foreach (var scale in _scales)
            SavedIndex.Check("scales", (int)scale, Decimal64.MaxScale);

        // Saved under another multiplier, the values may be beyond this one's bound.
        if (archive.IsLoading && _isNarrow && !Array.TrueForAll(_mantissas, IsWithinLimit))
            Widen();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool IsWithinLimit(long mantissa) => mantissa <= _limit && mantissa >= -_limit;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool UpdateNarrow(long mantissa)
    {
        var mantissas = _mantissas;
        var sum = _sum;
        var surge = _count == mantissas.Length && sum > 0 && mantissa * _valueFactor > sum * _sumFactor;

        // A slot that was never used holds 0.
        _sum = sum + mantissa - mantissas[_next];
        mantissas[_next] = mantissa;
        Advance();
        _isSurge = surge;
        return surge;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Advance()
    {
        if (++_next == _mantissas.Length)
            _next = 0;
        if (_count < _mantissas.Length)
            _count++;
    }

    private bool UpdateOther(Decimal64 value)
    {
        if (_isNarrow)
        {
            // The common scale grows to the largest seen, for feeds that write 0.5 beside 0.25.
            if (value.Scale > _scale && value.Mantissa != 0)
                TryNarrow(value.Scale);
            if (value.TryRescale((byte)_scale, out var mantissa) && IsWithinLimit(mantissa))
                return UpdateNarrow(mantissa);
            Widen();
        }

        var scale = CommonScale(value.Scale);
        _isSurge = IsReady && (CompareInt128(value, scale) ?? CompareBig(value, scale));
        _mantissas[_next] = value.Mantissa;
        _scales[_next] = value.Scale;
        Advance();
        TryNarrow(CommonScale(0));
        return _isSurge;
    }

    private void Widen()
    {
        Array.Fill(_scales, _scale);
        _isNarrow = false;
    }

    private int CommonScale(int atLeast)
    {
        long scale = atLeast;
        foreach (var s in _scales)
            scale = Math.Max(scale, s);
        return (int)scale;
    }

    private Decimal64 Slot(int index) => new(_mantissas[index], (byte)(_isNarrow ? _scale : _scales[index]));

    /// <summary>Brings all values to a scale, where all then fit the bound; else changes nothing.</summary>
    private void TryNarrow(int scale)
    {
        for (var i = 0; i < _mantissas.Length; i++)
        {
            if (!Slot(i).TryRescale((byte)scale, out var mantissa) || !IsWithinLimit(mantissa))
                return;
        }

        _sum = 0;
        for (var i = 0; i < _mantissas.Length; i++)
        {
            Slot(i).TryRescale((byte)scale, out _mantissas[i]);
            _sum += _mantissas[i];
        }

        _scale = scale;
        _isNarrow = true;
    }

    /// <summary>The comparison where everything fits 64 bits at that scale; else null.</summary>
    private bool? CompareInt128(Decimal64 value, int scale)
    {
        if (!value.TryRescale((byte)scale, out var compared))
            return null;
        Int128 sum = 0;
        for (var i = 0; i < _mantissas.Length; i++)
        {
            if (!Slot(i).TryRescale((byte)scale, out var mantissa))
                return null;
            sum += mantissa;
        }

        return sum > 0 && (Int128)compared * _valueFactor > sum * _sumFactor;
    }

    private bool CompareBig(Decimal64 value, int scale)
    {
        var sum = BigInteger.Zero;
        for (var i = 0; i < _mantissas.Length; i++)
            sum += Scaled(Slot(i), scale);
        return sum > 0 && Scaled(value, scale) * _valueFactor > sum * _sumFactor;
    }

    private static BigInteger Scaled(Decimal64 value, int scale) =>
        value.Mantissa * BigInteger.Pow(10, scale - value.Scale);
}
