using TradeBooks.Domain.Market;

namespace TradeBooks.Domain.Books;

/// <summary>
/// How the price of a level is told by the one before it: as the difference of the digits, those before brought to the
/// same number of decimals. Whatever that gives, even where it overflows, reading undoes what writing did.
/// </summary>
internal static class LevelDelta
{
    private static readonly long[] Powers = [.. Powers10()];

    public static long Of(in DepthLevel level, in DepthLevel last) =>
        unchecked(level.PriceMantissa - Bring(last, level.PriceScale));

    public static long Price(long delta, byte scale, in DepthLevel last) => unchecked(delta + Bring(last, scale));

    private static long Bring(in DepthLevel last, byte scale)
    {
        var shift = scale - last.PriceScale;
        if (Math.Abs(shift) >= Powers.Length)
            return 0;
        return shift >= 0 ? unchecked(last.PriceMantissa * Powers[shift]) : last.PriceMantissa / Powers[-shift];
    }

    private static IEnumerable<long> Powers10()
    {
        var power = 1L;
        for (var i = 0; i < 19; i++, power = unchecked(power * 10))
            yield return power;
    }
}
