using TradeBooks.Domain.Market;

namespace TradeBooks.Domain.Books;

/// <summary>An order book in two sorted dictionaries: as plain as can be, what a faster one is compared with.</summary>
public sealed class NaiveOrderBook : OrderBook
{
    // Best first in both.
    private SortedDictionary<long, (long Quantity, ushort Scales)> _bids = New(BookSide.Bid);
    private SortedDictionary<long, (long Quantity, ushort Scales)> _asks = New(BookSide.Ask);
    private long _absentRemovals;

    public override long AbsentRemovals => _absentRemovals;

    public override bool Apply(BookSide side, ReadOnlySpan<DepthLevel> levels)
    {
        foreach (ref readonly var level in levels)
        {
            if (!TryToTicks(level, out var ticks))
                return false;
            if (level.QuantityMantissa > 0)
                Of(side)[ticks] = (level.QuantityMantissa, level.Scales);
            else if (!Of(side).Remove(ticks))
                _absentRemovals++;
        }

        return true;
    }

    public override void Truncate(BookSide side, int levels)
    {
        foreach (var ticks in Of(side).Keys.Skip(levels).ToList())
            Of(side).Remove(ticks);
    }

    internal override void VisitLevels<TVisitor>(BookSide side, ref TVisitor visitor)
    {
        foreach (var (ticks, (quantity, scales)) in Of(side))
        {
            if (!visitor.Visit(ToLevel(ticks, quantity, scales)))
                break;
        }
    }

    private protected override int CountLevels(BookSide side) => Of(side).Count;

    private protected override bool TryGetBestTicks(BookSide side, out long ticks)
    {
        foreach (var best in Of(side).Keys)
        {
            ticks = best;
            return true;
        }

        ticks = 0;
        return false;
    }

    private protected override Decimal64 ReadQuantity(BookSide side, long ticks) => Of(side).TryGetValue(ticks, out var level)
        ? new Decimal64(level.Quantity, (byte)(level.Scales >> 8))
        : Decimal64.Zero;

    private protected override void ClearLevels()
    {
        _bids.Clear();
        _asks.Clear();
    }

    private protected override long LargestTicks() => _bids.Keys.Concat(_asks.Keys).DefaultIfEmpty().Max();

    private protected override void Refine(long factor)
    {
        _bids = Refined(BookSide.Bid, factor);
        _asks = Refined(BookSide.Ask, factor);
    }

    private protected override string? FindMismatch(BookSide side) => null;

    private protected override void RestoreAbsentRemovals(long count) => _absentRemovals = count;

    private static SortedDictionary<long, (long Quantity, ushort Scales)> New(BookSide side) => new(
        side == BookSide.Bid ? Comparer<long>.Create((a, b) => b.CompareTo(a)) : Comparer<long>.Default);

    private SortedDictionary<long, (long Quantity, ushort Scales)> Of(BookSide side) => side == BookSide.Bid ? _bids : _asks;

    private SortedDictionary<long, (long Quantity, ushort Scales)> Refined(BookSide side, long factor)
    {
        var refined = New(side);
        foreach (var (ticks, level) in Of(side))
            refined.Add(ticks * factor, level);
        return refined;
    }
}
