using TradeBooks.Domain.Desk;
using TradeBooks.Domain.Market;
using TradeBooks.Grains.Interfaces;
using TradeBooks.Web.Live;

namespace TradeBooks.Client.Api.Desk;

/// <summary>The desk of a cluster: asks its grains.</summary>
internal sealed class ClusterDesk(ClusterCalls calls, DeskSettings settings, LiveFeed live) : ITradingDesk
{
    // Calls on their way at once, where every symbol is asked for something.
    private const int MostAtOnce = 16;

    public async Task<bool> IsReadyAsync(CancellationToken cancellation)
    {
        await SymbolsOfAsync(settings.Portfolios[0], cancellation);
        return true;
    }

    public Task<IReadOnlyList<string>> PortfoliosAsync(CancellationToken cancellation) => Task.FromResult(settings.Portfolios);

    public Task<PortfolioView> PortfolioAsync(string portfolio, CancellationToken cancellation) =>
        AskAsync(portfolio, grain => grain.GetView(), cancellation);

    public Task<DeskPage<OrderView>> OrdersAsync(string portfolio, DeskPageRequest page, CancellationToken cancellation) =>
        AskAsync(portfolio, grain => grain.GetOrders(page), cancellation);

    public Task<DeskPage<TradeView>> TradesAsync(string portfolio, DeskPageRequest page, CancellationToken cancellation) =>
        AskAsync(portfolio, grain => grain.GetTrades(page), cancellation);

    public Task<IReadOnlyList<EquityPoint>> EquityAsync(
        string portfolio, EventTime from, EventTime to, int maxPoints, CancellationToken cancellation) =>
        AskAsync(portfolio, grain => grain.GetEquity(from, to, maxPoints), cancellation);

    public async Task WriteTradeLogAsync(string portfolio, Stream target, CancellationToken cancellation)
    {
        for (long? after = 0; after is { } row;)
        {
            var part = await AskAsync(portfolio, grain => grain.GetTradeLog(row), cancellation);
            await target.WriteAsync(part.Text, cancellation);
            after = part.Next;
        }
    }

    public Task<RiskView> HaltAsync(string portfolio, CancellationToken cancellation) =>
        AskAsync(portfolio, grain => grain.Halt(), cancellation);

    public Task<RiskView> ResumeAsync(string portfolio, CancellationToken cancellation) =>
        AskAsync(portfolio, grain => grain.Resume(), cancellation);

    public async Task<RiskView> CloseAllAsync(string portfolio, CancellationToken cancellation)
    {
        // First no more entries, so that what is closed stays closed.
        var risk = await HaltAsync(portfolio, cancellation);
        await Parallel.ForEachAsync(
            await SymbolsOfAsync(portfolio, cancellation),
            new ParallelOptions { MaxDegreeOfParallelism = MostAtOnce, CancellationToken = cancellation },
            async (symbol, stop) => await calls.RunAsync(
                grains => grains.GetGrain<ISymbolGrain>(symbol).ClosePositions(portfolio), stop));
        return risk;
    }

    public Task<StrategiesView> StrategiesAsync(string portfolio, CancellationToken cancellation) =>
        AskAsync(portfolio, grain => grain.GetStrategies(), cancellation);

    public Task<StrategyView> PauseStrategyAsync(string portfolio, string strategy, CancellationToken cancellation) =>
        AskAsync(portfolio, grain => grain.PauseStrategy(strategy), cancellation);

    public Task<StrategyView> ResumeStrategyAsync(string portfolio, string strategy, CancellationToken cancellation) =>
        AskAsync(portfolio, grain => grain.ResumeStrategy(strategy), cancellation);

    public async Task<IReadOnlyList<string>> SymbolsAsync(CancellationToken cancellation)
    {
        var symbols = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var portfolio in settings.Portfolios)
            symbols.UnionWith(await SymbolsOfAsync(portfolio, cancellation));
        return [.. symbols];
    }

    public async Task<SymbolView> SymbolAsync(string symbol, CancellationToken cancellation)
    {
        await CheckSymbolAsync(symbol, cancellation);
        return await calls.AskAsync(grains => grains.GetGrain<ISymbolGrain>(symbol).GetView(), cancellation);
    }

    public async Task<ChartView> ChartAsync(string symbol, EventTime after, int limit, CancellationToken cancellation)
    {
        await CheckSymbolAsync(symbol, cancellation);
        return await calls.AskAsync(grains => grains.GetGrain<ISymbolGrain>(symbol).GetChart(after, limit), cancellation);
    }

    public async Task PauseSymbolAsync(string symbol, CancellationToken cancellation)
    {
        await CheckSymbolAsync(symbol, cancellation);
        await calls.RunAsync(grains => grains.GetGrain<ISymbolGrain>(symbol).Pause(), cancellation);
    }

    public async Task ResumeSymbolAsync(string symbol, CancellationToken cancellation)
    {
        await CheckSymbolAsync(symbol, cancellation);
        await calls.RunAsync(grains => grains.GetGrain<ISymbolGrain>(symbol).Resume(), cancellation);
    }

    public IAsyncEnumerable<LiveEvent> LiveAsync(string portfolio, long? after, CancellationToken cancellation)
    {
        Check(portfolio);
        return live.ReadAsync(portfolio, after, cancellation);
    }

    private Task<IReadOnlyList<string>> SymbolsOfAsync(string portfolio, CancellationToken cancellation) =>
        AskAsync(portfolio, grain => grain.GetSymbols(), cancellation);

    private Task<T> AskAsync<T>(string portfolio, Func<IPortfolioGrain, Task<T>> ask, CancellationToken cancellation)
    {
        Check(portfolio);
        return calls.AskAsync(grains => ask(grains.GetGrain<IPortfolioGrain>(portfolio)), cancellation);
    }

    // A grain would be made for any name.
    private async Task CheckSymbolAsync(string symbol, CancellationToken cancellation)
    {
        if (!(await SymbolsAsync(cancellation)).Contains(symbol, StringComparer.Ordinal))
            throw new DeskNotFoundException($"There is no symbol '{symbol}'.");
    }

    private void Check(string portfolio)
    {
        if (!settings.Portfolios.Contains(portfolio, StringComparer.Ordinal))
            throw new DeskNotFoundException($"There is no portfolio '{portfolio}'.");
    }
}
