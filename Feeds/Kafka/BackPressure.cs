using Confluent.Kafka;

namespace TradeBooks.Feeds.Kafka;

/// <summary>
/// What nobody waits for is not read on: a partition whose symbols all have bars enough is paused. One that carries a
/// symbol with nothing to show never is, since trading waits for it.
/// </summary>
/// <param name="consumer">Reads the partitions.</param>
/// <param name="feeds">All symbols.</param>
/// <param name="partitions">All partitions.</param>
internal sealed class BackPressure(IConsumer<int, RecordKind> consumer, KafkaFeed[] feeds, KafkaPartition[] partitions)
{
    // Events of all symbols that wait to be processed, together about 90 MB.
    private const int WaitingBudget = 1 << 20;
    private const int LeastWaiting = 1024;
    private const int MostWaiting = 1 << 17;

    private readonly int _mostWaiting = Math.Clamp(WaitingBudget / feeds.Length, LeastWaiting, MostWaiting);

    /// <summary>Pauses what is far enough ahead, and resumes what is wanted again.</summary>
    public void Apply()
    {
        // Somebody whose partition is not known yet may be in any.
        var isKnown = Array.TrueForAll(feeds, feed => feed.Partition is not null);
        foreach (var partition in partitions)
        {
            var isFull = isKnown;
            var (hasFull, hasLow, hasEnded) = (false, false, true);
            foreach (var feed in partition.Feeds)
            {
                var waits = feed.WaitingCount >= _mostWaiting;
                isFull &= waits || feed.HasEnded;
                hasFull |= waits;
                hasLow |= feed.WaitingCount < _mostWaiting / 4 && !feed.HasEnded;
                hasEnded &= feed.HasEnded;
            }

            // Where all have ended it is read on: they may come back.
            isFull &= hasFull;
            var isLow = !isFull && (hasLow || hasEnded);
            if (!partition.IsPaused && isFull)
                consumer.Pause([partition.Id]);
            else if (partition.IsPaused && isLow)
                consumer.Resume([partition.Id]);
            else
                continue;
            partition.IsPaused = !partition.IsPaused;
        }
    }
}
