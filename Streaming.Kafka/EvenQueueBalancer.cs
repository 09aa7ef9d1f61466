using Microsoft.Extensions.Logging;
using Orleans.Streams;

namespace TradeBooks.Streaming.Kafka;

/// <summary>
/// Gives every active silo the same number of partitions, give or take one. Orleans' ring shares out hashes, and may leave
/// a silo without any of a few partitions.
/// </summary>
internal sealed class EvenQueueBalancer(IServiceProvider services, ILogger<EvenQueueBalancer> logger) : QueueBalancerBase(services, logger)
{
    private IReadOnlyList<QueueId> _queues = [];
    private volatile IReadOnlyList<QueueId> _mine = [];

    public override Task Initialize(IStreamQueueMapper queueMapper)
    {
        _queues = [.. queueMapper.GetAllQueues()];
        return base.Initialize(queueMapper);
    }

    public override IEnumerable<QueueId> GetMyQueues() => _mine;

    /// <summary>A silo that is not active, being the one to start or to stop, has none.</summary>
    protected override void OnClusterMembershipChange(HashSet<SiloAddress> activeSilos)
    {
        _mine = QueueShares.Of(SiloAddress, activeSilos, _queues);
        NotifyListeners().Ignore();
    }
}
