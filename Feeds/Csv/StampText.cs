namespace TradeBooks.Feeds.Csv;

/// <summary>
/// A time stamp in text: <c>yyyy-MM-dd[ HH:mm[:ss[.ffffff]]][Z|±HH[[:]mm]]</c> with a space or a <c>T</c>, or a
/// number of seconds, milliseconds or microseconds since 1970.
/// </summary>
internal static class StampText
{
    public const string NotATime = "is not a time";
    private const string TooFine = "is finer than a microsecond";
    private const string CouldBeDate = "could be a date or seconds since 1970";
    private const string OutOfRange = "is outside the years 1 to 9999";

    private const long Second = 1_000_000;

    // 10^11 seconds are the year 5138, 10^11 milliseconds are 1973: bars lie on one side of each limit.
    private const long SecondsLimit = 100_000_000_000;
    private const long MillisecondsLimit = SecondsLimit * 1000;
    private const long MicrosecondsLimit = MillisecondsLimit * 1000;

    /// <param name="text">The field.</param>
    /// <param name="microseconds">Since 1970; in UTC unless <paramref name="isNaive"/>, else by the local clock.</param>
    /// <param name="isNaive">Whether the stamp names no zone.</param>
    /// <returns>Null, or what is wrong.</returns>
    public static string? TryParse(ReadOnlySpan<byte> text, out long microseconds, out bool isNaive)
    {
        microseconds = 0;
        isNaive = false;
        if (text.Length < 10 || text[4] != '-' || text[7] != '-')
            return TryParseEpoch(text, out microseconds);
        if (!TryParseDate(text, out microseconds))
            return NotATime;
        text = text[10..];
        if (text.IsEmpty)
        {
            isNaive = true;
            return null;
        }

        if (text[0] is not ((byte)' ' or (byte)'T' or (byte)'t'))
            return NotATime;
        text = text[1..];
        if (TryParseClock(ref text, out var clock) is { } reason)
            return reason;
        microseconds += clock;
        isNaive = text.IsEmpty;
        if (isNaive)
            return null;
        if (!TryParseOffset(text, out var offset))
            return NotATime;
        microseconds -= offset;
        return IsInRange(microseconds) ? null : OutOfRange;
    }

    /// <summary>Midnight of the date in the first 10 bytes, by the clock that wrote it.</summary>
    public static bool TryParseDate(ReadOnlySpan<byte> text, out long microseconds)
    {
        microseconds = 0;
        if (text[4] != '-' || text[7] != '-'
            || !TryTwoDigits(text, out var century) || !TryTwoDigits(text[2..], out var year)
            || !TryTwoDigits(text[5..], out var month) || !TryTwoDigits(text[8..], out var day))
        {
            return false;
        }

        year += century * 100;
        if (year < 1 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month))
            return false;
        microseconds = (new DateTime(year, month, day).Ticks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond;
        return true;
    }

    public static bool IsInRange(long microseconds) =>
        microseconds >= -62_135_596_800 * Second && microseconds < 253_402_300_800 * Second;

    private static string? TryParseClock(ref ReadOnlySpan<byte> text, out long microseconds)
    {
        microseconds = 0;
        if (text.Length < 5 || text[2] != ':' || !TryTwoDigits(text, out var hour) || !TryTwoDigits(text[3..], out var minute)
            || hour > 23 || minute > 59)
        {
            return NotATime;
        }

        text = text[5..];
        microseconds = (hour * 3600L + minute * 60L) * Second;
        if (text.IsEmpty || text[0] != ':')
            return null;
        if (text.Length < 3 || !TryTwoDigits(text[1..], out var second) || second > 59)
            return NotATime;
        text = text[3..];
        microseconds += second * Second;
        if (text.IsEmpty || text[0] != '.')
            return null;
        var i = 1;
        var unit = Second;
        for (; i < text.Length && char.IsAsciiDigit((char)text[i]); i++)
        {
            unit /= 10;
            if (unit == 0 && text[i] != '0')
                return TooFine;
            microseconds += unit * (text[i] - '0');
        }

        text = text[i..];
        return i == 1 ? NotATime : null;
    }

    private static bool TryParseOffset(ReadOnlySpan<byte> text, out long microseconds)
    {
        microseconds = 0;
        if (text.Length == 1)
            return text[0] is (byte)'Z' or (byte)'z';
        if (text.Length is not (3 or 5 or 6) || text[0] is not ((byte)'+' or (byte)'-')
            || !TryTwoDigits(text[1..], out var hours))
        {
            return false;
        }

        var minutes = 0;
        if (text.Length > 3)
        {
            if (text.Length == 6 && text[3] != ':')
                return false;
            if (!TryTwoDigits(text[^2..], out minutes))
                return false;
        }

        if (hours > 18 || minutes > 59)
            return false;
        microseconds = (hours * 3600L + minutes * 60L) * (text[0] == '-' ? -Second : Second);
        return true;
    }

    private static string? TryParseEpoch(ReadOnlySpan<byte> text, out long microseconds)
    {
        microseconds = 0;
        if (NumberText.TryParse(text, out var number) is not null)
            return NotATime;
        if (text.Length == 8 && number.Scale == 0 && number.Mantissa is > 19_000_000 and < 21_000_000)
            return CouldBeDate;
        var whole = Math.Abs(number.Mantissa);
        for (var decimals = number.Scale; decimals > 0; decimals--)
            whole /= 10;
        Int128 unit = whole < SecondsLimit ? Second : whole < MillisecondsLimit ? Second / 1000 : 1;
        if (whole >= MicrosecondsLimit)
            return NotATime;
        var wide = number.Mantissa * unit;
        for (var decimals = number.Scale; decimals > 0; decimals--)
        {
            if (wide % 10 != 0)
                return TooFine;
            wide /= 10;
        }

        microseconds = (long)wide;
        return IsInRange(microseconds) ? null : OutOfRange;
    }

    private static bool TryTwoDigits(ReadOnlySpan<byte> text, out int value)
    {
        value = 0;
        if (text.Length < 2)
            return false;
        var tens = text[0] - '0';
        var ones = text[1] - '0';
        value = tens * 10 + ones;
        return (uint)tens <= 9 && (uint)ones <= 9;
    }
}
