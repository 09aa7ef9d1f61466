using Confluent.Kafka;
using TradeBooks.Domain.Market;

namespace TradeBooks.Feeds.Kafka;

/// <summary>A partition that is read: where reading stands, what came of its records.</summary>
internal sealed class KafkaPartition(string topic, int partition)
{
    private readonly Queue<PendingDeadLetter> _pending = [];
    private HashSet<long> _unsent = [];
    private long _rateFrom;
    private long _rateTime;

    public TopicPartition Id { get; } = new(topic, new Partition(partition));

    public string Topic => topic;

    public int Number => partition;

    /// <summary>The symbols that it is known to carry.</summary>
    public List<KafkaFeed> Feeds { get; } = [];

    /// <summary>The next record to be read.</summary>
    public long Next { get; set; }

    /// <summary>What lies before this was counted by a run before.</summary>
    public long CountedTo { get; private set; }

    /// <summary>The end of the partition when reading began.</summary>
    public long StartEnd { get; set; }

    /// <summary>The end of the partition when it was last asked for.</summary>
    public long End { get; set; }

    public bool IsPaused { get; set; }

    /// <summary>Records that a person was told of.</summary>
    public int Told { get; set; }

    /// <summary>Whether the client has given it up, since the log does not hold what was to be read next.</summary>
    public bool IsAstray { get; set; }

    public long DeadLetters { get; private set; }

    public long LastDeadLetter { get; private set; } = -1;

    public long Duplicates { get; set; }

    public long Revisions { get; set; }

    public long Lost { get; set; }

    public EventTime LastTime { get; set; } = EventTime.MinValue;

    public double RecordsPerSecond { get; private set; }

    /// <summary>Whether all that the log held when reading began was read.</summary>
    public bool IsReadThrough => Next >= StartEnd;

    /// <summary>Goes on where a saved run was.</summary>
    public void Restore(PartitionPosition saved)
    {
        Next = saved.NextOffset;
        CountedTo = saved.ReadTo;
        DeadLetters = saved.DeadLetters;
        LastDeadLetter = saved.LastDeadLetter;
        _unsent = [.. saved.OpenDeadLetters];
        Duplicates = saved.Duplicates;
        Revisions = saved.Revisions;
        Lost = saved.Lost;
        LastTime = saved.LastTime;
    }

    /// <summary>The log was begun anew: nothing that is known of its offsets holds.</summary>
    public void ForgetOffsets()
    {
        CountedTo = 0;
        LastDeadLetter = -1;
        _unsent.Clear();
        foreach (var feed in Feeds)
            feed.ForgetOffsets();
    }

    /// <summary>Offsets of dead letters that have not arrived.</summary>
    public IReadOnlyList<long> OpenDeadLetters =>
        [.. _pending.Where(letter => !letter.HasArrived).Select(letter => letter.Offset).Concat(_unsent).Order()];

    /// <summary>
    /// Whether a run before sent this record on its way to the dead-letter topic and did not see it arrive; answered once.
    /// </summary>
    public bool TakeUnsent(long offset) => _unsent.Remove(offset);

    /// <summary>A record was sent to the dead-letter topic; its offset is not passed before it has arrived there.</summary>
    public void AddDeadLetter(PendingDeadLetter letter) => _pending.Enqueue(letter);

    /// <summary>Where a restart begins: the first record that is not processed.</summary>
    /// <param name="processed">Time of each symbol's last event that was processed.</param>
    public long FirstUnprocessed(Func<KafkaFeed, EventTime> processed)
    {
        while (_pending.TryPeek(out var letter) && letter.HasArrived)
        {
            DeadLetters++;
            LastDeadLetter = letter.Offset;
            _pending.Dequeue();
        }

        var first = _pending.TryPeek(out var open) ? Math.Min(Next, open.Offset) : Next;
        foreach (var feed in Feeds)
            first = Math.Min(first, feed.FirstUnprocessed(processed(feed)));
        return first;
    }

    public void MeasureRate(TimeProvider clock)
    {
        var elapsed = _rateTime == 0 ? TimeSpan.MaxValue : clock.GetElapsedTime(_rateTime);
        if (elapsed < TimeSpan.FromSeconds(1))
            return;
        if (_rateTime != 0)
            RecordsPerSecond = (Next - _rateFrom) / elapsed.TotalSeconds;
        (_rateFrom, _rateTime) = (Next, clock.GetTimestamp());
    }

    public override string ToString() => FormattableString.Invariant($"{topic}[{partition}]");
}
