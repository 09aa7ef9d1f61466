using TradeBooks.Domain.Market;
using TradeBooks.Feeds.Csv;

namespace TradeBooks.Feeds.Kafka;

/// <summary>
/// Reads a bar whose bytes stand as <see cref="BarMessage"/> writes them, in one pass and without a JSON reader, which
/// takes most of the time of a record. Refuses nothing: what is otherwise in any way is for the strict reader.
/// </summary>
internal static class WrittenBar
{
    private const int StampLength = 19;
    private const int MostDigits = 18;

    /// <returns>Whether it was such a bar; the strict reader would have read the same.</returns>
    public static bool TryRead(ReadOnlySpan<byte> value, ZoneClock clock, in BarState previous, out Bar bar)
    {
        bar = default;
        var rest = value;
        if (!Skip(ref rest, "{\"datetime\":\""u8) || rest.Length < StampLength)
            return false;
        var stamp = rest[..StampLength];
        rest = rest[StampLength..];
        Span<Decimal64> prices = stackalloc Decimal64[4];
        if (!Skip(ref rest, "\",\"open\":"u8) || !TakeNumber(ref rest, out prices[0])
            || !Skip(ref rest, ",\"high\":"u8) || !TakeNumber(ref rest, out prices[1])
            || !Skip(ref rest, ",\"low\":"u8) || !TakeNumber(ref rest, out prices[2])
            || !Skip(ref rest, ",\"close\":"u8) || !TakeNumber(ref rest, out prices[3])
            || !Skip(ref rest, ",\"% change\":"u8) || !TakeNumber(ref rest, out var change))
        {
            return false;
        }

        Decimal64? volume = null;
        if (Skip(ref rest, ",\"volume\":"u8))
        {
            if (!TakeNumber(ref rest, out var traded) || traded.Mantissa < 0)
                return false;
            volume = traded;
        }

        foreach (var price in prices)
        {
            if (price.Mantissa <= 0)
                return false;
        }

        Span<long> mantissas = stackalloc long[4];
        if (!rest.SequenceEqual("}"u8)
            || BarText.TryAlign(prices, mantissas, out var scale) is not null
            || BarText.TryReadTime("datetime", stamp, clock, previous, out var time) is not null)
        {
            return false;
        }

        bar = new Bar(new EventTime(time), mantissas[0], mantissas[1], mantissas[2], mantissas[3], scale, change, volume);
        return true;
    }

    private static bool Skip(ref ReadOnlySpan<byte> rest, ReadOnlySpan<byte> text)
    {
        if (!rest.StartsWith(text))
            return false;
        rest = rest[text.Length..];
        return true;
    }

    // A JSON number without an exponent: no zero before other digits, no point without digits on both sides.
    private static bool TakeNumber(ref ReadOnlySpan<byte> rest, out Decimal64 number)
    {
        number = default;
        var at = !rest.IsEmpty && rest[0] == '-' ? 1 : 0;
        var isNegative = at == 1;
        var first = at;
        var magnitude = 0L;
        while (at < rest.Length && char.IsAsciiDigit((char)rest[at]) && at - first < MostDigits)
            magnitude = magnitude * 10 + (rest[at++] - '0');
        var digits = at - first;
        if (digits == 0 || (digits > 1 && rest[first] == '0'))
            return false;
        var scale = 0;
        if (at < rest.Length && rest[at] == '.')
        {
            var point = at++;
            while (at < rest.Length && char.IsAsciiDigit((char)rest[at]) && digits < MostDigits)
            {
                magnitude = magnitude * 10 + (rest[at++] - '0');
                digits++;
            }

            scale = at - point - 1;
            if (scale == 0)
                return false;
        }

        // A digit that is one too many is no end of a number, which the caller finds.
        rest = rest[at..];
        number = new Decimal64(isNegative ? -magnitude : magnitude, (byte)scale);
        return true;
    }
}
