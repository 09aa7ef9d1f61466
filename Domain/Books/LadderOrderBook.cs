using System.Numerics;
using System.Runtime.CompilerServices;
using TradeBooks.Domain.Market;

namespace TradeBooks.Domain.Books;

/// <summary>
/// The fast order book: each side a flat array of quantities around its best level, with a bitmap of the occupied
/// ticks, and a hash table for the levels too far from it. An update allocates nothing once the book has its size.
/// </summary>
public sealed class LadderOrderBook : OrderBook
{
    /// <summary>Default of the slots of a side.</summary>
    public const int DefaultMostSlots = 1 << 16;

    private readonly BookLadder _bids;
    private readonly BookLadder _asks;

    /// <param name="mostSlots">
    /// Most ticks of a side that lie in the array, a power of two from 1,024 on; a slot takes 10 bytes and an array has
    /// no more than 64 for each level. Default 65,536, which are 640 KiB a side.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">It is no such power.</exception>
    public LadderOrderBook(int mostSlots = DefaultMostSlots)
    {
        if (mostSlots < BookLadder.LeastSlots || !BitOperations.IsPow2(mostSlots))
            throw new ArgumentOutOfRangeException(nameof(mostSlots), mostSlots, $"is not a power of two from {BookLadder.LeastSlots} on");
        _bids = new BookLadder(mostSlots);
        _asks = new BookLadder(mostSlots);
    }

    public override long AbsentRemovals => _bids.AbsentRemovals + _asks.AbsentRemovals;

    public override bool Apply(BookSide side, ReadOnlySpan<DepthLevel> levels)
    {
        if (side == BookSide.Bid)
        {
            foreach (ref readonly var level in levels)
            {
                if (!TryToTicks(level, out var ticks))
                    return false;
                _bids.Set(ticks, level.QuantityMantissa, level.Scales);
            }
        }
        else
        {
            foreach (ref readonly var level in levels)
            {
                if (!TryToTicks(level, out var ticks))
                    return false;
                _asks.Set(-ticks, level.QuantityMantissa, level.Scales);
            }
        }

        return true;
    }

    public override void Truncate(BookSide side, int levels)
    {
        var ladder = Of(side);
        while (ladder.Count > levels)
            ladder.RemoveLowest();
    }

    internal override void VisitLevels<TVisitor>(BookSide side, ref TVisitor visitor)
    {
        if (side == BookSide.Bid)
            _bids.Visit(new BidReader(this), ref visitor);
        else
            _asks.Visit(new AskReader(this), ref visitor);
    }

    internal override bool TryReadBest(BookSide side, out DepthLevel level)
    {
        level = default;
        if (!TryGetBestTicks(side, out var ticks))
            return false;
        var (quantity, scales) = Of(side).ReadBest();
        level = ToLevel(ticks, quantity, scales);
        return true;
    }

    private protected override int CountLevels(BookSide side) => Of(side).Count;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private protected override bool TryGetBestTicks(BookSide side, out long ticks)
    {
        var ladder = Of(side);
        ticks = 0;
        if (ladder.IsEmpty)
            return false;
        ticks = Math.Abs(ladder.BestKey);
        return true;
    }

    private protected override Decimal64 ReadQuantity(BookSide side, long ticks)
    {
        var (quantity, scales) = Of(side).Read(side == BookSide.Bid ? ticks : -ticks);
        return new Decimal64(quantity, (byte)(scales >> 8));
    }

    private protected override void ClearLevels()
    {
        _bids.Clear();
        _asks.Clear();
    }

    private protected override long LargestTicks() =>
        Math.Max(_bids.IsEmpty ? 0 : _bids.BestKey, _asks.IsEmpty ? 0 : -_asks.LowestKey());

    private protected override void Refine(long factor)
    {
        _bids.Scale(factor);
        _asks.Scale(factor);
    }

    private protected override string? FindMismatch(BookSide side) =>
        Of(side).FindMismatch() is { } mismatch ? $"{side}: {mismatch}" : null;

    private protected override void RestoreAbsentRemovals(long count)
    {
        _bids.AbsentRemovals = count;
        _asks.AbsentRemovals = 0;
    }

    private BookLadder Of(BookSide side) => side == BookSide.Bid ? _bids : _asks;

    private readonly struct BidReader(LadderOrderBook book) : ILadderReader
    {
        public DepthLevel Read(long key, long quantity, ushort scales) => book.ToLevel(key, quantity, scales);
    }

    private readonly struct AskReader(LadderOrderBook book) : ILadderReader
    {
        public DepthLevel Read(long key, long quantity, ushort scales) => book.ToLevel(-key, quantity, scales);
    }
}
