using System.Runtime.CompilerServices;

namespace TradeBooks.Domain.Engine;

/// <summary>
/// Queues that share their memory: of thousands that are empty most of the time each takes a few bytes, and none of them
/// keeps what its longest content has taken.
/// </summary>
/// <typeparam name="T">What waits in them.</typeparam>
/// <param name="count">How many queues, 1 or more.</param>
internal sealed class SharedQueues<T>(int count)
{
    // Places that are kept while nothing waits.
    private const int SparePlaces = 16_384;
    private const int None = -1;

    private readonly Ends[] _queues = new Ends[count];
    private Place[] _places = [];
    private int _used;
    private int _free = None;

    /// <summary>Items of all queues.</summary>
    public int Total { get; private set; }

    /// <summary>Places for items that there are, used or not.</summary>
    public int Capacity => _places.Length;

    public int Count(int queue) => _queues[queue].Count;

    /// <summary>The first item of a queue that is not empty; good until the next change.</summary>
    public ref readonly T Peek(int queue)
    {
        if (_queues[queue].Count == 0)
            throw new InvalidOperationException($"queue {queue} is empty");
        return ref _places[_queues[queue].Head].Item;
    }

    public void Enqueue(int queue, in T item)
    {
        var at = Take();
        (_places[at].Item, _places[at].Next) = (item, None);
        ref var ends = ref _queues[queue];
        if (ends.Count++ == 0)
            ends.Head = at;
        else
            _places[ends.Tail].Next = at;
        ends.Tail = at;
        Total++;
    }

    /// <summary>Takes the first item of a queue that is not empty.</summary>
    public T Dequeue(int queue)
    {
        var item = Peek(queue);
        ref var ends = ref _queues[queue];
        var at = ends.Head;
        ends.Head = _places[at].Next;
        ends.Count--;
        if (RuntimeHelpers.IsReferenceOrContainsReferences<T>())
            _places[at].Item = default!;
        (_places[at].Next, _free) = (_free, at);
        if (--Total == 0)
            Tidy();
        return item;
    }

    public void Clear(int queue)
    {
        while (_queues[queue].Count > 0)
            Dequeue(queue);
    }

    private int Take()
    {
        if (_free != None)
        {
            var at = _free;
            _free = _places[at].Next;
            return at;
        }

        if (_used == _places.Length)
            Array.Resize(ref _places, Math.Max(16, _used * 2));
        return _used++;
    }

    // What comes next stands in a row again.
    private void Tidy()
    {
        (_used, _free) = (0, None);
        if (_places.Length > SparePlaces)
            _places = [];
    }

    private struct Place
    {
        public T Item;
        public int Next;
    }

    private struct Ends
    {
        public int Head;
        public int Tail;
        public int Count;
    }
}
