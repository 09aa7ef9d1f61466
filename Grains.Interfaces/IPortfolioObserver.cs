using TradeBooks.Domain.Desk;

namespace TradeBooks.Grains.Interfaces;

/// <summary>Hears what happens to a portfolio, after it is durable.</summary>
[Alias("TradeBooks.IPortfolioObserver")]
public interface IPortfolioObserver : IGrainObserver
{
    /// <summary>What one commit changed; <see cref="LiveEvent.Id"/> is 0, the receiver numbers them.</summary>
    [Alias("OnCommitted")]
    Task OnCommitted([Immutable] IReadOnlyList<LiveEvent> events);
}
