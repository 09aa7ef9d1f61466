using TradeBooks.Domain.Desk;
using TradeBooks.Domain.Engine;

namespace TradeBooks.Grains;

/// <summary>What people see of a portfolio, all of one commit.</summary>
internal sealed record PortfolioViews(PortfolioView Portfolio, StrategiesView Strategies)
{
    /// <summary>The portfolio as it stands.</summary>
    public static PortfolioViews Of(PortfolioSide side, TradingSetup setup) => new(
        DeskViews.Of(side, setup), EngineViews.Strategies(setup, side.Engine, side.Time, side.RoundTrips));
}
