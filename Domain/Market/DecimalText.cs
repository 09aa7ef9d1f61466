using System.Runtime.CompilerServices;

namespace TradeBooks.Domain.Market;

/// <summary>
/// An exchange's decimal text: digits, and after a point more digits; no sign, no exponent, no needless leading zero.
/// Read into a <see cref="Decimal64"/> that keeps the number of decimals, it is written again exactly as it was sent.
/// </summary>
public static class DecimalText
{
    /// <summary>Most characters of such a text.</summary>
    public const int MaxLength = Decimal64.MaxScale + 2;

    // So many characters hold no more than 18 digits.
    private const int SafeLength = 18;

    /// <summary>Reads a whole text.</summary>
    /// <returns>False where it is none, has more than 28 decimals, or its digits exceed 64 bits.</returns>
    public static bool TryParse(ReadOnlySpan<byte> text, out Decimal64 value)
    {
        var length = Read(text, out var mantissa, out var scale);
        value = new Decimal64(mantissa, scale);
        return length > 0 && length == text.Length;
    }

    /// <summary>Reads a whole text.</summary>
    /// <returns>False where it is none, has more than 28 decimals, or its digits exceed 64 bits.</returns>
    public static bool TryParse(ReadOnlySpan<char> text, out Decimal64 value)
    {
        value = default;
        Span<byte> bytes = stackalloc byte[MaxLength];
        if (text.Length > bytes.Length)
            return false;
        for (var i = 0; i < text.Length; i++)
        {
            if (!char.IsAscii(text[i]))
                return false;
            bytes[i] = (byte)text[i];
        }

        return TryParse(bytes[..text.Length], out value);
    }

    /// <summary>Reads the text that <paramref name="source"/> begins with, up to the first other character.</summary>
    /// <returns>Its length; 0 where there is none or it does not fit.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Read(ReadOnlySpan<byte> source, out long mantissa, out byte scale)
    {
        mantissa = 0;
        scale = 0;
        var value = 0UL;
        var i = 0;
        uint digit;
        for (; i < source.Length && (digit = (uint)source[i] - '0') <= 9; i++)
            value = value * 10 + digit;

        // Both 007 and .5 would be written otherwise than they were sent.
        if (i == 0 || (i > 1 && source[0] == '0'))
            return 0;
        if (i < source.Length && source[i] == '.')
        {
            var point = i++;
            for (; i < source.Length && (digit = (uint)source[i] - '0') <= 9; i++)
                value = value * 10 + digit;
            var decimals = i - point - 1;
            if (decimals is 0 or > Decimal64.MaxScale)
                return 0;
            scale = (byte)decimals;
        }

        // Digits and a point: what is longer may have gone round 64 bits.
        mantissa = (long)value;
        return i <= SafeLength || Fits(source[..i]) ? i : 0;
    }

    /// <summary>Writes a number that is not negative with all its decimals.</summary>
    /// <returns>Bytes written.</returns>
    /// <exception cref="ArgumentException">The number is negative, or <paramref name="destination"/> is too short.</exception>
    public static int Write(Decimal64 value, Span<byte> destination)
    {
        if (value.Mantissa < 0)
            throw new ArgumentException($"{value} is negative", nameof(value));
        Span<byte> digits = stackalloc byte[MaxLength];
        var rest = (ulong)value.Mantissa;
        var at = digits.Length;
        for (var decimals = 0; decimals < value.Scale; decimals++)
        {
            digits[--at] = (byte)('0' + rest % 10);
            rest /= 10;
        }

        if (value.Scale > 0)
            digits[--at] = (byte)'.';
        do
        {
            digits[--at] = (byte)('0' + rest % 10);
            rest /= 10;
        }
        while (rest > 0);
        digits[at..].CopyTo(destination);
        return digits.Length - at;
    }

    private static bool Fits(ReadOnlySpan<byte> text)
    {
        var value = UInt128.Zero;
        foreach (var single in text)
        {
            if (single == '.')
                continue;
            value = value * 10 + (uint)(single - '0');
            if (value > long.MaxValue)
                return false;
        }

        return true;
    }
}
