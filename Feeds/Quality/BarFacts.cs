using TradeBooks.Domain.Market;

namespace TradeBooks.Feeds.Quality;

/// <summary>What the checks need of a bar. Ratios and likeness need no exact prices.</summary>
internal readonly record struct BarFacts(EventTime Time, long Line, double Open, double High, double Low, double Close)
{
    public static BarFacts Of(in MarketEvent e) => new(
        e.Time, e.Position.Offset, e.Bar.Open.ToDouble(), e.Bar.High.ToDouble(), e.Bar.Low.ToDouble(), e.Bar.Close.ToDouble());
}
