using FsCheck;
using FsCheck.Fluent;
using TradeBooks.Domain.Market;

namespace TradeBooks.Feeds.Tests.Kafka.Messages;

/// <summary>Bars of every size that the rules allow.</summary>
internal static class RandomMessages
{
    // 0001-01-01 and 9999-12-31.
    private const int FirstDay = -719_162;
    private const int LastDay = 2_932_896;

    /// <summary>The same by parts, so that one that fails can be made smaller.</summary>
    public static readonly Arbitrary<Bar> AnyBar = Arb.From(
        from second in Gen.Choose(0, 86_399)
        from day in Gen.Choose(FirstDay, LastDay)
        from part in Gen.OneOf(Gen.Constant(0), Gen.Choose(0, 999_999))
        from prices in AnyMantissa.Three()
        from close in AnyMantissa
        from scale in AnyScale
        from isTurned in Gen.Elements(true, false)
        from sign in Gen.Elements(-1, 1)
        from change in AnyMantissa
        from changeScale in AnyScale
        from hasVolume in Gen.Elements(true, false)
        from volume in AnyMantissa
        from volumeScale in AnyScale
        let sorted = new[] { prices.Item1, prices.Item2, prices.Item3, close }.Order().ToArray()
        select new Bar(
            new EventTime(day * EventTime.DayLength + second * EventTime.Second + part),
            sorted[isTurned ? 1 : 2], sorted[3], sorted[0], sorted[isTurned ? 2 : 1], scale,
            new Decimal64(sign * change, changeScale), hasVolume ? new Decimal64(volume, volumeScale) : null));

    private static Gen<byte> AnyScale => Gen.Choose(0, Decimal64.MaxScale).Select(scale => (byte)scale);

    private static Gen<long> AnyMantissa =>
        from digits in Gen.Choose(1, 18)
        from zeros in Gen.Choose(0, digits - 1)
        from front in Gen.Choose(0, 999_999_999)
        from back in Gen.Choose(0, 999_999_999)
        let limit = (long)Math.Pow(10, digits - zeros)
        select Math.Max(1, (front * 1_000_000_000L + back) % limit) * (long)Math.Pow(10, zeros);

    /// <summary>Prices of 1 to 18 digits and 0 to 28 decimals, with low and high bounding the others.</summary>
    public static Bar Bar(Random random)
    {
        Span<long> prices = [Mantissa(random), 0, 0, 0];
        var isNear = random.Next(2) == 0;
        for (var i = 1; i < 4; i++)
            prices[i] = isNear ? Math.Max(1, prices[0] - random.Next(100)) : Mantissa(random);
        prices.Sort();
        var isTurned = random.Next(2) == 0;
        var time = random.NextInt64(FirstDay * EventTime.DayLength, (LastDay + 1) * EventTime.DayLength);
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
