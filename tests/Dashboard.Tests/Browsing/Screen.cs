namespace TradeBooks.Dashboard.Tests.Browsing;

/// <summary>What a page is shown on.</summary>
/// <param name="Width">CSS pixels.</param>
/// <param name="Height">CSS pixels.</param>
/// <param name="IsDark">Whether the system asks for dark colours.</param>
/// <param name="TimeZone">IANA name of the local time zone.</param>
internal sealed record Screen(int Width, int Height, bool IsDark = false, string TimeZone = "Asia/Kolkata")
{
    public static readonly Screen Desktop = new(1440, 900);
    public static readonly Screen Phone = new(390, 844);

    public bool IsPhone => Width < 600;
}
