using TradeBooks.Domain.Desk;
using TradeBooks.Domain.Market;
using TradeBooks.Feeds.Exchanges.Connecting;
using TradeBooks.Web.Live;

namespace TradeBooks.Cli.Serving;

/// <summary>The desk of an ingest: books and connections, and no portfolio.</summary>
internal sealed class IngestDesk(ExchangeConnector connector, MarketWatch watch, LiveFeed live) : ITradingDesk
{
    // A frame is taken within microseconds; only what takes its events, such as a Kafka that is away, makes it last.
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(100);

    private const int StandardPrecision = 2;
    private const int LevelsToShow = 20;

    public Task<bool> IsReadyAsync(CancellationToken cancellation) => Task.FromResult(true);

    public Task<IReadOnlyList<string>> PortfoliosAsync(CancellationToken cancellation) => Task.FromResult<IReadOnlyList<string>>([]);

    public Task<PortfolioView> PortfolioAsync(string portfolio, CancellationToken cancellation) => NoPortfolio<PortfolioView>(portfolio);

    public Task<DeskPage<OrderView>> OrdersAsync(string portfolio, DeskPageRequest page, CancellationToken cancellation) =>
        NoPortfolio<DeskPage<OrderView>>(portfolio);

    public Task<DeskPage<TradeView>> TradesAsync(string portfolio, DeskPageRequest page, CancellationToken cancellation) =>
        NoPortfolio<DeskPage<TradeView>>(portfolio);

    public Task<IReadOnlyList<EquityPoint>> EquityAsync(
        string portfolio, EventTime from, EventTime to, int maxPoints, CancellationToken cancellation) =>
        NoPortfolio<IReadOnlyList<EquityPoint>>(portfolio);

    public Task WriteTradeLogAsync(string portfolio, Stream target, CancellationToken cancellation) => NoPortfolio<bool>(portfolio);

    public Task<RiskView> HaltAsync(string portfolio, CancellationToken cancellation) => NoPortfolio<RiskView>(portfolio);

    public Task<RiskView> ResumeAsync(string portfolio, CancellationToken cancellation) => NoPortfolio<RiskView>(portfolio);

    public Task<RiskView> CloseAllAsync(string portfolio, CancellationToken cancellation) => NoPortfolio<RiskView>(portfolio);

    public Task<StrategiesView> StrategiesAsync(string portfolio, CancellationToken cancellation) => NoPortfolio<StrategiesView>(portfolio);

    public Task<StrategyView> PauseStrategyAsync(string portfolio, string strategy, CancellationToken cancellation) =>
        NoPortfolio<StrategyView>(portfolio);

    public Task<StrategyView> ResumeStrategyAsync(string portfolio, string strategy, CancellationToken cancellation) =>
        NoPortfolio<StrategyView>(portfolio);

    public Task<IReadOnlyList<string>> SymbolsAsync(CancellationToken cancellation) =>
        Task.FromResult<IReadOnlyList<string>>([.. connector.Symbols.Order(StringComparer.Ordinal)]);

    public Task<SymbolView> SymbolAsync(string symbol, CancellationToken cancellation) =>
        Answer(symbol, LevelsToShow, reading => new SymbolView
        {
            Symbol = symbol,
            Time = reading.Book.Time > reading.LastTradeTime ? reading.Book.Time : reading.LastTradeTime,
            Mark = reading.LastPrice,
            PricePrecision = PrecisionOf(reading),
            Book = reading.Book,
        });

    public Task<BookView?> BookAsync(string symbol, int levels, CancellationToken cancellation) =>
        Answer<BookView?>(symbol, levels, reading => reading.Book);

    public Task<IReadOnlyList<ConnectionView>> ConnectionsAsync(CancellationToken cancellation) => Task.FromResult(watch.Connections());

    public Task<ChartView> ChartAsync(string symbol, EventTime after, int limit, CancellationToken cancellation) =>
        Answer(symbol, 1, reading => new ChartView
        {
            Symbol = symbol,
            Time = reading.LastTradeTime,
            PricePrecision = PrecisionOf(reading),
            IsPaused = false,
            Bars = [],
            Plots = new Dictionary<string, double[]>(),
            Orders = [],
        });

    public Task PauseSymbolAsync(string symbol, CancellationToken cancellation) => NoEntries();

    public Task ResumeSymbolAsync(string symbol, CancellationToken cancellation) => NoEntries();

    public IAsyncEnumerable<LiveEvent> LiveAsync(string portfolio, long? after, CancellationToken cancellation) =>
        live.ReadAsync(MarketWatch.LiveKey, after, cancellation);

    private static int PrecisionOf(SymbolReading reading) => reading.PricePrecision > 0 ? reading.PricePrecision : StandardPrecision;

    private static Task NoEntries() =>
        Task.FromException(new DeskNotFoundException("this host only brings market data: there are no entries to pause"));

    private static Task<T> NoPortfolio<T>(string portfolio) =>
        Task.FromException<T>(new DeskNotFoundException($"there is no portfolio '{portfolio}': this host only brings market data"));

    private Task<T> Answer<T>(string symbol, int levels, Func<SymbolReading, T> answer)
    {
        if (!connector.Symbols.Contains(symbol))
            return Task.FromException<T>(new DeskNotFoundException($"there is no symbol '{symbol}'"));
        return connector.TryRead(symbol, levels, Patience, out var reading)
            ? Task.FromResult(answer(reading))
            : Task.FromException<T>(new DeskUnavailableException($"the connection of {symbol} waits for what takes its events, such as Kafka"));
    }
}
