using TradeBooks.Domain.Market;

namespace TradeBooks.Feeds.Csv;

/// <summary>What the check of a row needs from the last good bar before it.</summary>
/// <param name="IsKnown">Whether there is such a bar.</param>
/// <param name="Time">Its time in microseconds.</param>
/// <param name="Close">Mantissa of its close.</param>
/// <param name="Scale">Decimals of its close.</param>
internal readonly record struct BarState(bool IsKnown, long Time, long Close, int Scale)
{
    /// <summary>No bar before, or one in text that somebody else is still parsing.</summary>
    public static readonly BarState None = new(false, long.MinValue, 0, 0);

    public static BarState Of(in Bar bar) =>
        new(true, bar.Time.Microseconds, bar.Close.Mantissa, bar.PriceScale);
}
