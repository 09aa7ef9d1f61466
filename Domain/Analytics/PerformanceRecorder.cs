using System.Runtime.CompilerServices;
using TradeBooks.Domain.Market;
using TradeBooks.Domain.Orders;
using TradeBooks.Domain.State;

namespace TradeBooks.Domain.Analytics;

/// <summary>
/// Watches a run and makes its figures (docs/figures.md). Memory is bounded however long the run is, and neither a
/// bar nor a slot allocates once the charts have reached their size. Not thread-safe, with one exception:
/// <see cref="OnBar"/> and <see cref="OnPrice"/> touch their own symbol's chart only, so different symbols may be on different threads.
/// </summary>
public sealed class PerformanceRecorder : IPersistent
{
    private readonly PerformanceOptions _options;
    private readonly PriceSeries[] _prices;
    private readonly EquityTracker _equity;
    private readonly RoundTripRing _trips;

    // Made by the first fill of a strategy in a symbol; at strategy × symbols + symbol, and in order of appearance.
    private readonly FifoMatcher?[] _matchers;
    private readonly List<FifoMatcher> _activeMatchers = [];
    private long _refused;

    /// <exception cref="ArgumentException">An option is out of its range; the message names it.</exception>
    public PerformanceRecorder(PerformanceOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        _options = options;
        _prices = new PriceSeries[options.Symbols.Count];
        for (var i = 0; i < _prices.Length; i++)
            _prices[i] = new PriceSeries(options.PricePointsPerSymbol);
        _equity = new EquityTracker((double)options.InitialCash, options.EquityPoints);
        _trips = new RoundTripRing(options.RoundTrips);
        _matchers = new FifoMatcher?[options.Strategies.Count * options.Symbols.Count];
    }

    /// <summary>Highest equity at the end of a slot; the initial cash before that.</summary>
    public double PeakEquity => _equity.Peak;

    /// <summary>Deepest drawdown: a fraction of the peak before it.</summary>
    public double MaxDrawdown => _equity.MaxDrawdown;

    /// <summary>A bar was processed. Bars of one symbol come in time order.</summary>
    /// <param name="symbolIndex">The symbol's place in <see cref="PerformanceOptions.Symbols"/>.</param>
    /// <param name="bar">The bar.</param>
    /// <exception cref="IndexOutOfRangeException">There is no such symbol.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void OnBar(int symbolIndex, in Bar bar) => _prices[symbolIndex].OnBar(in bar);

    /// <summary>An event other than a bar has moved a symbol's price. Those of one symbol come in time order.</summary>
    /// <param name="symbolIndex">The symbol's place in <see cref="PerformanceOptions.Symbols"/>.</param>
    /// <param name="time">Event time.</param>
    /// <param name="price">The price, above 0.</param>
    /// <exception cref="IndexOutOfRangeException">There is no such symbol.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void OnPrice(int symbolIndex, EventTime time, Decimal64 price) => _prices[symbolIndex].OnPrice(time, price.ToDouble());

    /// <summary>
    /// A time slot has ended. Slots come in time order; one that is late nevertheless counts in the current day.
    /// </summary>
    /// <param name="time">Event time of the slot.</param>
    /// <param name="equity">Cash + Σ position × mark, in money, finite.</param>
    /// <param name="grossExposure">Σ |position × mark|, in money (not a fraction), finite.</param>
    /// <param name="anyPosition">Whether any position is open.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void OnSlot(EventTime time, double equity, double grossExposure, bool anyPosition) =>
        _equity.OnSlot(time, equity, grossExposure, anyPosition);

    /// <summary>
    /// A fill was booked, once, in the order of booking, before its slot ends. Only indices, side, quantity, price,
    /// fee and time matter.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">
    /// No such strategy or symbol, or the quantity is not above 0.
    /// </exception>
    public void OnFill(in Fill fill)
    {
        if (fill.Quantity <= 0)
            throw new ArgumentOutOfRangeException(nameof(fill), $"fill quantity {fill.Quantity} is not above 0");
        var matcher = _matchers[Place(fill.StrategyIndex, fill.SymbolIndex)]
            ?? AddMatcher(fill.StrategyIndex, fill.SymbolIndex);
        matcher.OnFill(in fill, _trips);
    }

