using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace TradeBooks.Domain.Books;

/// <summary>
/// One side of a fast book. Levels are found by a key, ticks for bids and minus ticks for asks, so that the best is
/// always the highest. Those near the best lie in a flat array, one slot per tick, with a bitmap of the occupied slots
/// and a bitmap of that bitmap's words; those too far below lie in <see cref="FarLevels"/>. None is above the array: a
/// new best there, a best that has sunk to the array's lower end, or too many far levels move or grow it.
/// </summary>
internal sealed class BookLadder
{
    /// <summary>Least slots of the array.</summary>
    public const int LeastSlots = 1 << 10;

    private const int None = -1;

    // Slots that the array may have for each level: bounds what a sparse book takes.
    private const int SlotsPerLevel = 64;

    private readonly int _mostSlots;
    private readonly FarLevels _far = new();
    private long[] _quantities;
    private ushort[] _scales;
    private ulong[] _words;
    private ulong[] _summary;
    private long _base;
    private int _near;
    private int _best = None;

    /// <param name="mostSlots">Most slots of the array, a power of two from <see cref="LeastSlots"/> on.</param>
    public BookLadder(int mostSlots)
    {
        _mostSlots = mostSlots;
        Allocate(LeastSlots);
    }

    public int Count => _near + _far.Count;

    public bool IsEmpty => _best == None;

    /// <summary>Highest key; there must be one.</summary>
    public long BestKey => _base + _best;

    public long AbsentRemovals { get; set; }

    /// <summary>Sets the level of a key; a quantity of 0 takes it out.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Set(long key, long quantity, ushort scales)
    {
        var quantities = _quantities;
        var slot = key - _base;
        if ((ulong)slot >= (ulong)quantities.Length)
        {
            SetOutside(key, quantity, scales);
            return;
        }

        var i = (int)slot;
        ref var word = ref _words[i >> 6];
        var bit = 1UL << i;
        if (quantity > 0)
        {
            _near += (word & bit) == 0 ? 1 : 0;
            word |= bit;
            _summary[i >> 12] |= 1UL << (i >> 6);
            quantities[i] = quantity;
            _scales[i] = scales;
            if (i > _best)
                _best = i;
        }
        else if ((word & bit) != 0)
        {
            Remove(i, ref word, bit);
        }
        else
        {
            AbsentRemovals++;
        }
    }

    /// <summary>Shows a visitor the levels, highest key first.</summary>
    /// <param name="reader">Makes the level of a key.</param>
    /// <param name="visitor">Is shown the levels.</param>
    public void Visit<TReader, TVisitor>(TReader reader, ref TVisitor visitor)
        where TReader : struct, ILadderReader
        where TVisitor : struct, ILevelVisitor, allows ref struct
    {
        for (var i = _best; i != None; i = FindBelow(i))
        {
            if (!visitor.Visit(reader.Read(_base + i, _quantities[i], _scales[i])))
                return;
        }

        if (_far.Count == 0)
            return;
        foreach (var key in _far.Sorted)
        {
            ref readonly var entry = ref _far[key];
            if (!visitor.Visit(reader.Read(key, entry.Quantity, entry.Scales)))
                return;
        }
    }

    /// <summary>Quantity and scales of the best level; there must be one.</summary>
    public (long Quantity, ushort Scales) ReadBest() => (_quantities[_best], _scales[_best]);

    /// <summary>Quantity and scales of a key; 0 where there is no level.</summary>
    public (long Quantity, ushort Scales) Read(long key)
    {
        var slot = key - _base;
        if ((ulong)slot < (ulong)_quantities.Length)
            return (_quantities[slot], _quantities[slot] == 0 ? (ushort)0 : _scales[slot]);
        ref readonly var far = ref _far[key];
        return far.IsFree ? default : (far.Quantity, far.Scales);
    }

    /// <summary>Lowest key; there must be one.</summary>
    public long LowestKey() => _far.Count > 0 ? _far.Lowest() : _base + FindLowest();

    public void RemoveLowest() => Set(LowestKey(), 0, 0);

    public void Clear()
    {
        Array.Clear(_quantities);
        Array.Clear(_words);
        Array.Clear(_summary);
        _far.Clear();
        _near = 0;
        _best = None;
    }

    /// <summary>Multiplies every key.</summary>
    public void Scale(long factor)
    {
        if (IsEmpty)
            return;
        var best = BestKey * factor;
        EmptyInto(factor);
        Place(best);
    }

