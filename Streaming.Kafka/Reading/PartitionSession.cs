using Confluent.Kafka;

namespace TradeBooks.Streaming.Kafka;

/// <summary>
/// One taking over of a partition, from its committed offset until it is handed on: what was read and waits to be taken,
/// and what was taken and waits to be delivered. Filled by the reading thread, emptied by Orleans.
/// </summary>
internal sealed class PartitionSession(TopicPartition partition, KafkaStreamOptions options) : IDisposable
{
    private readonly Lock _lock = new();
    private readonly Queue<KafkaBatchContainer> _ready = [];
    private readonly SemaphoreSlim _signal = new(0, 1);
    private OffsetWatermark? _watermark;
    private KafkaStreamState _state = KafkaStreamState.Starting;
    private string? _lastError;
    private string? _failure;
    private long _committed = Offset.Unset;
    private long _high = -1;
    private bool _isClosed;

    public TopicPartition Partition { get; } = partition;

    public KafkaPartitionHealth Health
    {
        get
        {
            lock (_lock)
            {
                var position = _watermark?.Position ?? -1;
                var delivered = _watermark?.Delivered ?? -1;
                return new KafkaPartitionHealth(
                    Partition.Topic, Partition.Partition.Value, _state, _failure ?? _lastError, position, delivered, Math.Max(_committed, -1),
                    Lag(position), Lag(delivered));
            }
        }
    }

    /// <summary>Whether no more may be read until a consumer catches up.</summary>
    public bool IsFull
    {
        get
        {
            lock (_lock)
                return _watermark is { } watermark && (watermark.PendingBytes >= options.MaxPendingBytes || watermark.PendingCount >= options.MaxPendingEvents);
        }
    }

    /// <summary>Whether so much was caught up that reading may go on.</summary>
    public bool HasRoom
    {
        get
        {
            lock (_lock)
                return _watermark is null || (_watermark.PendingBytes <= options.MaxPendingBytes / 2 && _watermark.PendingCount <= options.MaxPendingEvents / 2);
        }
    }

    public long Position
    {
        get
        {
            lock (_lock)
                return _watermark?.Position ?? -1;
        }
    }

    /// <summary>Reading starts.</summary>
    /// <param name="start">Offset of the first record.</param>
    /// <param name="committed">The committed offset; below zero where there is none.</param>
    /// <returns>Whether it does: not where the partition was given up in the meantime.</returns>
    public bool Begin(long start, long committed)
    {
        lock (_lock)
        {
            if (_isClosed)
                return false;
            _watermark = new OffsetWatermark(start);
            _committed = committed;
            _lastError = null;
            SetState(KafkaStreamState.Reading);
            return true;
        }
    }

    /// <summary>Takes what was read.</summary>
    /// <param name="containers">By first offset.</param>
    /// <param name="refused">By first offset; they are pending until completed.</param>
    /// <param name="next">Offset behind all of them.</param>
    /// <returns>The places of <paramref name="refused"/>.</returns>
    public IReadOnlyList<OffsetWatermark.Pending> Append(
        IReadOnlyList<KafkaBatchContainer> containers, IReadOnlyList<RefusedRecords> refused, long next)
    {
        lock (_lock)
        {
            if (_isClosed || _watermark is null)
                return [];
            var places = new List<OffsetWatermark.Pending>(refused.Count);
            foreach (var container in containers)
            {
                while (places.Count < refused.Count && refused[places.Count].Records.FirstOffset < container.Records.FirstOffset)
                    places.Add(Place(refused[places.Count].Records));
                container.Pending = Place(container.Records);
                _ready.Enqueue(container);
            }

            while (places.Count < refused.Count)
                places.Add(Place(refused[places.Count].Records));
            _watermark.Advance(next);
            Signal();
            return places;
        }
    }

    /// <summary>Starts over behind a log that begins anew: it was deleted and created again, or cut.</summary>
    public void Restart(long start)
    {
        lock (_lock)
        {
            _watermark = new OffsetWatermark(start);
            _committed = Offset.Unset;
        }
    }

    /// <summary>What is ready, oldest first; empty after a while without any.</summary>
    /// <exception cref="InvalidOperationException">The partitions changed under the cluster.</exception>
    public async Task<List<KafkaBatchContainer>> TakeAsync(int most, TimeSpan patience)
    {
        var taken = Take(most);
        if (taken.Count == 0 && await _signal.WaitAsync(patience).ConfigureAwait(false))
            taken = Take(most);
        return taken;
    }

    /// <summary>A container is delivered, or needs not be.</summary>
    public void Complete(KafkaBatchContainer container)
    {
        if (container.Pending is { } pending)
            Complete(pending);
    }

    public void Complete(OffsetWatermark.Pending pending)
    {
        lock (_lock)
        {
            if (!_isClosed)
                pending.Complete();
        }
    }

    /// <summary>Whether more was delivered than is committed.</summary>
    public bool TryGetCommit(out long offset)
    {
        lock (_lock)
        {
            offset = _watermark?.Delivered ?? Offset.Unset;
            return _watermark is not null && offset != _committed;
        }
    }

    public void Committed(long offset)
    {
        lock (_lock)
            _committed = offset;
    }

    public void SetHigh(long high)
    {
        lock (_lock)
            _high = high;
    }

    public void SetPaused(bool isPaused)
    {
        lock (_lock)
            SetState(isPaused ? KafkaStreamState.Paused : KafkaStreamState.Reading);
    }

    public void Note(string error)
    {
        lock (_lock)
            _lastError = error;
    }

    /// <summary>Reads throw from now on.</summary>
    public void Fail(string why)
    {
        lock (_lock)
        {
            _failure = why;
            _state = KafkaStreamState.Failed;
            Signal();
        }
    }

    /// <summary>Nothing counts any more: what is delivered from now on will be delivered again to whoever is next.</summary>
    public void Close()
    {
        lock (_lock)
        {
            Signal();
            _isClosed = true;
            _state = KafkaStreamState.Stopped;
            _ready.Clear();
        }
    }

    /// <summary>After <see cref="Close"/>, when nobody takes any more.</summary>
    public void Dispose() => _signal.Dispose();

    private void SetState(KafkaStreamState state)
    {
        if (_failure is null && !_isClosed)
            _state = state;
    }

    private OffsetWatermark.Pending Place(KafkaRecords records) => _watermark!.Add(records.FirstOffset, records.Values.Length);

    private long Lag(long offset) => _high < 0 || offset < 0 ? -1 : Math.Max(0, _high - offset);

    private List<KafkaBatchContainer> Take(int most)
    {
        lock (_lock)
        {
            if (_failure is not null)
                throw new InvalidOperationException(_failure);
            var taken = new List<KafkaBatchContainer>(Math.Min(most, _ready.Count));
            while (taken.Count < most && _ready.TryDequeue(out var container))
                taken.Add(container);
            return taken;
        }
    }

    private void Signal()
    {
        if (!_isClosed && _signal.CurrentCount == 0)
            _signal.Release();
    }
}
