using System.Globalization;

namespace TradeBooks.Cli.Output;

/// <summary>Numbers and times as people read them, without culture.</summary>
internal static class Text
{
    public static string Count(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    public static string Money(decimal value) => value.ToString("N2", CultureInfo.InvariantCulture);

    public static string Percent(double? fraction) =>
        fraction is { } value ? (value * 100).ToString("0.00", CultureInfo.InvariantCulture) + " %" : "–";

    public static string Ratio(double? value) =>
        value is { } number ? number.ToString("0.00", CultureInfo.InvariantCulture) : "–";

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
        : time.ToString(@"h\:mm\:ss", CultureInfo.InvariantCulture);
}
