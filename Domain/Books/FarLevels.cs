using System.Numerics;

namespace TradeBooks.Domain.Books;

/// <summary>
/// Levels that are too far from the best for the array of a <see cref="BookLadder"/>: a hash table with open
/// addressing, so that a change costs the same however many there are. Put in order only when asked for. Allocates when
/// it grows, never otherwise.
/// </summary>
internal sealed class FarLevels
{
    private const int LeastCapacity = 16;
    private const long Free = long.MinValue;

    private Entry[] _entries = NewEntries(LeastCapacity);
    private long[] _sorted = [];
    private bool _isSorted = true;

    public int Count { get; private set; }

    /// <summary>Keys, highest first; good until the next change.</summary>
    public ReadOnlySpan<long> Sorted
    {
        get
        {
            if (!_isSorted)
                Sort();
            return _sorted.AsSpan(_sorted.Length - Count);
        }
    }

    /// <summary>The table as it is, free places among them, in no order.</summary>
    public ReadOnlySpan<Entry> Entries => _entries;

    private int Mask => _entries.Length - 1;

    public ref Entry this[long key] => ref _entries[Find(key)];

    public void Set(long key, long quantity, ushort scales)
    {
        var at = Find(key);
        if (_entries[at].IsFree)
        {
            if (Count * 2 >= _entries.Length)
            {
                Grow();
                at = Find(key);
            }

            Count++;
            _isSorted = false;
        }

        _entries[at] = new Entry(key, quantity, scales);
    }

    public bool Remove(long key)
    {
        var at = Find(key);
        if (_entries[at].IsFree)
            return false;
        Count--;
        _isSorted = false;

        // Entries behind the gap that may stand in it close it, so that no search ends too early.
        var gap = at;
        for (var next = (at + 1) & Mask; !_entries[next].IsFree; next = (next + 1) & Mask)
        {
            if (((next - Home(_entries[next].Key)) & Mask) >= ((next - gap) & Mask))
            {
                _entries[gap] = _entries[next];
                gap = next;
            }
        }

        _entries[gap].Key = Free;
        return true;
    }

    public void Clear()
    {
        if (Count > 0)
            Array.Fill(_entries, new Entry(Free, 0, 0));
        Count = 0;
        _isSorted = true;
    }

    /// <summary>The highest key; there must be one.</summary>
    public long Highest()
    {
        var highest = Free;
        foreach (ref readonly var entry in _entries.AsSpan())
            highest = Math.Max(highest, entry.Key);
        return highest;
    }

    /// <summary>The lowest key; there must be one.</summary>
    public long Lowest()
    {
        var lowest = long.MaxValue;
        foreach (ref readonly var entry in _entries.AsSpan())
        {
            if (!entry.IsFree)
                lowest = Math.Min(lowest, entry.Key);
        }

        return lowest;
    }

    private static Entry[] NewEntries(int capacity)
    {
        var entries = new Entry[capacity];
        Array.Fill(entries, new Entry(Free, 0, 0));
        return entries;
    }

    private int Home(long key) =>
        (int)((ulong)key * 0x9E3779B97F4A7C15UL >> (64 - BitOperations.TrailingZeroCount(_entries.Length)));

    private int Find(long key)
    {
        var entries = _entries;
        var mask = entries.Length - 1;
        var at = Home(key);
        while (entries[at].Key != key && !entries[at].IsFree)
            at = (at + 1) & mask;
        return at;
    }

    private void Grow()
    {
        var old = _entries;
        _entries = NewEntries(old.Length * 2);
        foreach (ref readonly var entry in old.AsSpan())
        {
            if (!entry.IsFree)
                _entries[Find(entry.Key)] = entry;
        }
    }

    private void Sort()
    {
        // In ascending order at the array's end, read backwards; negated keys make that one sort.
        if (_sorted.Length < Count)
            _sorted = new long[_entries.Length];
        var at = _sorted.Length;
        foreach (ref readonly var entry in _entries.AsSpan())
        {
            if (!entry.IsFree)
                _sorted[--at] = -entry.Key;
        }

        var keys = _sorted.AsSpan(at);
        keys.Sort();
        foreach (ref var key in keys)
            key = -key;
        _isSorted = true;
    }

    /// <summary>A level, or a free place for one.</summary>
    internal struct Entry(long key, long quantity, ushort scales)
    {
        public long Key = key;
        public long Quantity = quantity;
        public ushort Scales = scales;

        public readonly bool IsFree => Key == Free;
    }
}
