using System.Globalization;

namespace TradeBooks.Cli.Output;

/// <summary>Numbers and times as people read them, without culture.</summary>
internal static class Text
{
    public static string Count(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>
    /// The count itself below a million: <c>999,999</c>, <c>117.9 M</c>, <c>12,346 M</c>; up to nine columns below 10¹².
    /// </summary>
    public static string ShortCount(long value) => value < 1_000_000
        ? Count(value)
        : (value / 1e6).ToString(value < 9_999_900_000 ? "N1" : "N0", CultureInfo.InvariantCulture) + " M";

    /// <summary><c>1 row</c>, <c>2,000 rows</c>.</summary>
    public static string Plural(long count, string noun) => $"{Count(count)} {noun}{(count == 1 ? "" : "s")}";

    public static string Money(decimal value) => value.ToString("N2", CultureInfo.InvariantCulture);

    public static string Percent(double? fraction) =>
        fraction is { } value ? Number(value * 100) + " %" : "–";

    public static string Ratio(double? value) =>
        value is { } number ? Number(number) : "–";

    /// <summary>At least two decimals, without further trailing zeros: <c>181.50</c>, <c>0.1234</c>.</summary>
    public static string Price(decimal value) => value.ToString("0.00######", CultureInfo.InvariantCulture);

    public static string Quantity(decimal value) => value.ToString("0.########", CultureInfo.InvariantCulture);

    public static string Rate(double perSecond) => perSecond switch
    {
        >= 1e6 => (perSecond / 1e6).ToString("0.0", CultureInfo.InvariantCulture) + " M/s",
        >= 1e3 => (perSecond / 1e3).ToString("0.0", CultureInfo.InvariantCulture) + " k/s",
        _ => perSecond.ToString("0", CultureInfo.InvariantCulture) + "/s",
    };

    public static string Seconds(TimeSpan time) => time.TotalSeconds < 60
        ? time.TotalSeconds.ToString("0.00", CultureInfo.InvariantCulture) + " s"
        : string.Create(CultureInfo.InvariantCulture, $"{(long)time.TotalHours}:{time:mm\\:ss}");

    // A few days extrapolated to a year can be any number.
    private static string Number(double value) =>
        value.ToString(Math.Abs(value) < 1e9 ? "0.00" : "0.00E+0", CultureInfo.InvariantCulture);
}
