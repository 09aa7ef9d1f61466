using System.Runtime.CompilerServices;
using TradeBooks.Domain.Market;
using TradeBooks.Domain.State;

namespace TradeBooks.Domain.Books;

/// <summary>
/// An order book of price levels (L2). Prices are counted in ticks of a grid that the prices themselves make
/// (<see cref="TickSize"/>), quantities are exact, and every level keeps the exchange's own text of both. While it is
/// closed every read throws <see cref="BookNotInSyncException"/>; a new book is open and empty. For one thread at a time.
/// </summary>
public abstract class OrderBook
{
    private PriceGrid _grid;
    private string? _closed;

    /// <summary>Whether it may be read.</summary>
    public bool IsOpen => _closed is null;

    /// <summary>Why it may not be read, in a few words; null where it may.</summary>
    public string? ClosedReason => _closed;

    /// <summary>What one tick is worth; 0 as long as there was no price.</summary>
    public Decimal64 TickSize => new(_grid.Step, _grid.Scale);

    /// <summary>Decimals of the tick size; 0 as long as there was no price.</summary>
    public int PricePrecision => Decimal64.FromDecimal(TickSize.ToDecimal()).Scale;

    /// <summary>How many removals found no level; exchanges differ in whether that is normal. Not reset by <see cref="Clear"/>.</summary>
    public abstract long AbsentRemovals { get; }

    /// <summary>The highest bid; null where there is none.</summary>
    /// <exception cref="BookNotInSyncException"/>
    public DepthLevel? BestBid => TryGetBest(BookSide.Bid, out var level) ? level : null;

    /// <summary>The lowest ask; null where there is none.</summary>
    /// <exception cref="BookNotInSyncException"/>
    public DepthLevel? BestAsk => TryGetBest(BookSide.Ask, out var level) ? level : null;

    /// <summary>Best ask − best bid; null where a side is empty.</summary>
    /// <exception cref="BookNotInSyncException"/>
    public decimal? Spread => TryGetTop(out var bid, out var ask) ? ask.Price.ToDecimal() - bid.Price.ToDecimal() : null;

    /// <summary>(best bid + best ask) / 2; null where a side is empty.</summary>
    /// <exception cref="BookNotInSyncException"/>
    public decimal? Mid => TryGetTop(out var bid, out var ask) ? (bid.Price.ToDecimal() + ask.Price.ToDecimal()) / 2m : null;

    /// <summary>(bid · ask quantity + ask · bid quantity) / (both quantities); null where a side is empty.</summary>
    /// <exception cref="BookNotInSyncException"/>
    public double? Microprice
    {
        get
        {
            if (!TryGetTop(out var bid, out var ask))
                return null;
            var (bidQuantity, askQuantity) = (bid.Quantity.ToDouble(), ask.Quantity.ToDouble());
            return (bid.Price.ToDouble() * askQuantity + ask.Price.ToDouble() * bidQuantity) / (bidQuantity + askQuantity);
        }
    }

    /// <summary>Whether the best bid is at or above the best ask, which no sound book is between two events.</summary>
    /// <exception cref="BookNotInSyncException"/>
    public bool IsCrossed
    {
        get
        {
            RequireOpen();
            return TicksCross();
        }
    }

    /// <summary>Number of levels of a side.</summary>
    /// <exception cref="BookNotInSyncException"/>
    public int Count(BookSide side)
    {
        RequireOpen();
        return CountLevels(side);
    }

    /// <summary>The best level of a side, where there is one.</summary>
    /// <exception cref="BookNotInSyncException"/>
    public bool TryGetBest(BookSide side, out DepthLevel level)
    {
        RequireOpen();
        return TryReadBest(side, out level);
    }

    /// <summary>(bid quantity − ask quantity) / (both) over the best levels of each side, −1 to 1; null where both are empty.</summary>
    /// <param name="levels">How many levels of each side, at least 1.</param>
    /// <exception cref="BookNotInSyncException"/>
    public double? Imbalance(int levels)
    {
        var (bids, asks) = (Depth(BookSide.Bid, levels), Depth(BookSide.Ask, levels));
        return bids + asks == 0 ? null : (double)((bids - asks) / (bids + asks));
    }

