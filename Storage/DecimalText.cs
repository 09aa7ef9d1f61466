using System.Buffers.Text;

namespace TradeBooks.Storage;

/// <summary>Decimals as UTF-8 text, without culture and without allocation.</summary>
internal static class DecimalText
{
    private static readonly UInt128[] Powers = MakePowers();

    /// <summary>Exactly 4 decimals, rounded half to even: <c>304.5050</c>. A result of 0 has no sign.</summary>
    /// <returns>Bytes written, up to 35.</returns>
    public static int WriteFixed4(Span<byte> target, decimal value)
    {
        Span<int> bits = stackalloc int[4];
        decimal.GetBits(value, bits);
        var scale = (bits[3] >> 16) & 0xFF;
        var low = ((ulong)(uint)bits[1] << 32) | (uint)bits[0];
        if (bits[2] == 0 && scale >= 4)
        {
            if (scale - 4 <= 19)
                return Write(target, bits[3] < 0, RoundHalfToEven(low, (ulong)Powers[scale - 4]));
            return Write(target, bits[3] < 0, (ulong)RoundHalfToEven((UInt128)low, Powers[scale - 4]));
        }

        var magnitude = new UInt128((uint)bits[2], low);
        if (scale >= 4)
        {
            var rounded = RoundHalfToEven(magnitude, Powers[scale - 4]);
            if (rounded <= ulong.MaxValue)
                return Write(target, bits[3] < 0, (ulong)rounded);
        }
        else if (magnitude <= ulong.MaxValue / 10_000)
        {
            return Write(target, bits[3] < 0, (ulong)(magnitude * Powers[4 - scale]));
        }

        // Beyond 19 digits: rare, so the framework's own way.
        decimal.Round(value, 4).TryFormat(target, out var written, "F4", System.Globalization.CultureInfo.InvariantCulture);
        return written;
    }

    /// <summary>As many decimals as the number has, without trailing zeros: <c>3</c>, <c>0.25</c>.</summary>
    /// <returns>Bytes written, up to 31.</returns>
    public static int WriteShortest(Span<byte> target, decimal value)
    {
        Span<int> bits = stackalloc int[4];
        decimal.GetBits(value, bits);
        if (bits[2] == 0 && bits[1] == 0 && bits[3] == 0)
        {
            Utf8Formatter.TryFormat((uint)bits[0], target, out var digits);
            return digits;
        }

        value.TryFormat(target, out var written, "0.############################", System.Globalization.CultureInfo.InvariantCulture);
        return written;
    }

    private static ulong RoundHalfToEven(ulong value, ulong unit)
    {
        var quotient = value / unit;
        var rest = value - quotient * unit;
        var half = unit / 2;
        return unit > 1 && (rest > half || (rest == half && (quotient & 1) == 1)) ? quotient + 1 : quotient;
    }

    private static UInt128 RoundHalfToEven(UInt128 value, UInt128 unit)
    {
        var quotient = value / unit;
        var rest = value - quotient * unit;
        var half = unit / 2;
        return unit > 1 && (rest > half || (rest == half && (quotient & 1) == 1)) ? quotient + 1 : quotient;
    }

    private static int Write(Span<byte> target, bool isNegative, ulong tenThousandths)
    {
        var at = 0;
        if (isNegative && tenThousandths != 0)
            target[at++] = (byte)'-';
        var whole = tenThousandths / 10_000;
        Utf8Formatter.TryFormat(whole, target[at..], out var digits);
        at += digits;
        var fraction = (uint)(tenThousandths - whole * 10_000);
        target[at] = (byte)'.';
        for (var i = 4; i > 0; i--)
        {
            target[at + i] = (byte)('0' + fraction % 10);
            fraction /= 10;
        }

        return at + 5;
    }

    private static UInt128[] MakePowers()
    {
        var powers = new UInt128[29];
        powers[0] = 1;
        for (var i = 1; i < powers.Length; i++)
            powers[i] = powers[i - 1] * 10;
        return powers;
    }
}
