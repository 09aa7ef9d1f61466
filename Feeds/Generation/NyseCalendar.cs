namespace TradeBooks.Feeds.Generation;

/// <summary>
/// Regular sessions of the New York Stock Exchange by rule: weekdays 09:30 to 16:00 New York time without the
/// exchange's holidays (NYSE Rule 7.2). Half days count as whole ones, and unscheduled closures (storms, days of
/// mourning) are not known. The clock follows the US rule in force since 2007, without a time zone database.
/// </summary>
public static class NyseCalendar
{
    /// <summary>Minutes of a session.</summary>
    public const int SessionMinutes = 390;

    /// <summary>The first date with today's daylight saving rule.</summary>
    public static readonly DateOnly FirstDate = new(2007, 1, 1);

    private const int OpenMinuteNewYork = 9 * 60 + 30;

    /// <summary>Whether the exchange holds a session on this date.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The date is before <see cref="FirstDate"/>.</exception>
    public static bool IsSession(DateOnly date)
    {
        ThrowIfTooEarly(date);
        return date.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday) && !IsHoliday(date);
    }

    /// <summary>Minutes after midnight UTC at which the session of this date opens: 13:30 in summer, else 14:30.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The date is before <see cref="FirstDate"/>.</exception>
    public static int OpenMinuteUtc(DateOnly date)
    {
        ThrowIfTooEarly(date);
        var start = Nth(date.Year, 3, DayOfWeek.Sunday, 2);
        var end = Nth(date.Year, 11, DayOfWeek.Sunday, 1);
        var offset = date >= start && date < end ? 4 : 5;
        return OpenMinuteNewYork + offset * 60;
    }

    private static bool IsHoliday(DateOnly date)
    {
        var year = date.Year;
        return date.Month switch
        {
            // A New Year's Day on a Saturday is not made up for: 31 December closes the books.
            1 => date == OnSundayNextDay(new DateOnly(year, 1, 1)) || date == Nth(year, 1, DayOfWeek.Monday, 3),
            2 => date == Nth(year, 2, DayOfWeek.Monday, 3),
            3 or 4 => date == EasterSunday(year).AddDays(-2),
            5 => date == Nth(year, 6, DayOfWeek.Monday, 1).AddDays(-7),
            6 => year >= 2022 && date == Observed(new DateOnly(year, 6, 19)),
            7 => date == Observed(new DateOnly(year, 7, 4)),
            9 => date == Nth(year, 9, DayOfWeek.Monday, 1),
            11 => date == Nth(year, 11, DayOfWeek.Thursday, 4),
            12 => date == Observed(new DateOnly(year, 12, 25)),
            _ => false,
        };
    }

    private static DateOnly Observed(DateOnly holiday) =>
        holiday.DayOfWeek == DayOfWeek.Saturday ? holiday.AddDays(-1) : OnSundayNextDay(holiday);

    private static DateOnly OnSundayNextDay(DateOnly holiday) =>
        holiday.DayOfWeek == DayOfWeek.Sunday ? holiday.AddDays(1) : holiday;

    private static DateOnly Nth(int year, int month, DayOfWeek weekday, int n)
    {
        var first = new DateOnly(year, month, 1);
        var days = ((int)weekday - (int)first.DayOfWeek + 7) % 7;
        return first.AddDays(days + (n - 1) * 7);
    }

    /// <summary>Easter by the anonymous Gregorian algorithm (Nature, 1876; Meeus, Astronomical Algorithms, ch. 8).</summary>
    private static DateOnly EasterSunday(int year)
    {
        var a = year % 19;
        var (b, c) = Math.DivRem(year, 100);
        var (d, e) = Math.DivRem(b, 4);
        var f = (b + 8) / 25;
        var g = (b - f + 1) / 3;
        var h = (19 * a + b - d - g + 15) % 30;
        var (i, k) = Math.DivRem(c, 4);
        var l = (32 + 2 * e + 2 * i - h - k) % 7;
        var m = (a + 11 * h + 22 * l) / 451;
        var (month, day) = Math.DivRem(h + l - 7 * m + 114, 31);
        return new DateOnly(year, month, day + 1);
    }

    private static void ThrowIfTooEarly(DateOnly date) =>
        ArgumentOutOfRangeException.ThrowIfLessThan(date, FirstDate);
}
