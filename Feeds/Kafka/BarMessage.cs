using TradeBooks.Domain.Market;

namespace TradeBooks.Feeds.Kafka;

/// <summary>
/// Writes a bar as the value of its record:
/// <c>{"datetime":"2025-03-07 20:54:00","open":261.42,"high":262.68,"low":261.42,"close":262.58,"% change":0.4437}</c>,
/// with <c>,"volume":1234</c> last where the bar has one. The time is UTC, with up to six decimals of the second only
/// where it is not whole; numbers are exact and without trailing zeros. <see cref="BarMessageReader"/> reads it back.
/// </summary>
public static class BarMessage
{
    /// <summary>Most bytes that a bar takes.</summary>
    public const int MaxLength = MembersLength + Utf8Text.LongestStamp + (6 * Utf8Text.LongestDecimal);

    // Names, quotes, colons, commas and braces.
    private const int MembersLength = 69;

    /// <summary>Writes the bar; allocates nothing.</summary>
    /// <param name="destination">At least <see cref="MaxLength"/> bytes.</param>
    /// <param name="bar">The bar.</param>
    /// <returns>Bytes written.</returns>
    /// <exception cref="ArgumentException"><paramref name="destination"/> is shorter.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The bar's time is outside the years 1 to 9999.</exception>
    public static int Write(Span<byte> destination, in Bar bar)
    {
        if (destination.Length < MaxLength)
            throw new ArgumentException($"a bar takes up to {MaxLength} bytes", nameof(destination));
        var text = new Utf8Text(destination);
        var scale = bar.PriceScale;
        text.Append("{\"datetime\":\""u8);
        text.AppendStamp(bar.Time.ToUtc());
        text.Append("\",\"open\":"u8);
        text.AppendDecimal(bar.Open.Mantissa, scale);
        text.Append(",\"high\":"u8);
        text.AppendDecimal(bar.High.Mantissa, scale);
        text.Append(",\"low\":"u8);
        text.AppendDecimal(bar.Low.Mantissa, scale);
        text.Append(",\"close\":"u8);
        text.AppendDecimal(bar.Close.Mantissa, scale);
        text.Append(",\"% change\":"u8);
        text.AppendDecimal(bar.PercentChange.Mantissa, bar.PercentChange.Scale);
        if (bar.HasVolume)
        {
            text.Append(",\"volume\":"u8);
            text.AppendDecimal(bar.Volume.Mantissa, bar.Volume.Scale);
        }

        text.Append((byte)'}');
        return text.Length;
    }
}
