using Orleans.Streams;

namespace TradeBooks.Streaming.Kafka;

/// <summary>
/// Which silo has which queue: no silo has two more than another, and few queues move when a silo comes or goes (rendezvous
/// hashing with limits). Silos that know of the same silos and queues agree.
/// </summary>
internal static class QueueShares
{
    public static IReadOnlyList<QueueId> Of(SiloAddress silo, IReadOnlyCollection<SiloAddress> silos, IReadOnlyList<QueueId> queues)
    {
        var least = queues.Count / Math.Max(1, silos.Count);
        var largerShares = queues.Count % Math.Max(1, silos.Count);
        var counts = silos.ToDictionary(other => other, _ => 0);
        var shares = new List<QueueId>();
        foreach (var queue in queues)
        {
            foreach (var candidate in silos.OrderBy(other => Rank(other, queue)).ThenBy(other => other))
            {
                if (counts[candidate] > least || (counts[candidate] == least && largerShares == 0))
                    continue;
                if (counts[candidate]++ == least)
                    largerShares--;
                if (candidate.Equals(silo))
                    shares.Add(queue);
                break;
            }
        }

        return shares;
    }

    // The finalizer of MurmurHash3: both parts are spread over all bits, the same in every process.
    private static ulong Rank(SiloAddress silo, QueueId queue)
    {
        var hash = ((ulong)(uint)silo.GetConsistentHashCode() << 32) | queue.GetUniformHashCode();
        hash = (hash ^ (hash >> 33)) * 0xff51afd7ed558ccd;
        hash = (hash ^ (hash >> 33)) * 0xc4ceb9fe1a85ec53;
        return hash ^ (hash >> 33);
    }
}
