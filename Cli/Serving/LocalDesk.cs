using TradeBooks.Domain.Desk;
using TradeBooks.Domain.Market;
using TradeBooks.Web.Live;

namespace TradeBooks.Cli.Serving;

/// <summary>The desk of a run in this process.</summary>
internal sealed class LocalDesk(WatchedRun run, LiveFeed live, TimeProvider clock) : ITradingDesk
{
    private const int CopyBytes = 1 << 16;

    public Task<bool> IsReadyAsync(CancellationToken cancellation) => Task.FromResult(run.HasBegun);

    public Task<IReadOnlyList<string>> PortfoliosAsync(CancellationToken cancellation) =>
        AskAsync<IReadOnlyList<string>>(state => [state.Backtest.Portfolio.Options.Id], cancellation);

    public Task<PortfolioView> PortfolioAsync(string portfolio, CancellationToken cancellation) =>
        AskAsync(state => state.Require(portfolio).Portfolio(), cancellation);

    public Task<DeskPage<OrderView>> OrdersAsync(string portfolio, DeskPageRequest page, CancellationToken cancellation) =>
        AskAsync(state => state.Require(portfolio).Ledger.Orders(page), cancellation);

    public Task<DeskPage<TradeView>> TradesAsync(string portfolio, DeskPageRequest page, CancellationToken cancellation) =>
        AskAsync(state => state.Require(portfolio).Ledger.Trades(page), cancellation);

    public Task<IReadOnlyList<EquityPoint>> EquityAsync(
        string portfolio, EventTime from, EventTime to, int maxPoints, CancellationToken cancellation) =>
        AskAsync(state => state.Require(portfolio).Equity.Points(state.Backtest, from, to, maxPoints), cancellation);

    public async Task WriteTradeLogAsync(string portfolio, Stream target, CancellationToken cancellation)
    {
        var (file, length) = await AskAsync(state => state.Require(portfolio).OpenTradeLog(), cancellation);
        await using (file)
        {
            var buffer = new byte[CopyBytes];
            while (length > 0)
            {
                var part = buffer.AsMemory(0, (int)Math.Min(length, buffer.Length));
                await file.ReadExactlyAsync(part, cancellation);
                await target.WriteAsync(part, cancellation);
                length -= part.Length;
            }
        }
    }

    public Task<RiskView> HaltAsync(string portfolio, CancellationToken cancellation) => AskAsync(
        state =>
        {
            state.Require(portfolio).Backtest.Portfolio.HaltTrading();
            return state.Risk();
        },
        cancellation);

    public Task<RiskView> ResumeAsync(string portfolio, CancellationToken cancellation) => AskAsync(
        state =>
        {
            state.Require(portfolio).Backtest.Portfolio.ResumeTrading();
            return state.Risk();
        },
        cancellation);

    public Task<RiskView> CloseAllAsync(string portfolio, CancellationToken cancellation) =>
        AskAsync(state => state.Require(portfolio).CloseAll(), cancellation);

    public Task<StrategiesView> StrategiesAsync(string portfolio, CancellationToken cancellation) =>
        AskAsync(state => state.Require(portfolio).Strategies(), cancellation);

    public Task<StrategyView> PauseStrategyAsync(string portfolio, string strategy, CancellationToken cancellation) =>
        AskAsync(state => state.Require(portfolio).PauseStrategy(strategy, isPaused: true), cancellation);

    public Task<StrategyView> ResumeStrategyAsync(string portfolio, string strategy, CancellationToken cancellation) =>
        AskAsync(state => state.Require(portfolio).PauseStrategy(strategy, isPaused: false), cancellation);

    public Task<IReadOnlyList<string>> SymbolsAsync(CancellationToken cancellation) =>
        AskAsync<IReadOnlyList<string>>(state => [.. state.Backtest.Engines.Select(engine => engine.Symbol)], cancellation);

    public Task<SymbolView> SymbolAsync(string symbol, CancellationToken cancellation) =>
        AskAsync(state => state.Symbol(symbol), cancellation);

    public Task<BookView?> BookAsync(string symbol, int levels, CancellationToken cancellation) =>
        AskAsync(state => state.Book(symbol, levels), cancellation);

    public Task<ChartView> ChartAsync(string symbol, EventTime after, int limit, CancellationToken cancellation) =>
        AskAsync(state => state.Chart(symbol, after, limit), cancellation);

    public Task PauseSymbolAsync(string symbol, CancellationToken cancellation) =>
        AskAsync(state => state.PauseSymbol(symbol, isPaused: true), cancellation);

    public Task ResumeSymbolAsync(string symbol, CancellationToken cancellation) =>
        AskAsync(state => state.PauseSymbol(symbol, isPaused: false), cancellation);

    public IAsyncEnumerable<LiveEvent> LiveAsync(string portfolio, long? after, CancellationToken cancellation) =>
        live.ReadAsync(portfolio, after, cancellation);

    private Task<T> AskAsync<T>(Func<RunState, T> question, CancellationToken cancellation) =>
        AnswerWait.InTimeAsync(given => run.AskAsync(question, given), clock, cancellation);
}
