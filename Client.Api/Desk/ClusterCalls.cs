using System.Data.Common;
using System.Net.Sockets;
using Orleans.Serialization;
using TradeBooks.Client.Api.Hosting;
using TradeBooks.Domain.Desk;

namespace TradeBooks.Client.Api.Desk;

/// <summary>Calls grains, and says <see cref="DeskUnavailableException"/> where the cluster does not answer.</summary>
/// <param name="cluster">The cluster.</param>
/// <param name="connection">Whether it was found.</param>
/// <param name="timeout">How long one call may take.</param>
internal sealed class ClusterCalls(IClusterClient cluster, ClusterConnection connection, TimeSpan timeout)
{
    /// <exception cref="DeskUnavailableException">The cluster can't be reached, or does not answer in time.</exception>
    public async Task<T> AskAsync<T>(Func<IGrainFactory, Task<T>> ask, CancellationToken cancellation)
    {
        if (!connection.IsMade)
            throw new DeskUnavailableException("The cluster has not been found yet.");
        try
        {
            return await ask(cluster).WaitAsync(timeout, cancellation);
        }
        catch (Exception e) when (IsAway(e) && !cancellation.IsCancellationRequested)
        {
            throw new DeskUnavailableException("The cluster does not answer.", e);
        }
    }

    /// <inheritdoc cref="AskAsync"/>
    public Task RunAsync(Func<IGrainFactory, Task> run, CancellationToken cancellation) => AskAsync(
        async grains =>
        {
            await run(grains);
            return true;
        },
        cancellation);

    // A silo or the database that has gone, a silo that is stopping, or a message that came back: another attempt may do.
    private static bool IsAway(Exception e) => e
        is TimeoutException or OrleansException or SocketException or OperationCanceledException
        or ObjectDisposedException or DbException or UnavailableExceptionFallbackException;
}
