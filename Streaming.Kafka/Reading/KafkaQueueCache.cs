using Orleans.Streams;

namespace TradeBooks.Streaming.Kafka;

/// <summary>
/// What of a partition was taken and not yet delivered, by stream. A cursor tells of a delivery by moving on, so that
/// the watermark follows at once. Used by the queue's pulling agent alone, one turn at a time.
/// </summary>
internal sealed class KafkaQueueCache(ContainerMerger merger) : IQueueCache
{
    private readonly ContainerMerger _merger = merger;
    private readonly Dictionary<StreamId, CachedStream> _streams = [];
    private readonly HashSet<CachedStream> _unheld = [];
    private TaskCompletionSource? _nextSign;

    /// <summary>Streams that hold containers or have cursors.</summary>
    public int StreamCount => _streams.Count;

    /// <summary>
    /// Orleans asks this before each read, and only while it is not shutting down. So what lost its last cursor before
    /// has nobody to be delivered to, and counts as done; while shutting down it would not.
    /// </summary>
    public int GetMaxAddCount()
    {
        foreach (var stream in _unheld)
        {
            stream.CompleteAll();
            _streams.Remove(stream.Id);
        }

        _unheld.Clear();
        _nextSign?.TrySetResult();
        _nextSign = null;
        return QueueAdapterConstants.UNLIMITED_GET_QUEUE_MSG;
    }

    /// <summary>Completes when Orleans goes on reading the queue: what happened before was no part of a shutdown.</summary>
    public Task WaitForSignOfLife() => (_nextSign ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

    public void AddToCache(IList<IBatchContainer> messages)
    {
        foreach (var message in messages)
        {
            var stream = GetStream(message.StreamId);
            stream.Add((KafkaBatchContainer)message);
            if (stream.CursorCount == 0)
                _unheld.Add(stream);
        }
    }

    /// <summary>Nothing waits for a purge.</summary>
    public bool TryPurgeFromCache(out IList<IBatchContainer> purgedItems)
    {
        purgedItems = [];
        return false;
    }

    /// <summary>Pressure shows in the session, which stops reading.</summary>
    public bool IsUnderPressure() => false;

    /// <param name="streamId">The stream.</param>
    /// <param name="token">Where to start, or the next that is held; null for the oldest that is held.</param>
    public IQueueCacheCursor GetCacheCursor(StreamId streamId, StreamSequenceToken? token)
    {
        var stream = GetStream(streamId);
        _unheld.Remove(stream);
        return new Cursor(this, stream, token);
    }

    /// <summary>The container that failed to be delivered; null where it is not held.</summary>
    public KafkaBatchContainer? Find(StreamId streamId, StreamSequenceToken token) =>
        _streams.TryGetValue(streamId, out var stream) ? stream.Find(token) : null;

    private CachedStream GetStream(StreamId streamId)
    {
        if (!_streams.TryGetValue(streamId, out var stream))
            _streams.Add(streamId, stream = new CachedStream(streamId));
        return stream;
    }

    private void Release(CachedStream stream, Cursor cursor)
    {
        stream.Remove(cursor);
        if (stream.CursorCount > 0)
            stream.Trim();
        else if (stream.IsEmpty)
            _streams.Remove(stream.Id);
        else
            _unheld.Add(stream);
    }

    /// <summary>A consumer's place in a stream.</summary>
    internal sealed class Cursor : IQueueCacheCursor
    {
        private readonly KafkaQueueCache _cache;
        private readonly CachedStream _stream;
        private bool _isDelivering;
        private bool _isDisposed;

        public Cursor(KafkaQueueCache cache, CachedStream stream, StreamSequenceToken? token)
        {
            _cache = cache;
            _stream = stream;
            Place = stream.PlaceOf(token);
            stream.Add(this);
        }

        /// <summary>Number, in the stream, of the container that is not delivered to this consumer yet.</summary>
        public long Place { get; private set; }

        public IBatchContainer GetCurrent(out Exception exception)
        {
            exception = null!;
            return _isDelivering ? _stream[Place] : throw new InvalidOperationException("there is no current container");
        }

        /// <summary>Orleans moves on when the current container is delivered, or given up and dealt with.</summary>
        public bool MoveNext()
        {
            if (_isDisposed)
                return false;
            if (_isDelivering)
            {
                Place++;
                _isDelivering = false;
                _stream.Trim();
            }

            if (Place >= _stream.End)
                return false;
            _stream.Gather(Place, _cache._merger);
            return _isDelivering = true;
        }

        /// <summary>New containers are seen anyway.</summary>
        public void Refresh(StreamSequenceToken token)
        {
        }

        /// <summary>The failure handler deals with it before the cursor is moved.</summary>
        public void RecordDeliveryFailure()
        {
        }

        public void Dispose()
        {
            if (_isDisposed)
                return;
            _isDisposed = true;
            _isDelivering = false;
            _cache.Release(_stream, this);
        }
    }
}