    /// <summary>Checks that array, bitmaps and far levels agree.</summary>
    public string? FindMismatch()
    {
        var occupied = 0;
        var highest = None;
        for (var at = 0; at < _words.Length; at++)
        {
            var word = _words[at];
            var quantities = _quantities.AsSpan(at * 64, 64);
            if ((_summary[at >> 6] >> at & 1) != 0 != (word != 0))
                return $"word {at} and its bit differ";
            if (word == 0 && !quantities.ContainsAnyExcept(0))
                continue;
            for (var i = 0; i < 64; i++)
            {
                if ((word >> i & 1) != 0 != quantities[i] > 0)
                    return $"slot {at * 64 + i} has quantity {quantities[i]} and bit {word >> i & 1}";
            }

            occupied += BitOperations.PopCount(word);
            highest = at * 64 + BitOperations.Log2(word);
        }

        if (occupied != _near || highest != _best)
            return $"{occupied} slots up to {highest}, but {_near} up to {_best}";
        if (_far.Count > 0 && (_best == None || _far.Highest() >= _base))
            return "a far level belongs into the array";
        return null;
    }

    private void Remove(int i, ref ulong word, ulong bit)
    {
        word &= ~bit;
        _quantities[i] = 0;
        _near--;
        if (word == 0)
            _summary[i >> 12] &= ~(1UL << (i >> 6));
        if (i == _best)
            ReplaceBest();
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void ReplaceBest()
    {
        _best = FindBelow(_best);

        // Where the best has sunk low, the levels below it are far ones; the array goes after it.
        if (_far.Count > 0 && (_best == None || _best < _quantities.Length / 4))
            Move(_best == None ? _far.Highest() : BestKey, _quantities.Length);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void SetOutside(long key, long quantity, ushort scales)
    {
        if (quantity <= 0)
        {
            if (!_far.Remove(key))
                AbsentRemovals++;
        }
        else if (IsEmpty || key > _base)
        {
            // A new best above the array.
            Move(key, _quantities.Length);
            Set(key, quantity, scales);
            GrowIfWorthIt();
        }
        else
        {
            _far.Set(key, quantity, scales);
            GrowIfWorthIt();
        }
    }

    private void GrowIfWorthIt()
    {
        var slots = _quantities.Length;
        if (_far.Count > Count / 8 && slots < _mostSlots && slots < (long)SlotsPerLevel * Count)
            Move(BestKey, slots * 2);
    }

    private void Move(long best, int slots)
    {
        EmptyInto(1);
        if (slots != _quantities.Length)
            Allocate(slots);
        Place(best);
    }

    /// <summary>Puts the levels of the array, too, among the far ones, with their keys multiplied.</summary>
    private void EmptyInto(long factor)
    {
        if (factor > 1 && _far.Count > 0)
        {
            // Rare: only a price with a finer tick than any before gets here.
            var entries = _far.Entries.ToArray();
            _far.Clear();
            foreach (var entry in entries.Where(entry => !entry.IsFree))
                _far.Set(entry.Key * factor, entry.Quantity, entry.Scales);
        }

        for (var i = _best; i != None; i = FindBelow(i))
        {
            _far.Set((_base + i) * factor, _quantities[i], _scales[i]);
            _quantities[i] = 0;
        }

        Array.Clear(_words);
        Array.Clear(_summary);
        _near = 0;
        _best = None;
    }

    /// <summary>Lays the empty array around a key and takes the levels into it that belong there.</summary>
    private void Place(long best)
    {
        _base = best - _quantities.Length / 4 * 3;
        if (_far.Count == 0)
            return;
        foreach (ref readonly var entry in _far.Entries)
        {
            if (!entry.IsFree && entry.Key >= _base)
                Set(entry.Key, entry.Quantity, entry.Scales);
        }

        for (var i = _best; i != None; i = FindBelow(i))
            _far.Remove(_base + i);
    }

    [MemberNotNull(nameof(_quantities), nameof(_scales), nameof(_words), nameof(_summary))]
    private void Allocate(int slots)
    {
        _quantities = new long[slots];
        _scales = new ushort[slots];
        _words = new ulong[slots / 64];
        _summary = new ulong[(slots / 64 + 63) / 64];
    }

    /// <summary>The next occupied slot below one, or <see cref="None"/>.</summary>
    private int FindBelow(int slot)
    {
        var at = slot >> 6;
        var word = _words[at] & ((1UL << slot) - 1);
        if (word != 0)
            return (at << 6) | BitOperations.Log2(word);
        var group = at >> 6;
        var groups = _summary[group] & ((1UL << at) - 1);
        while (groups == 0)
        {
            if (--group < 0)
                return None;
            groups = _summary[group];
        }

        at = (group << 6) | BitOperations.Log2(groups);
        return (at << 6) | BitOperations.Log2(_words[at]);
    }

    private int FindLowest()
    {
        var group = 0;
        while (_summary[group] == 0)
            group++;
        var at = (group << 6) | BitOperations.TrailingZeroCount(_summary[group]);
        return (at << 6) | BitOperations.TrailingZeroCount(_words[at]);
    }
}
