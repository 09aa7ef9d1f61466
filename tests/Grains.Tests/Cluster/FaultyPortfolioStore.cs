using TradeBooks.Domain.Desk;
using TradeBooks.Domain.Engine;
using TradeBooks.Domain.Market;
using TradeBooks.Storage.Portfolios;

namespace TradeBooks.Grains.Tests.Cluster;

/// <summary>A store in memory that all silos share, and that does what a test tells it around every commit and read.</summary>
internal sealed class FaultyPortfolioStore : IPortfolioStore
{
    private readonly MemoryPortfolioStore _store = new();
    private long _commits;

    /// <summary>Before a commit is written; what it throws is what the writer sees.</summary>
    public Func<PortfolioCommit, Task> BeforeCommit { get; set; } = _ => Task.CompletedTask;

    /// <summary>After a commit was written; what it throws leaves the writer without knowing.</summary>
    public Func<PortfolioCommit, Task> AfterCommit { get; set; } = _ => Task.CompletedTask;

    public Func<Task> BeforeRead { get; set; } = () => Task.CompletedTask;

    /// <summary>Commits that were written, by all portfolios.</summary>
    public long Commits => Interlocked.Read(ref _commits);

    public async Task<SavedPortfolio?> LoadAsync(string portfolio, CancellationToken cancellation)
    {
        await BeforeRead();
        return await _store.LoadAsync(portfolio, cancellation);
    }

    public async Task CommitAsync(PortfolioCommit commit, CancellationToken cancellation)
    {
        await BeforeCommit(commit);
        await _store.CommitAsync(commit, cancellation);
        Interlocked.Increment(ref _commits);
        await AfterCommit(commit);
    }

    public async Task<IReadOnlyDictionary<string, DecisionOutcome>> DecisionsAsync(
        string portfolio, IReadOnlyCollection<string> orderIds, CancellationToken cancellation)
    {
        await BeforeRead();
        return await _store.DecisionsAsync(portfolio, orderIds, cancellation);
    }

    public async Task<IReadOnlyDictionary<(string OrderId, int FillNumber), SizedFill>> FillsAsync(
        string portfolio, IReadOnlyCollection<string> orderIds, CancellationToken cancellation)
    {
        await BeforeRead();
        return await _store.FillsAsync(portfolio, orderIds, cancellation);
    }

    public async Task<DeskPage<OrderView>> OrdersAsync(string portfolio, DeskPageRequest page, CancellationToken cancellation)
    {
        await BeforeRead();
        return await _store.OrdersAsync(portfolio, page, cancellation);
    }

    public async Task<DeskPage<TradeView>> TradesAsync(string portfolio, DeskPageRequest page, CancellationToken cancellation)
    {
        await BeforeRead();
        return await _store.TradesAsync(portfolio, page, cancellation);
    }

    public async Task<IReadOnlyList<EquityPoint>> EquityAsync(
        string portfolio, EventTime from, EventTime to, int maxPoints, CancellationToken cancellation)
    {
        await BeforeRead();
        return await _store.EquityAsync(portfolio, from, to, maxPoints, cancellation);
    }
}
