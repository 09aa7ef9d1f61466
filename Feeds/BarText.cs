using System.Text;
using TradeBooks.Domain.Market;
using TradeBooks.Feeds.Csv;

namespace TradeBooks.Feeds;

/// <summary>
/// The rules that the parts of a bar keep in any text form, and what is said where they do not. Every method gives
/// null, or what is wrong in one line.
/// </summary>
internal static class BarText
{
    private const int Open = 0, High = 1, Low = 2, Close = 3;
    private const int QuotedLength = 40;

    /// <param name="name">What the text is called where it stands.</param>
    /// <param name="text">The time stamp.</param>
    /// <param name="clock">Zone and label of a stamp.</param>
    /// <param name="previous">The bar before, which decides between the two meanings of a stamp that happens twice.</param>
    /// <param name="time">Microseconds since 1970, UTC.</param>
    public static string? TryReadTime(
        string name, ReadOnlySpan<byte> text, ZoneClock clock, in BarState previous, out long time)
    {
        var reason = StampText.TryParse(text, out time, out var isNaive);
        if (reason is null)
        {
            if (isNaive)
                reason = clock.TryResolve(time, previous, out time);
            else
                time -= clock.Shift;
        }

        if (reason is null && !StampText.IsInRange(time))
            reason = "is outside the years 1 to 9999";
        return reason is null ? null : $"{name} '{Quote(text)}' {reason}";
    }

    /// <param name="index">Which price: 0 open, 1 high, 2 low, 3 close.</param>
    /// <param name="text">The number.</param>
    /// <param name="price">Above 0.</param>
    public static string? TryReadPrice(int index, ReadOnlySpan<byte> text, out Decimal64 price)
    {
        var reason = NumberText.TryParse(text, out price);
        if (reason is not null)
            return $"{PriceName(index)} '{Quote(text)}' {reason}";
        return price.Mantissa > 0 ? null : $"{PriceName(index)} {price} is not above 0";
    }

    public static string? TryReadVolume(ReadOnlySpan<byte> text, out Decimal64 volume)
    {
        var reason = NumberText.TryParse(text, out volume);
        if (reason is not null)
            return $"volume '{Quote(text)}' {reason}";
        return volume.Mantissa >= 0 ? null : $"volume {volume} is negative";
    }

    public static string? TryReadPercentChange(ReadOnlySpan<byte> text, out Decimal64 change) =>
        NumberText.TryParse(text, out change) is { } reason ? $"% change '{Quote(text)}' {reason}" : null;

    /// <summary>Brings open, high, low and close to one scale and checks that low and high bound them.</summary>
    public static string? TryAlign(ReadOnlySpan<Decimal64> prices, Span<long> mantissas, out byte scale)
    {
        scale = Math.Max(Math.Max(prices[Open].Scale, prices[High].Scale), Math.Max(prices[Low].Scale, prices[Close].Scale));
        for (var i = 0; i < 4; i++)
        {
            if (prices[i].Scale == scale)
                mantissas[i] = prices[i].Mantissa;
            else if (!PowersOfTen.TryScale(prices[i].Mantissa, scale - prices[i].Scale, out mantissas[i]))
                return $"{PriceName(i)} {prices[i]} has more than 18 digits with the {scale} decimals of the bar's prices";
        }

        if (mantissas[Low] > mantissas[High])
            return $"low {prices[Low]} is above high {prices[High]}";
        if (mantissas[Low] > mantissas[Open])
            return $"low {prices[Low]} is above open {prices[Open]}";
        if (mantissas[Low] > mantissas[Close])
            return $"low {prices[Low]} is above close {prices[Close]}";
        if (mantissas[High] < mantissas[Open])
            return $"high {prices[High]} is below open {prices[Open]}";
        return mantissas[High] < mantissas[Close] ? $"high {prices[High]} is below close {prices[Close]}" : null;
    }

    /// <summary>The beginning of a text, for a message of one line.</summary>
    public static string Quote(ReadOnlySpan<byte> text) =>
        Quote(Encoding.UTF8.GetString(text.Length > QuotedLength ? text[..QuotedLength] : text));

    /// <inheritdoc cref="Quote(ReadOnlySpan{byte})"/>
    public static string Quote(string text)
    {
        var quoted = text.Length > QuotedLength ? text[..QuotedLength] : text;
        return quoted.Any(IsLineBreaking) ? string.Concat(quoted.Select(c => IsLineBreaking(c) ? ' ' : c)) : quoted;
    }

    private static bool IsLineBreaking(char c) => char.IsControl(c) || c is '\u2028' or '\u2029';

    private static string PriceName(int index) => index switch { Open => "open", High => "high", Low => "low", _ => "close" };
}
