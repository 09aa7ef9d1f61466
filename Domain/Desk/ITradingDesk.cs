using TradeBooks.Domain.Market;

namespace TradeBooks.Domain.Desk;

/// <summary>
/// What a person or a page can see of running portfolios and do to them, whichever host runs them. Every member may
/// throw <see cref="DeskUnavailableException"/> while the host is away, and <see cref="DeskNotFoundException"/> for a
/// portfolio or symbol that it does not have.
/// </summary>
public interface ITradingDesk
{
    /// <summary>Whether the host can be asked at this moment.</summary>
    Task<bool> IsReadyAsync(CancellationToken cancellation);

    /// <summary>Keys of the portfolios, in ordinal order.</summary>
    Task<IReadOnlyList<string>> PortfoliosAsync(CancellationToken cancellation);

    Task<PortfolioView> PortfolioAsync(string portfolio, CancellationToken cancellation);

    /// <summary>A page of decided orders, in the order in which they were decided, or in reverse.</summary>
    Task<DeskPage<OrderView>> OrdersAsync(string portfolio, DeskPageRequest page, CancellationToken cancellation);

    /// <summary>A page of fills, in the order of the trade log, or in reverse.</summary>
    Task<DeskPage<TradeView>> TradesAsync(string portfolio, DeskPageRequest page, CancellationToken cancellation);

    /// <summary>Equity over time.</summary>
    /// <param name="portfolio">Key of the portfolio.</param>
    /// <param name="from">First event time, included; <see cref="EventTime.MinValue"/> for the beginning.</param>
    /// <param name="to">Last event time, included; <see cref="EventTime.MaxValue"/> for the end.</param>
    /// <param name="maxPoints">Most points, 1 or more; where there are more, they are thinned evenly, the last one kept.</param>
    /// <param name="cancellation">Ends the wait.</param>
    Task<IReadOnlyList<EquityPoint>> EquityAsync(
        string portfolio, EventTime from, EventTime to, int maxPoints, CancellationToken cancellation);

    /// <summary>Writes <c>order_book.csv</c> as it stands: header and one row for each fill.</summary>
    Task WriteTradeLogAsync(string portfolio, Stream target, CancellationToken cancellation);

    /// <summary>Refuses entries from now on.</summary>
    Task<RiskView> HaltAsync(string portfolio, CancellationToken cancellation);

    /// <summary>Accepts entries again.</summary>
    Task<RiskView> ResumeAsync(string portfolio, CancellationToken cancellation);

    /// <summary>Halts, cancels working entries, and closes every position with the next event of its symbol.</summary>
    Task<RiskView> CloseAllAsync(string portfolio, CancellationToken cancellation);

    /// <summary>A portfolio's strategies with what they have done.</summary>
    Task<StrategiesView> StrategiesAsync(string portfolio, CancellationToken cancellation);

    /// <summary>Refuses a strategy's entries from now on; its exits go on.</summary>
    /// <exception cref="DeskNotFoundException">The portfolio has no such strategy, either.</exception>
    Task<StrategyView> PauseStrategyAsync(string portfolio, string strategy, CancellationToken cancellation);

    /// <summary>Accepts a strategy's entries again.</summary>
    /// <exception cref="DeskNotFoundException">The portfolio has no such strategy, either.</exception>
    Task<StrategyView> ResumeStrategyAsync(string portfolio, string strategy, CancellationToken cancellation);

    /// <summary>The symbols, in ordinal order.</summary>
    Task<IReadOnlyList<string>> SymbolsAsync(CancellationToken cancellation);

    /// <summary>A symbol's latest state, with its latest bars (oldest first).</summary>
    Task<SymbolView> SymbolAsync(string symbol, CancellationToken cancellation);

    /// <summary>A symbol's order book with its best levels; null where the symbol has none.</summary>
    /// <param name="symbol">The symbol.</param>
    /// <param name="levels">Most levels of a side, 1 or more; a host may keep fewer to show.</param>
    /// <param name="cancellation">Ends the wait.</param>
    async Task<BookView?> BookAsync(string symbol, int levels, CancellationToken cancellation) =>
        (await SymbolAsync(symbol, cancellation)).Book?.First(levels);

    /// <summary>The connections to exchanges that this host itself keeps, by exchange and number; none by default.</summary>
    Task<IReadOnlyList<ConnectionView>> ConnectionsAsync(CancellationToken cancellation) =>
        Task.FromResult<IReadOnlyList<ConnectionView>>([]);

    /// <summary>A symbol's latest bars, as many as the host still has, with figures and working orders.</summary>
    /// <param name="symbol">The symbol.</param>
    /// <param name="after">Only bars later than this; <see cref="EventTime.MinValue"/> for all.</param>
    /// <param name="limit">Most bars, 1 or more: the latest.</param>
    /// <param name="cancellation">Ends the wait.</param>
    Task<ChartView> ChartAsync(string symbol, EventTime after, int limit, CancellationToken cancellation);

    /// <summary>Refuses new entries of a symbol in every portfolio; exits go on.</summary>
    Task PauseSymbolAsync(string symbol, CancellationToken cancellation);

    /// <summary>Accepts entries of a symbol again.</summary>
    Task ResumeSymbolAsync(string symbol, CancellationToken cancellation);

    /// <summary>
    /// Fills, marks, equity and lag as they come; marks and lag under any key where the host has no portfolio. Each has an id that ascends; a caller that lost its connection goes
    /// on after the last one that it saw, as long as the host still remembers it (else it gets
    /// <see cref="LiveKind.Reset"/> first). A caller that does not keep up loses the oldest and gets a reset, and slows
    /// nobody.
    /// </summary>
    /// <param name="portfolio">Key of the portfolio.</param>
    /// <param name="after">Id of the last one seen; null for only new ones.</param>
    /// <param name="cancellation">Ends the stream.</param>
    IAsyncEnumerable<LiveEvent> LiveAsync(string portfolio, long? after, CancellationToken cancellation);
}
