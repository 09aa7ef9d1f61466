using TradeBooks.Domain.Market;

namespace TradeBooks.Web.Views;

/// <summary>A bar.</summary>
/// <param name="Time">Start of the bar.</param>
/// <param name="Open">First price.</param>
/// <param name="High">Highest price.</param>
/// <param name="Low">Lowest price.</param>
/// <param name="Close">Last price.</param>
/// <param name="Volume">Traded quantity; null where the feed has none.</param>
internal sealed record BarView(EventTime Time, decimal Open, decimal High, decimal Low, decimal Close, decimal? Volume)
{
    public static BarView From(Bar bar) =>
        new(bar.Time, bar.Open, bar.High, bar.Low, bar.Close, bar.HasVolume ? bar.Volume.ToDecimal() : null);
}
