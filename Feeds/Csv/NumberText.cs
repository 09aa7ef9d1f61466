using TradeBooks.Domain.Market;

namespace TradeBooks.Feeds.Csv;

/// <summary>
/// A decimal number in text, read exactly: sign, digits, decimal point, exponent. The complete and slower sibling of
/// what <see cref="ChunkParser"/> does with plain numbers.
/// </summary>
internal static class NumberText
{
    public const string NotANumber = "is not a number";
    public const string TooManyDigits = "has more than 18 digits or 28 decimals";

    private const long Limit = 1_000_000_000_000_000_000;

    // Longer exponents are beyond any number that fits.
    private const int ExponentLimit = 1000;

    /// <returns>Null, or what is wrong.</returns>
    public static string? TryParse(ReadOnlySpan<byte> text, out Decimal64 value)
    {
        value = default;
        var i = 0;
        var negative = false;
        if (text.Length > 0 && text[0] is (byte)'-' or (byte)'+')
        {
            negative = text[0] == '-';
            i = 1;
        }

        long magnitude = 0;
        var digits = 0;
        var decimals = 0;
        var dropped = 0;
        var point = false;
        for (; i < text.Length; i++)
        {
            var c = text[i];
            if (c == '.' && !point)
            {
                point = true;
                continue;
            }

            if (!char.IsAsciiDigit((char)c))
                break;
            digits++;
            if (point)
                decimals++;
            // Beyond 18 digits only zeros can be left out.
            if (magnitude < Limit / 10)
                magnitude = magnitude * 10 + (c - '0');
            else if (c == '0')
                dropped++;
            else
                return TooManyDigits;
        }

        if (digits == 0)
            return NotANumber;
        var exponent = 0;
        if (i < text.Length && !TryParseExponent(text[i..], out exponent))
            return NotANumber;
        return TryFit(magnitude, decimals - dropped - exponent, negative, out value) ? null : TooManyDigits;
    }

    private static bool TryParseExponent(ReadOnlySpan<byte> text, out int exponent)
    {
        exponent = 0;
        if (text[0] is not ((byte)'e' or (byte)'E'))
            return false;
        var i = 1;
        var negative = false;
        if (text.Length > 1 && text[1] is (byte)'-' or (byte)'+')
        {
            negative = text[1] == '-';
            i = 2;
        }

        if (i == text.Length)
            return false;
        for (; i < text.Length; i++)
        {
            if (!char.IsAsciiDigit((char)text[i]))
                return false;
            exponent = Math.Min(ExponentLimit, exponent * 10 + (text[i] - '0'));
        }

        if (negative)
            exponent = -exponent;
        return true;
    }

    private static bool TryFit(long magnitude, int scale, bool negative, out Decimal64 value)
    {
        value = default;
        if (magnitude == 0)
            scale = Math.Clamp(scale, 0, Decimal64.MaxScale);
        for (; scale > Decimal64.MaxScale && magnitude % 10 == 0; scale--)
            magnitude /= 10;
        for (; scale < 0 && magnitude < Limit; scale++)
            magnitude *= 10;
        if (magnitude >= Limit || scale is < 0 or > Decimal64.MaxScale)
            return false;
        value = new Decimal64(negative ? -magnitude : magnitude, (byte)scale);
        return true;
    }
}
