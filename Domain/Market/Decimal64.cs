using System.Globalization;
using System.Runtime.CompilerServices;

namespace TradeBooks.Domain.Market;

/// <summary>
/// An exact decimal number <c>Mantissa / 10^Scale</c> in 64 bits, for prices and volumes as a feed gave them:
/// up to 18 digits, 0 to 28 decimals. Cheap to compare and to turn into <see cref="double"/> for an indicator or
/// into <see cref="decimal"/> for money.
/// </summary>
public readonly struct Decimal64(long mantissa, byte scale) : IEquatable<Decimal64>, IComparable<Decimal64>
{
    /// <summary>Most decimals that <see cref="decimal"/> knows.</summary>
    public const int MaxScale = 28;

    private static readonly double[] PowersOfTen = BuildPowers();

    public long Mantissa { get; } = mantissa;

    /// <summary>Number of decimals, 0 to 28.</summary>
    public byte Scale { get; } = scale;

    public static Decimal64 Zero => default;

    /// <summary>The same number with as few decimals as hold it.</summary>
    /// <exception cref="OverflowException">It has more than 18 digits.</exception>
    public static Decimal64 FromDecimal(decimal value) =>
        TryFromDecimal(value, out var exact) ? exact : throw new OverflowException($"{value} has more than 18 digits");

    /// <summary>The same number with as few decimals as hold it, unless it has more than 18 digits.</summary>
    public static bool TryFromDecimal(decimal value, out Decimal64 exact)
    {
        var scale = value.Scale;
        Span<int> bits = stackalloc int[4];
        decimal.GetBits(value, bits);
        var magnitude = new UInt128((uint)bits[2], ((ulong)(uint)bits[1] << 32) | (uint)bits[0]);
        while (scale > 0 && magnitude % 10 == 0)
        {
            magnitude /= 10;
            scale--;
        }

        exact = default;
        if (magnitude > long.MaxValue)
            return false;
        var mantissa = (long)magnitude;
        exact = new Decimal64(value < 0 ? -mantissa : mantissa, scale);
        return true;
    }

    /// <summary>The nearest <see cref="double"/>; exact to the last bit for up to 15 digits and 22 decimals.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public double ToDouble() => Mantissa / PowersOfTen[Scale];

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public decimal ToDecimal()
    {
        var mantissa = Mantissa;
        var magnitude = (ulong)(mantissa < 0 ? -mantissa : mantissa);
        return new decimal((int)magnitude, (int)(magnitude >> 32), 0, mantissa < 0, Scale);
    }

    /// <summary>The mantissa that the same number has with <paramref name="scale"/> decimals, where it fits.</summary>
    public bool TryRescale(byte scale, out long mantissa)
    {
        mantissa = Mantissa;
        var from = Scale;
        while (from < scale)
        {
            var wider = Math.BigMul(mantissa, 10, out var low);
            if (wider != low >> 63)
                return false;
            mantissa = low;
            from++;
        }

        while (from > scale)
        {
            if (mantissa % 10 != 0)
                return false;
            mantissa /= 10;
            from--;
        }

        return true;
    }

    public int CompareTo(Decimal64 other) => Scale == other.Scale
        ? Mantissa.CompareTo(other.Mantissa)
        : ToDecimal().CompareTo(other.ToDecimal());

    public bool Equals(Decimal64 other) => CompareTo(other) == 0;

    public override bool Equals(object? obj) => obj is Decimal64 other && Equals(other);

    public override int GetHashCode() => ToDecimal().GetHashCode();

    public override string ToString() => ToDecimal().ToString(CultureInfo.InvariantCulture);

    public static implicit operator decimal(Decimal64 value) => value.ToDecimal();

    public static explicit operator double(Decimal64 value) => value.ToDouble();

    public static bool operator ==(Decimal64 left, Decimal64 right) => left.Equals(right);

    public static bool operator !=(Decimal64 left, Decimal64 right) => !left.Equals(right);

    public static bool operator <(Decimal64 left, Decimal64 right) => left.CompareTo(right) < 0;

    public static bool operator >(Decimal64 left, Decimal64 right) => left.CompareTo(right) > 0;

    public static bool operator <=(Decimal64 left, Decimal64 right) => left.CompareTo(right) <= 0;

    public static bool operator >=(Decimal64 left, Decimal64 right) => left.CompareTo(right) >= 0;

    private static double[] BuildPowers()
    {
        var powers = new double[MaxScale + 1];
        for (var i = 0; i < powers.Length; i++)
            powers[i] = double.Parse("1e" + i.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
        return powers;
    }
}
