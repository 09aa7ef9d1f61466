using TradeBooks.Domain.Analytics;
using TradeBooks.Domain.Desk;
using TradeBooks.Domain.Market;

namespace TradeBooks.Domain.Engine;

/// <summary>What people see of engines, whichever host runs them.</summary>
public static class EngineViews
{
    /// <summary>The figures of a symbol's strategies, by portfolio, strategy and name: <c>default/lss/atr</c>.</summary>
    /// <param name="engines">The symbol's engines, one for each portfolio.</param>
    public static IReadOnlyDictionary<string, double> Figures(IEnumerable<SymbolEngine> engines)
    {
        var figures = new SortedDictionary<string, double>(StringComparer.Ordinal);
        foreach (var engine in engines)
        {
            var names = engine.FigureNames;
            var values = new double[names.Count];
            engine.ReadFigures(values);
            for (var i = 0; i < values.Length; i++)
                figures[names[i]] = values[i];
        }

        return figures;
    }

    /// <summary>A symbol's latest bars as its engines have kept them (<see cref="SymbolEngine.KeepHistory"/>).</summary>
    /// <param name="engines">The symbol's engines, one for each portfolio; they have seen the same bars.</param>
    /// <param name="time">Event time of the last event.</param>
    /// <param name="isPaused">Whether its entries are refused.</param>
    /// <param name="after">Only bars later than this.</param>
    /// <param name="limit">Most bars, 1 or more: the latest.</param>
    public static ChartView Chart(
        IReadOnlyList<SymbolEngine> engines, EventTime time, bool isPaused, EventTime after, int limit)
    {
        var plots = new SortedDictionary<string, double[]>(StringComparer.Ordinal);
        Bar[] bars = [];
        foreach (var engine in engines)
        {
            double[][] figures = [];
            bars = engine.History?.Read(after, limit, out figures) ?? [];
            var names = engine.FigureNames;
            for (var i = 0; i < names.Count; i++)
                plots[names[i]] = engine.History is null ? [] : figures[i];
        }

        return new ChartView
        {
            Symbol = engines[0].Symbol,
            Time = time,
            PricePrecision = engines[0].PricePrecision,
            IsPaused = isPaused,
            Bars = bars,
            Plots = plots,
            Orders = [.. engines.SelectMany(engine => engine.WorkingOrders()).Select(Order)],
        };
    }

    /// <summary>What a portfolio risks: of a symbol that several strategies hold, what is left of their positions.</summary>
    public static RiskView Risk(PortfolioEngine portfolio)
    {
        var (gross, open) = (0m, 0);
        for (var symbol = 0; symbol < portfolio.Options.Instruments.Count; symbol++)
        {
            gross += Math.Abs(portfolio.Options.Instruments[symbol].Notional(portfolio.NetQuantity(symbol), portfolio.Mark(symbol).ToDecimal()));
            for (var strategy = 0; strategy < portfolio.Options.Strategies.Count; strategy++)
                open += portfolio.Position(strategy, symbol).IsFlat ? 0 : 1;
        }

        return new RiskView(portfolio.Halt, portfolio.Options.Risk, gross, open, portfolio.Equity);
    }

    /// <summary>A portfolio's strategies.</summary>
    /// <param name="setup">How they are set up.</param>
    /// <param name="portfolio">The portfolio.</param>
    /// <param name="time">Event time of the last slot.</param>
    /// <param name="roundTrips">What came of a strategy's trades, by its place.</param>
    public static StrategiesView Strategies(
        TradingSetup setup, PortfolioEngine portfolio, EventTime time, Func<int, RoundTripCounts> roundTrips)
    {
        string[] symbols = [.. setup.Portfolio.Instruments.Select(instrument => instrument.Symbol)];
        var views = new StrategyView[setup.Strategies.Count];
        for (var strategy = 0; strategy < views.Length; strategy++)
        {
            var (realized, unrealized, fees) = (0m, 0m, 0m);
            for (var symbol = 0; symbol < symbols.Length; symbol++)
            {
                var position = portfolio.Position(strategy, symbol);
                realized += position.GrossRealizedPnl - position.Fees;
                unrealized += position.UnrealizedPnl(portfolio.Mark(symbol));
                fees += position.Fees;
            }

            var (signals, refused) = (portfolio.Signals(strategy), portfolio.RefusedSignals(strategy));
            var counts = roundTrips(strategy);
            views[strategy] = new StrategyView
            {
                Id = setup.Strategies[strategy].Id,
                Type = setup.Strategies[strategy].Type,
                IsPaused = portfolio.IsPaused(strategy),
                Settings = setup.Strategies[strategy].Settings,
                Symbols = symbols,
                Signals = signals,
                Accepted = signals - refused,
                Refused = refused,
                RoundTrips = counts.RoundTrips,
                Wins = counts.Wins,
                Losses = counts.Losses,
                WinRate = counts.WinRate,
                ProfitFactor = counts.ProfitFactor,
                RealizedPnl = realized,
                UnrealizedPnl = unrealized,
                Fees = fees,
            };
        }

        return new StrategiesView(setup.Portfolio.Id, time, views);
    }

    private static WorkingOrderView Order(Orders.Order order) => new(
        order.Id.Owner.Portfolio, order.Id.ToString(), order.Id.Strategy, order.Role, order.Side, order.Type, order.Quantity,
        order.LimitPrice, order.StopPrice);
}
