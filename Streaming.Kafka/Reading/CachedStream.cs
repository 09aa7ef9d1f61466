using System.Runtime.InteropServices;
using Orleans.Streams;

namespace TradeBooks.Streaming.Kafka;

/// <summary>The containers of a stream that not all of its consumers have, numbered in their order, and who is where.</summary>
internal sealed class CachedStream(StreamId id)
{
    private const int KeptGap = 64;
    private readonly List<KafkaBatchContainer> _containers = [];
    private readonly List<KafkaQueueCache.Cursor> _cursors = [];
    private int _head;
    private long _headNumber;

    public StreamId Id { get; } = id;

    public int CursorCount => _cursors.Count;

    public bool IsEmpty => _head == _containers.Count;

    /// <summary>Number of the next container to come.</summary>
    public long End => _headNumber + _containers.Count - _head;

    public KafkaBatchContainer this[long number] => _containers[_head + (int)(number - _headNumber)];

    public void Add(KafkaBatchContainer container) => _containers.Add(container);

    public void Add(KafkaQueueCache.Cursor cursor) => _cursors.Add(cursor);

    public void Remove(KafkaQueueCache.Cursor cursor) => _cursors.Remove(cursor);

    /// <summary>Number of the first container from <paramref name="token"/> on; null for the first.</summary>
    public long PlaceOf(StreamSequenceToken? token)
    {
        var number = _headNumber;
        while (token is not null && number < End && this[number].SequenceToken.SequenceNumber < token.SequenceNumber)
            number++;
        return number;
    }

    public KafkaBatchContainer? Find(StreamSequenceToken token)
    {
        var number = PlaceOf(token);
        return number < End && this[number].SequenceToken.SequenceNumber == token.SequenceNumber ? this[number] : null;
    }

    /// <summary>
    /// Puts what waits behind a container together with it, where no other cursor has a place in the stream: numbers of
    /// what follows change.
    /// </summary>
    public void Gather(long number, ContainerMerger merger)
    {
        var index = _head + (int)(number - _headNumber);
        if (_cursors.Count != 1 || index + 1 >= _containers.Count
            || merger.Merge(CollectionsMarshal.AsSpan(_containers)[index..], out var count) is not { } merged)
            return;
        _containers[index] = merged;
        _containers.RemoveRange(index + 1, count - 1);
    }

    /// <summary>Completes what no cursor still needs.</summary>
    public void Trim()
    {
        var needed = End;
        foreach (var cursor in _cursors)
            needed = Math.Min(needed, cursor.Place);
        while (_headNumber < needed)
        {
            _containers[_head].Complete();
            _containers[_head++] = null!;
            _headNumber++;
        }

        if (_head == _containers.Count || _head > Math.Max(KeptGap, _containers.Count / 2))
        {
            _containers.RemoveRange(0, _head);
            _head = 0;
        }
    }

    public void CompleteAll()
    {
        for (var i = _head; i < _containers.Count; i++)
            _containers[i].Complete();
    }
}
