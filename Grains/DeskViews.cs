using TradeBooks.Domain.Desk;
using TradeBooks.Domain.Engine;
using TradeBooks.Domain.Orders;

namespace TradeBooks.Grains;

/// <summary>What people see of a portfolio's engine.</summary>
internal static class DeskViews
{
    /// <summary>The portfolio as it stands.</summary>
    public static PortfolioView Of(PortfolioSide side, TradingSetup setup)
    {
        var engine = side.Engine;
        var money = side.EquityNow();
        var positions = Positions(side, setup);
        var drawdown = side.Drawdown;
        return new PortfolioView
        {
            Id = setup.Portfolio.Id,
            Time = side.Time,
            InitialCash = setup.Portfolio.InitialCash,
            Cash = money.Cash,
            Equity = money.Equity,
            // In double, as statistics are: what is above it by a rounding is the peak.
            PeakEquity = Math.Max(money.Equity, Precision.Round(drawdown.Peak)),
            Drawdown = Math.Max(0, (drawdown.Peak - engine.EquityValue) / drawdown.Peak),
            MaxDrawdown = drawdown.Max,
            RealizedPnl = money.RealizedPnl,
            UnrealizedPnl = money.UnrealizedPnl,
            Fees = engine.Fees,
            Fills = engine.Fills,
            Refusals = engine.Refusals,
            Events = side.Events,
            Risk = new RiskView(
                engine.Halt,
                setup.Portfolio.Risk,
                positions.Sum(position => Math.Abs(position.Quantity * position.Mark)),
                positions.Count(position => position.Quantity != 0),
                money.Equity),
            Positions = positions,
        };
    }

    private static List<PositionView> Positions(PortfolioSide side, TradingSetup setup)
    {
        var positions = new List<PositionView>();
        for (var strategy = 0; strategy < setup.Portfolio.Strategies.Count; strategy++)
        {
            for (var symbol = 0; symbol < setup.Portfolio.Instruments.Count; symbol++)
            {
                var position = side.Engine.Position(strategy, symbol);
                if (position.IsFlat && position.GrossRealizedPnl == 0 && position.Fees == 0)
                    continue;
                var mark = side.Engine.Mark(symbol);
                positions.Add(new PositionView(
                    setup.Portfolio.Strategies[strategy],
                    setup.Portfolio.Instruments[symbol].Symbol,
                    position.Quantity,
                    position.AveragePrice,
                    mark.ToDecimal(),
                    position.GrossRealizedPnl - position.Fees,
                    position.UnrealizedPnl(mark),
                    position.Fees));
            }
        }

        return positions;
    }
}
