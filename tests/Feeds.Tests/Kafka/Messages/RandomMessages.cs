using TradeBooks.Domain.Market;

namespace TradeBooks.Feeds.Tests.Kafka.Messages;

/// <summary>Bars of every size that the rules allow.</summary>
internal static class RandomMessages
{
    private const long FirstTime = -62_135_596_800_000_000;
    private const long Times = 315_537_897_600_000_000;

    /// <summary>Prices of 1 to 18 digits and 0 to 28 decimals, with low and high bounding the others.</summary>
    public static Bar Bar(Random random)
    {
        Span<long> prices = [Mantissa(random), 0, 0, 0];
        var isNear = random.Next(2) == 0;
        for (var i = 1; i < 4; i++)
            prices[i] = isNear ? Math.Max(1, prices[0] - random.Next(100)) : Mantissa(random);
        prices.Sort();
        var isTurned = random.Next(2) == 0;
        var time = FirstTime + random.NextInt64(Times);
        if (random.Next(3) > 0)
            time -= time % EventTime.Second;
        return new Bar(
            new EventTime(time), prices[isTurned ? 1 : 2], prices[3], prices[0], prices[isTurned ? 2 : 1],
            (byte)random.Next(Decimal64.MaxScale + 1),
            new Decimal64(Mantissa(random) * random.Next(-1, 2), (byte)random.Next(Decimal64.MaxScale + 1)),
            random.Next(2) == 0 ? null : new Decimal64(Mantissa(random), (byte)random.Next(Decimal64.MaxScale + 1)));
    }

    private static long Mantissa(Random random)
    {
        var limit = 10L;
        for (var digits = random.Next(1, 19); digits > 1; digits--)
            limit *= 10;
        var mantissa = random.NextInt64(limit / 10, limit);
        // Trailing zeros, which are not written.
        if (random.Next(3) == 0)
            mantissa = Math.Max(1, mantissa / 1000) * 1000 % 1_000_000_000_000_000_000;
        return Math.Max(1, mantissa);
    }
}
