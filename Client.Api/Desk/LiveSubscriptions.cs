using TradeBooks.Grains.Interfaces;
using TradeBooks.Web.Live;

namespace TradeBooks.Client.Api.Desk;

/// <summary>
/// Hears what happens to every portfolio and hands it to the live feed. Subscribes again and again, since a portfolio
/// that has moved to another silo has forgotten who listens.
/// </summary>
internal sealed partial class LiveSubscriptions(
    ClusterCalls calls, DeskSettings settings, LiveFeed live, TimeProvider clock,
    ILogger<LiveSubscriptions> logger) : BackgroundService
{
    private static readonly TimeSpan Renewal = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(1);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(settings.Portfolios.Select(portfolio => ListenAsync(portfolio, stoppingToken)));

    private async Task ListenAsync(string portfolio, CancellationToken stop)
    {
        // Held here: the reference that the cluster has does not keep it.
        var observer = new PortfolioObserver(portfolio, live);
        IPortfolioObserver? reference = null;
        var isLost = false;
        while (!stop.IsCancellationRequested)
        {
            try
            {
                await calls.RunAsync(
                    grains =>
                    {
                        reference ??= grains.CreateObjectReference<IPortfolioObserver>(observer);
                        return grains.GetGrain<IPortfolioGrain>(portfolio).Subscribe(reference);
                    },
                    stop);
                if (isLost)
                {
                    LogBack(portfolio);
                    live.Reset(portfolio);
                }

                isLost = false;
            }
            // Whatever it is: what shows the trading goes on trying.
            catch (Exception e) when (!stop.IsCancellationRequested)
            {
                if (!isLost)
                    LogLost(portfolio, e.GetBaseException().Message);
                isLost = true;
            }

            await Task.Delay(isLost ? Retry : Renewal, clock, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        GC.KeepAlive(observer);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The cluster can't be asked about portfolio {Portfolio} for now, and is tried until it can: {Reason}")]
    private partial void LogLost(string portfolio, string reason);

    [LoggerMessage(Level = LogLevel.Information, Message = "The cluster tells of portfolio {Portfolio} again")]
    private partial void LogBack(string portfolio);
}
