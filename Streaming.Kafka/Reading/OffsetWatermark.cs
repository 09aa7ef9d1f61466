namespace TradeBooks.Streaming.Kafka;

/// <summary>
/// Which offset can be committed: the one that all records before are delivered. Groups of records are added in the order
/// of their first offset, may interleave, and may be completed in any order. Only what is pending takes memory.
/// </summary>
/// <param name="start">Offset that reading starts from.</param>
internal sealed class OffsetWatermark(long start)
{
    private readonly LinkedList<Pending> _pending = [];
    private long _lastFirst = long.MinValue;
    private long _bytes;
    private long _count;

    /// <summary>Offset of the next record to be read.</summary>
    public long Position { get; private set; } = start;

    /// <summary>Offset that all records before are delivered: what may be committed.</summary>
    public long Delivered => _pending.First?.Value.First ?? Position;

    /// <summary>Bytes of the groups since <see cref="Delivered"/>, the delivered ones among them included.</summary>
    public long PendingBytes => _bytes - (_pending.First?.Value.BytesBefore ?? _bytes);

    /// <summary>The same in groups.</summary>
    public long PendingCount => _count - (_pending.First?.Value.CountBefore ?? _count);

    /// <summary>
    /// Adds a group. <see cref="Position"/> stays, as records of other groups may lie between: <see cref="Advance"/> moves
    /// it when all that was read is added.
    /// </summary>
    /// <param name="first">Offset of its first record.</param>
    /// <param name="bytes">Its size.</param>
    /// <exception cref="ArgumentOutOfRangeException">It does not lie behind all groups before.</exception>
    public Pending Add(long first, int bytes)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(first, Position);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(first, _lastFirst);
        var pending = new Pending(this, first, _bytes, _count);
        pending.Node = _pending.AddLast(pending);
        _lastFirst = first;
        _bytes += bytes;
        _count++;
        return pending;
    }

    /// <summary>Every record before <paramref name="next"/> was added, or is not there.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It lies before <see cref="Position"/>, or not behind all that was added.</exception>
    public void Advance(long next)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(next, Position);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(next, _lastFirst);
        Position = next;
    }

    /// <summary>A group of records that is not delivered yet.</summary>
    internal sealed class Pending(OffsetWatermark watermark, long first, long bytesBefore, long countBefore)
    {
        public long First { get; } = first;

        public long BytesBefore { get; } = bytesBefore;

        public long CountBefore { get; } = countBefore;

        public LinkedListNode<Pending>? Node { get; set; }

        /// <summary>All its records are delivered. Again is no fault.</summary>
        public void Complete()
        {
            if (Node is null)
                return;
            watermark._pending.Remove(Node);
            Node = null;
        }
    }
}