    /// <summary>Sizing or the risk policy refused an order request.</summary>
    public void OnRefused() => _refused++;

    /// <summary>The figures as of now; the recorder goes on as if it had not been asked.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A position names no such strategy or symbol.</exception>
    public PerformanceSummary Summarize(PortfolioFigures figures)
    {
        ArgumentNullException.ThrowIfNull(figures);
        var totals = new TradeTotals();
        foreach (var matcher in _activeMatchers)
            totals.Add(matcher.Totals);
        decimal realized = 0;
        decimal unrealized = 0;
        foreach (var position in figures.Positions)
        {
            Place(position.StrategyIndex, position.SymbolIndex);
            realized += position.GrossRealizedPnl;
            unrealized += position.UnrealizedPnl;
        }

        var growth = (double)(figures.FinalEquity / _options.InitialCash);
        var cagr = Ratios.AnnualGrowth(growth, _equity.Start, _equity.End);
        var moments = _equity.DailyMoments();
        return new PerformanceSummary
        {
            Bars = PricesSeen() + figures.OtherEvents,
            Fills = totals.Fills,
            Start = _equity.Start,
            End = _equity.End,
            InitialCash = _options.InitialCash,
            FinalEquity = figures.FinalEquity,
            Cash = figures.Cash,
            RealizedPnl = realized - totals.Fees,
            UnrealizedPnl = unrealized,
            Fees = totals.Fees,
            TotalReturn = (double)((figures.FinalEquity - _options.InitialCash) / _options.InitialCash),
            Cagr = cagr,
            Sharpe = moments.Sharpe(_options.DaysPerYear),
            Sortino = moments.Sortino(_options.DaysPerYear),
            MaxDrawdown = _equity.MaxDrawdown,
            Calmar = Ratios.Calmar(cagr, _equity.MaxDrawdown),
            WinRate = totals.WinRate,
            ProfitFactor = totals.ProfitFactor,
            Expectancy = totals.Expectancy,
            Exposure = _equity.PositionShare,
            Turnover = Ratios.Turnover(totals.Turnover, _equity.MeanEquity),
            Trades = totals.Trades,
            RefusedOrders = _refused,
        };
    }

    /// <summary>A strategy's round trips, as of now.</summary>
    public RoundTripCounts RoundTrips(int strategyIndex)
    {
        var totals = new TradeTotals();
        foreach (var matcher in _activeMatchers)
        {
            if (matcher.StrategyIndex == strategyIndex)
                totals.Add(matcher.Totals);
        }

        return totals.ToCounts();
    }

    /// <summary>Everything that a report shows, as of now.</summary>
    /// <param name="figures">The portfolio's books.</param>
    /// <param name="settings">Settings in force, as text, for the reader.</param>
    /// <exception cref="ArgumentOutOfRangeException">A position names no such strategy or symbol.</exception>
    public ReportData BuildReport(PortfolioFigures figures, IReadOnlyDictionary<string, string> settings)
    {
        var summary = Summarize(figures);
        return new ReportData
        {
            Summary = summary,
            Symbols = _options.Symbols,
            Strategies = _options.Strategies,
            Settings = settings,
            Equity = _equity.Curve(),
            MonthlyReturns = _equity.MonthlyReturns(),
            SymbolResults = Groups(_options.Symbols, figures, m => m.SymbolIndex, p => p.SymbolIndex),
            StrategyResults = Groups(_options.Strategies, figures, m => m.StrategyIndex, p => p.StrategyIndex),
            Prices = Array.ConvertAll(_prices, series => (IReadOnlyList<PricePoint>)series.ToArray()),
            Trades = RoundTrips(),
            TradesLeftOut = _trips.LeftOut,
        };
    }

    /// <summary>
    /// What is open, by strategy and symbol in order of their first fill, the oldest lot first. The round trips' P&amp;L
    /// less the fees and the signed cost of these lots is, to the last digit, the cash that all fills moved.
    /// </summary>
    public IReadOnlyList<OpenLot> OpenLots()
    {
        var lots = new List<OpenLot>();
        foreach (var matcher in _activeMatchers)
            matcher.CopyLots(_options.Strategies[matcher.StrategyIndex], _options.Symbols[matcher.SymbolIndex], lots);
        return lots;
    }

