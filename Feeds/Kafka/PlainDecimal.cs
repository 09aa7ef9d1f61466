namespace TradeBooks.Feeds.Kafka;

/// <summary>An exchange's decimal text: digits, and after a point more digits. No sign, no exponent.</summary>
internal static class PlainDecimal
{
    public static bool Is(ReadOnlySpan<byte> text)
    {
        var point = text.IndexOf((byte)'.');
        return point < 0 ? AreDigits(text) : AreDigits(text[..point]) && AreDigits(text[(point + 1)..]);
    }

    private static bool AreDigits(ReadOnlySpan<byte> text) => !text.IsEmpty && !text.ContainsAnyExceptInRange((byte)'0', (byte)'9');
}
