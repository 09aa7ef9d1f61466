using TradeBooks.Cli.Running;
using TradeBooks.Domain.Desk;
using TradeBooks.Domain.Engine;
using TradeBooks.Domain.Market;
using TradeBooks.Domain.Orders;

namespace TradeBooks.Cli.Serving;

/// <summary>A run between two slots, as questions see it; only in the run's own thread.</summary>
internal sealed record RunState(
    TradingSession Session, Backtest Backtest, RecordingLedger Ledger, EquityHistory Equity)
{
    private const int LatestBars = 1_000;
    private const int LevelsToShow = 50;

    /// <summary>Fails unless the portfolio is this run's.</summary>
    /// <exception cref="DeskNotFoundException">It is another.</exception>
    public RunState Require(string portfolio) => portfolio == Backtest.Portfolio.Options.Id
        ? this
        : throw new DeskNotFoundException($"there is no portfolio '{portfolio}'; this run's is '{Backtest.Portfolio.Options.Id}'");

    public PortfolioView Portfolio()
    {
        var portfolio = Backtest.Portfolio;
        var recorder = Backtest.Recorder!;
        var equity = portfolio.Equity;
        // In double, as statistics are: what is above it by a rounding is the peak.
        var peak = Math.Max(equity, Precision.Round(recorder.PeakEquity));
        return new PortfolioView
        {
            Id = portfolio.Options.Id,
            Time = Backtest.Time,
            InitialCash = portfolio.Options.InitialCash,
            Cash = portfolio.Cash,
            Equity = equity,
            PeakEquity = peak,
            Drawdown = Math.Max(0, (recorder.PeakEquity - portfolio.EquityValue) / recorder.PeakEquity),
            MaxDrawdown = recorder.MaxDrawdown,
            RealizedPnl = portfolio.GrossRealizedPnl - portfolio.Fees,
            UnrealizedPnl = portfolio.UnrealizedPnl,
            Fees = portfolio.Fees,
            Fills = portfolio.Fills,
            Refusals = portfolio.Refusals,
            Events = Backtest.Events,
            Risk = Risk(),
            Positions = Positions(),
        };
    }

    public RiskView Risk() => EngineViews.Risk(Backtest.Portfolio);

    /// <summary>Halts, and closes every position with the next event of its symbol.</summary>
    public RiskView CloseAll()
    {
        Backtest.Portfolio.HaltTrading();
        foreach (var engine in Backtest.Engines)
            engine.ClosePositions();
        return Risk();
    }

    public StrategiesView Strategies() => EngineViews.Strategies(
        Session.Plan.Setup, Backtest.Portfolio, Backtest.Time, Backtest.Recorder!.RoundTrips);

    /// <summary>Refuses a strategy's entries, or accepts them again.</summary>
    public StrategyView PauseStrategy(string strategy, bool isPaused)
    {
        Strategies().Find(strategy);
        for (var i = 0; i < Backtest.Portfolio.Options.Strategies.Count; i++)
        {
            if (Backtest.Portfolio.Options.Strategies[i] == strategy)
                Backtest.Portfolio.SetPaused(i, isPaused);
        }

        return Strategies().Find(strategy);
    }

    public SymbolView Symbol(string symbol)
    {
        var engine = Engine(symbol);
        var history = engine.History!;
        return new SymbolView
        {
            Symbol = symbol,
            Time = engine.Time,
            Mark = engine.Mark,
            PricePrecision = engine.PricePrecision,
            IsPaused = Backtest.IsPaused(engine.Index),
            Bars = history.Total,
            LatestBars = history.Read(EventTime.MinValue, LatestBars, out _),
            Indicators = EngineViews.Figures([engine]),
            Book = Book(symbol, LevelsToShow),
        };
    }

    /// <summary>A symbol's book; null where it has none.</summary>
    public BookView? Book(string symbol, int levels) => Engine(symbol).Book is { } book ? BookView.Of(book, levels) : null;

    public ChartView Chart(string symbol, EventTime after, int limit)
    {
        var engine = Engine(symbol);
        return EngineViews.Chart([engine], engine.Time, Backtest.IsPaused(engine.Index), after, limit);
    }

    /// <summary>Refuses entries of a symbol, or takes them again.</summary>
    /// <returns>Whether they are refused.</returns>
    public bool PauseSymbol(string symbol, bool isPaused)
    {
        Backtest.SetPaused(Engine(symbol).Index, isPaused);
        return isPaused;
    }

    /// <summary>The trade log as it stands: the file, and how much of it counts.</summary>
    public (FileStream File, long Length) OpenTradeLog()
    {
        Session.FlushLog();
        var file = new FileStream(
            Session.TradeLogPath, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 1, useAsync: true);
        return (file, file.Length);
    }

    private SymbolEngine Engine(string symbol) =>
        Backtest.Engines.FirstOrDefault(engine => engine.Symbol == symbol)
        ?? throw new DeskNotFoundException($"there is no symbol '{symbol}'");

    private List<PositionView> Positions()
    {
        var portfolio = Backtest.Portfolio;
        var traded = Ledger.Traded;
        var positions = new List<PositionView>();
        for (var strategy = 0; strategy < portfolio.Options.Strategies.Count; strategy++)
        {
            foreach (var engine in Backtest.Engines)
            {
                var position = portfolio.Position(strategy, engine.Index);
                if (position.IsFlat && position.GrossRealizedPnl == 0 && position.Fees == 0 && !traded.Contains((strategy, engine.Index)))
                    continue;
                var mark = portfolio.Mark(engine.Index);
                positions.Add(new PositionView(
                    portfolio.Options.Strategies[strategy],
                    engine.Symbol,
                    position.Quantity,
                    position.AveragePrice,
                    mark,
                    position.GrossRealizedPnl - position.Fees,
                    position.UnrealizedPnl(mark),
                    position.Fees));
            }
        }

        return [.. positions.OrderBy(position => position.Strategy, StringComparer.Ordinal)];
    }
}
