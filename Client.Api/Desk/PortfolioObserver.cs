using TradeBooks.Domain.Desk;
using TradeBooks.Grains.Interfaces;
using TradeBooks.Web.Live;

namespace TradeBooks.Client.Api.Desk;

/// <summary>
/// Hands a portfolio's events to the live feed. The numbers of the fills tell what was missed, such as while the
/// portfolio moved to another silo, and what came twice.
/// </summary>
internal sealed class PortfolioObserver(string portfolio, LiveFeed live) : IPortfolioObserver
{
    private readonly Lock _lock = new();
    private long _lastFill;

    public Task OnCommitted(IReadOnlyList<LiveEvent> events)
    {
        lock (_lock)
        {
            foreach (var happened in events)
            {
                if (IsNew(happened))
                    live.Publish(portfolio, happened);
            }
        }

        return Task.CompletedTask;
    }

    private bool IsNew(LiveEvent happened)
    {
        if (happened.Fill is not { } fill)
            return true;
        if (fill.Number <= _lastFill)
            return false;
        if (_lastFill > 0 && fill.Number > _lastFill + 1)
            live.Reset(portfolio);
        _lastFill = fill.Number;
        return true;
    }
}
