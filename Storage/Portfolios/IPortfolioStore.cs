using TradeBooks.Domain.Desk;
using TradeBooks.Domain.Engine;
using TradeBooks.Domain.Market;

namespace TradeBooks.Storage.Portfolios;

/// <summary>
/// Where portfolios are durable: the ledger of fills and decisions, the equity curve, and the engine's state, which
/// always change together. Safe for use by many threads.
/// </summary>
public interface IPortfolioStore
{
    /// <summary>The portfolio as last committed; null where there is none.</summary>
    Task<SavedPortfolio?> LoadAsync(string portfolio, CancellationToken cancellation);

    /// <summary>
    /// Writes all of a commit or nothing. A commit that is repeated because its outcome was not known counts once: the
    /// store knows it by <see cref="PortfolioCommit.Writer"/> and version.
    /// </summary>
    /// <exception cref="PortfolioFencedException">Another writer has committed since: this one has lost the portfolio.</exception>
    Task CommitAsync(PortfolioCommit commit, CancellationToken cancellation);

    /// <summary>What was decided on these orders, by order id; those that were never decided are left out.</summary>
    Task<IReadOnlyDictionary<string, DecisionOutcome>> DecisionsAsync(
        string portfolio, IReadOnlyCollection<string> orderIds, CancellationToken cancellation);

    /// <summary>Fills of these orders, by order id and fill number; those that were never settled are left out.</summary>
    Task<IReadOnlyDictionary<(string OrderId, int FillNumber), SizedFill>> FillsAsync(
        string portfolio, IReadOnlyCollection<string> orderIds, CancellationToken cancellation);

    /// <summary>A page of decisions in their order.</summary>
    Task<DeskPage<OrderView>> OrdersAsync(string portfolio, DeskPageRequest page, CancellationToken cancellation);

    /// <summary>A page of fills in the order of the trade log.</summary>
    Task<DeskPage<TradeView>> TradesAsync(string portfolio, DeskPageRequest page, CancellationToken cancellation);

    /// <summary>The equity curve between two event times, both included, thinned evenly to at most so many points, the last one kept.</summary>
    Task<IReadOnlyList<EquityPoint>> EquityAsync(
        string portfolio, EventTime from, EventTime to, int maxPoints, CancellationToken cancellation);
}
