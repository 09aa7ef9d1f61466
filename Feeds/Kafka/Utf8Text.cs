using System.Diagnostics;
using TradeBooks.Feeds.Csv;

namespace TradeBooks.Feeds.Kafka;

/// <summary>Formats into bytes that are there, without an allocation.</summary>
/// <param name="destination">Large enough for all that is appended.</param>
internal ref struct Utf8Text(Span<byte> destination)
{
    /// <summary>Most bytes of a number: sign, 0, point and 28 decimals, or sign, 19 digits and a point.</summary>
    public const int LongestDecimal = 31;

    /// <summary>Most bytes of a time stamp.</summary>
    public const int LongestStamp = 26;

    private readonly Span<byte> _destination = destination;

    public int Length { get; private set; }

    public void Append(scoped ReadOnlySpan<byte> text)
    {
        text.CopyTo(_destination[Length..]);
        Length += text.Length;
    }

    public void Append(byte character) => _destination[Length++] = character;

    /// <summary><c>mantissa / 10^scale</c>, exact, without trailing zeros after the point.</summary>
    public void AppendDecimal(long mantissa, int scale)
    {
        var magnitude = mantissa < 0 ? 0 - (ulong)mantissa : (ulong)mantissa;
        for (; scale > 0; scale--)
        {
            var (shorter, last) = Math.DivRem(magnitude, 10UL);
            if (last != 0)
                break;
            magnitude = shorter;
        }

        if (mantissa < 0)
            Append((byte)'-');
        var digits = Math.Max(CountDigits(magnitude), scale + 1);
        if (scale == 0)
        {
            WriteDigits(magnitude, Take(digits));
            return;
        }

        var text = Take(digits + 1);
        var decimals = text[(digits - scale + 1)..];
        for (var i = decimals.Length - 1; i >= 0; i--)
        {
            (magnitude, var digit) = Math.DivRem(magnitude, 10UL);
            decimals[i] = (byte)('0' + digit);
        }

        text[digits - scale] = (byte)'.';
        WriteDigits(magnitude, text[..(digits - scale)]);
    }

    /// <summary><c>yyyy-MM-dd HH:mm:ss[.ffffff]</c> in UTC, the part of the second only where there is one.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The time is outside the years 1 to 9999.</exception>
    public void AppendStamp(DateTime utc)
    {
        Debug.Assert(utc.Kind == DateTimeKind.Utc);
        var (year, month, day) = utc;
        var text = Take(19);
        TwoDigits(text, 0, year / 100);
        TwoDigits(text, 2, year % 100);
        text[4] = (byte)'-';
        TwoDigits(text, 5, month);
        text[7] = (byte)'-';
        TwoDigits(text, 8, day);
        text[10] = (byte)' ';
        var time = utc.Ticks % TimeSpan.TicksPerDay;
        var seconds = (int)(time / TimeSpan.TicksPerSecond);
        TwoDigits(text, 11, seconds / 3600);
        text[13] = (byte)':';
        TwoDigits(text, 14, seconds / 60 % 60);
        text[16] = (byte)':';
        TwoDigits(text, 17, seconds % 60);
        var part = (int)(time - seconds * TimeSpan.TicksPerSecond) / (int)TimeSpan.TicksPerMicrosecond;
        if (part == 0)
            return;
        var length = 6;
        for (; part % 10 == 0; part /= 10)
            length--;
        Append((byte)'.');
        WriteDigits((ulong)part, Take(length));
    }

    private Span<byte> Take(int length)
    {
        var text = _destination.Slice(Length, length);
        Length += length;
        return text;
    }

    private static int CountDigits(ulong number)
    {
        var digits = 1;
        while (digits <= PowersOfTen.MaxDigits && number >= (ulong)PowersOfTen.Of(digits))
            digits++;
        return digits;
    }

    private static void WriteDigits(ulong number, Span<byte> text)
    {
        for (var i = text.Length - 1; i >= 0; i--)
        {
            (number, var digit) = Math.DivRem(number, 10UL);
            text[i] = (byte)('0' + digit);
        }
    }

    private static void TwoDigits(Span<byte> text, int index, int value)
    {
        text[index] = (byte)('0' + value / 10);
        text[index + 1] = (byte)('0' + value % 10);
    }
}