    /// <exception cref="StateException">The state was saved with other symbols, strategies or capacities.</exception>
    public void Persist(StateArchive archive)
    {
        archive.Item("refused", ref _refused);
        archive.Item("equity", _equity);
        archive.Item("trips", _trips);
        var prices = _prices.Length;
        archive.List("prices", ref prices, PersistPrices);
        if (prices != _prices.Length)
            throw new StateException($"saved state: 'prices' has {prices} symbols, not {_prices.Length}");
        if (archive.IsLoading)
        {
            Array.Clear(_matchers);
            _activeMatchers.Clear();
        }

        var matchers = _activeMatchers.Count;
        archive.List("matchers", ref matchers, PersistMatcher);
    }

    private void PersistPrices(int index, StateArchive archive)
    {
        if (index < _prices.Length)
            _prices[index].Persist(archive);
    }

    private void PersistMatcher(int index, StateArchive archive)
    {
        var matcher = archive.IsLoading ? null : _activeMatchers[index];
        var strategy = matcher?.StrategyIndex ?? 0;
        var symbol = matcher?.SymbolIndex ?? 0;
        archive.Item("strategy", ref strategy);
        archive.Item("symbol", ref symbol);
        if (strategy < 0 || strategy >= _options.Strategies.Count || symbol < 0 || symbol >= _options.Symbols.Count)
            throw new StateException($"saved state: 'matchers' names strategy {strategy}, symbol {symbol}");
        matcher ??= AddMatcher(strategy, symbol);
        matcher.Persist(archive);
        archive.Item("totals", matcher.Totals);
    }

    private FifoMatcher AddMatcher(int strategyIndex, int symbolIndex)
    {
        var matcher = new FifoMatcher(
            strategyIndex, symbolIndex, _options.Multiplier(symbolIndex), _options.OpenLots, new TradeTotals());
        _matchers[Place(strategyIndex, symbolIndex)] = matcher;
        _activeMatchers.Add(matcher);
        return matcher;
    }

    private int Place(int strategyIndex, int symbolIndex)
    {
        if ((uint)strategyIndex >= (uint)_options.Strategies.Count)
            throw new ArgumentOutOfRangeException(nameof(strategyIndex), $"there is no strategy {strategyIndex}");
        if ((uint)symbolIndex >= (uint)_options.Symbols.Count)
            throw new ArgumentOutOfRangeException(nameof(symbolIndex), $"there is no symbol {symbolIndex}");
        return strategyIndex * _options.Symbols.Count + symbolIndex;
    }

    private long PricesSeen()
    {
        var items = 0L;
        foreach (var series in _prices)
            items += series.Items;
        return items;
    }

    private GroupResult[] Groups(
        IReadOnlyList<string> names, PortfolioFigures figures,
        Func<FifoMatcher, int> groupOf, Func<PositionFigures, int> positionGroupOf)
    {
        var totals = new TradeTotals[names.Count];
        for (var i = 0; i < totals.Length; i++)
            totals[i] = new TradeTotals();
        foreach (var matcher in _activeMatchers)
            totals[groupOf(matcher)].Add(matcher.Totals);
        var realized = new decimal[names.Count];
        var unrealized = new decimal[names.Count];
        foreach (var position in figures.Positions)
        {
            realized[positionGroupOf(position)] += position.GrossRealizedPnl;
            unrealized[positionGroupOf(position)] += position.UnrealizedPnl;
        }

        var results = new GroupResult[names.Count];
        for (var i = 0; i < results.Length; i++)
            results[i] = totals[i].ToResult(names[i], realized[i], unrealized[i]);
        return results;
    }

    private RoundTrip[] RoundTrips()
    {
        var trips = new RoundTrip[_trips.Count];
        for (var i = 0; i < trips.Length; i++)
        {
            ref readonly var trip = ref _trips[i];
            trips[i] = new RoundTrip(
                _options.Symbols[trip.SymbolIndex], _options.Strategies[trip.StrategyIndex], trip.EntrySide,
                trip.Quantity, trip.EntryTime, trip.EntryPrice, trip.ExitTime, trip.ExitPrice, trip.Fees, trip.Pnl)
            {
                Multiplier = _options.Multiplier(trip.SymbolIndex),
            };
        }

        return trips;
    }
}