    /// <summary>Quantity of the best levels of a side.</summary>
    /// <param name="side">The side.</param>
    /// <param name="levels">How many, at least 1; fewer where the side has fewer.</param>
    /// <exception cref="BookNotInSyncException"/>
    public decimal Depth(BookSide side, int levels)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(levels, 1);
        var depth = new DepthOfLevels(levels);
        Visit(side, ref depth);
        return depth.Sum;
    }

    /// <summary>Quantity of a side from its best level up to a price, that price included.</summary>
    /// <exception cref="BookNotInSyncException"/>
    public decimal DepthTo(BookSide side, Decimal64 price)
    {
        var depth = new DepthToPrice(side, price);
        Visit(side, ref depth);
        return depth.Sum;
    }

    /// <summary>Quantity of the level at a price; 0 where there is none.</summary>
    /// <exception cref="BookNotInSyncException"/>
    public decimal QuantityAt(BookSide side, decimal price)
    {
        RequireOpen();
        return Decimal64.TryFromDecimal(price, out var exact) && _grid.TryToTicks(exact.Mantissa, exact.Scale, out var ticks)
            ? ReadQuantity(side, ticks).ToDecimal()
            : 0m;
    }

    /// <summary>Volume-weighted price at which the levels of a side, best first, would fill a quantity; null where they hold less.</summary>
    /// <param name="side">The side that is taken from: asks for a buyer.</param>
    /// <param name="quantity">Above 0.</param>
    /// <exception cref="BookNotInSyncException"/>
    public decimal? PriceToFill(BookSide side, decimal quantity)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(quantity);
        var cost = new FillCost(quantity);
        Visit(side, ref cost);
        return cost.AveragePrice;
    }

    /// <summary>Copies the best levels of a side, best first.</summary>
    /// <returns>How many were copied: as many as there is room for, or all.</returns>
    /// <exception cref="BookNotInSyncException"/>
    public int CopyLevels(BookSide side, Span<DepthLevel> destination)
    {
        RequireOpen();
        if (destination.IsEmpty)
            return 0;
        var copy = new LevelCopy(destination);
        Visit(side, ref copy);
        return copy.Count;
    }

    /// <summary>All levels of a side, best first, as a copy.</summary>
    /// <exception cref="BookNotInSyncException"/>
    public DepthLevel[] Levels(BookSide side)
    {
        var levels = new DepthLevel[Count(side)];
        CopyLevels(side, levels);
        return levels;
    }

    /// <summary>Shows the levels of a side to a visitor, best first, until it has enough.</summary>
    /// <exception cref="BookNotInSyncException"/>
    public void Visit<TVisitor>(BookSide side, ref TVisitor visitor)
        where TVisitor : struct, ILevelVisitor, allows ref struct
    {
        RequireOpen();
        VisitLevels(side, ref visitor);
    }

    /// <summary>Takes every level out, and forgets the tick size.</summary>
    public void Clear()
    {
        ClearLevels();
        _grid = default;
    }

    /// <summary>Replaces the whole book.</summary>
    /// <returns>False where a price is 0 or the prices have no tick in common that 64 bits can count; the book is undefined then.</returns>
    public bool Load(ReadOnlySpan<DepthLevel> bids, ReadOnlySpan<DepthLevel> asks)
    {
        Clear();

        // The grid first, from all prices, so that it need not change while the book fills.
        return TryExtend(bids) && TryExtend(asks) && Apply(BookSide.Bid, bids) && Apply(BookSide.Ask, asks);
    }

    /// <summary>Sets levels of a side, and takes out those whose quantity is 0. Works on a closed book too.</summary>
    /// <returns>False where a price is 0 or the prices have no tick in common that 64 bits can count; the book is undefined then.</returns>
    public abstract bool Apply(BookSide side, ReadOnlySpan<DepthLevel> levels);

    /// <summary>Takes out the worst levels of a side until it has no more than a number. Works on a closed book too.</summary>
    public abstract void Truncate(BookSide side, int levels);

    /// <summary>Forbids to read the book.</summary>
    /// <param name="reason">Why, in a few words.</param>
    public void Close(string reason) => _closed = reason;

    /// <summary>Allows to read the book.</summary>
    public void Open() => _closed = null;

    /// <summary>Checks what must hold between two events: not crossed, no empty level, sorted, and the parts of the book agree.</summary>
    /// <returns>Null, or what does not hold.</returns>
    public string? FindViolation()
    {
        if (TicksCross())
            return $"crossed: best bid {Best(BookSide.Bid)}, best ask {Best(BookSide.Ask)}";
        return FindViolation(BookSide.Bid) ?? FindViolation(BookSide.Ask);
    }

    /// <summary>Saves or restores levels, tick size and <see cref="AbsentRemovals"/>, whether or not the book is open.</summary>
    /// <param name="archive">The state.</param>
    /// <param name="packed">Memory for the bytes.</param>
    internal void Persist(StateArchive archive, LevelWriter packed)
    {
        var (step, scale, absentRemovals) = (_grid.Step, (int)_grid.Scale, AbsentRemovals);
        packed.Clear();
        if (!archive.IsLoading)
        {
            Write(BookSide.Bid, packed);
            Write(BookSide.Ask, packed);
        }

        var levels = packed.Written;
        archive.Item("tickStep", ref step);
        archive.Item("tickScale", ref scale);
        archive.Item("absentRemovals", ref absentRemovals);
        archive.Item("levels", ref levels);
        if (archive.IsLoading)
            Restore(step, scale, absentRemovals, levels.Span);
    }

    internal bool TicksCross() =>
        TryGetBestTicks(BookSide.Bid, out var bid) && TryGetBestTicks(BookSide.Ask, out var ask) && bid >= ask;

    /// <summary>Reads whether or not the book is open: sequencers check it before they open it.</summary>
    internal virtual bool TryReadBest(BookSide side, out DepthLevel level)
    {
        level = default;
        var best = new LevelCopy(new Span<DepthLevel>(ref level));
        VisitLevels(side, ref best);
        return best.Count > 0;
    }

    /// <summary>The same as <see cref="Visit"/>, whether or not the book is open.</summary>
    internal abstract void VisitLevels<TVisitor>(BookSide side, ref TVisitor visitor)
        where TVisitor : struct, ILevelVisitor, allows ref struct;

    private protected abstract int CountLevels(BookSide side);

    private protected abstract bool TryGetBestTicks(BookSide side, out long ticks);

    private protected abstract Decimal64 ReadQuantity(BookSide side, long ticks);

    private protected abstract void ClearLevels();

    /// <summary>The largest price in ticks; 0 of an empty book.</summary>
    private protected abstract long LargestTicks();

    /// <summary>Counts every level in ticks that are smaller by a factor.</summary>
    private protected abstract void Refine(long factor);

    /// <summary>Checks that the parts of a side agree.</summary>
    private protected abstract string? FindMismatch(BookSide side);

    private protected abstract void RestoreAbsentRemovals(long count);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private protected bool TryToTicks(in DepthLevel level, out long ticks) =>
        _grid.TryToTicks(level.PriceMantissa, level.PriceScale, out ticks) || TryExtend(level, out ticks);

    private protected DepthLevel ToLevel(long ticks, long quantity, ushort scales)
    {
        var priceScale = (byte)scales;
        return new DepthLevel(_grid.ToPrice(ticks, priceScale), new Decimal64(quantity, (byte)(scales >> 8)));
    }

    private void Write(BookSide side, LevelWriter packed)
    {
        var levels = packed.Room(CountLevels(side));
        var copy = new LevelCopy(levels);
        if (levels.Length > 0)
            VisitLevels(side, ref copy);
        packed.Write(levels);
    }

    private void Restore(long step, int scale, long absentRemovals, ReadOnlySpan<byte> bytes)
    {
        var reader = new LevelReader("levels", bytes);
        var (bids, asks) = (reader.ReadLevels(), reader.ReadLevels());
        reader.RequireEnd();
        if (scale is < 0 or > Decimal64.MaxScale)
            throw new StateException($"saved state: 'tickScale' is {scale}");
        Clear();
        var grid = _grid;
        if (step != 0 && !_grid.TryRefine(step, (byte)scale, out grid, out _))
            throw new StateException($"saved state: 'tickStep' is {step}");
        _grid = grid;
        if (absentRemovals < 0)
            throw new StateException($"saved state: 'absentRemovals' is {absentRemovals}");
        var fits = Apply(BookSide.Bid, bids) && Apply(BookSide.Ask, asks);
        if (!fits || _grid.Step != step || _grid.Scale != scale)
            throw reader.Damaged($"prices that are no multiples of {new Decimal64(step, (byte)scale)}");
        if (CountLevels(BookSide.Bid) != bids.Length || CountLevels(BookSide.Ask) != asks.Length)
            throw reader.Damaged("an empty level, or two of one price");
        if (FindViolation() is { } violation)
            throw reader.Damaged(violation);
        RestoreAbsentRemovals(absentRemovals);
    }

    private bool TryExtend(ReadOnlySpan<DepthLevel> levels)
    {
        foreach (ref readonly var level in levels)
        {
            if (!TryToTicks(level, out _))
                return false;
        }

        return true;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool TryExtend(in DepthLevel level, out long ticks)
    {
        ticks = 0;
        if (!_grid.TryRefine(level.PriceMantissa, level.PriceScale, out var refined, out var factor)
            || LargestTicks() > long.MaxValue / factor / refined.Step)
        {
            return false;
        }

        if (factor > 1)
            Refine(factor);
        _grid = refined;
        return _grid.TryToTicks(level.PriceMantissa, level.PriceScale, out ticks);
    }

    private bool TryGetTop(out DepthLevel bid, out DepthLevel ask)
    {
        ask = default;
        return TryGetBest(BookSide.Bid, out bid) && TryGetBest(BookSide.Ask, out ask);
    }

    private string Best(BookSide side) => TryReadBest(side, out var level) ? level.Price.ToString() : "none";

    private string? FindViolation(BookSide side)
    {
        var check = new OrderCheck(side);
        VisitLevels(side, ref check);
        if (check.Violation is { } violation)
            return violation;
        return check.Count == CountLevels(side)
            ? FindMismatch(side)
            : $"{side} has {check.Count} levels and counts {CountLevels(side)}";
    }

    private void RequireOpen()
    {
        if (_closed is not null)
            throw new BookNotInSyncException(_closed);
    }
}
