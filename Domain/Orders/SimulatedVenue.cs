using TradeBooks.Domain.Market;
using TradeBooks.Domain.State;

namespace TradeBooks.Domain.Orders;

/// <summary>
/// The working orders of one symbol. An event is matched against market orders first, which fill at its open, then
/// against the others, each in the order of their placing; a stop loss stands before the take profit of its bracket,
/// so that a bar which holds both takes the stop. Of a symbol with a book <see cref="BookMatching"/> matches them instead.
/// <see cref="TryExecute"/> and <see cref="Complete"/> alternate: one execution at a time, since what it does to the
/// position decides the next.
/// </summary>
internal sealed class SimulatedVenue(OrderScope scope)
{
    // Market orders fill at the open, before anything inside the bar.
    private const int OpenPass = 0;
    private const int InsidePass = 1;

    private WorkingOrder[] _orders = [];
    private int _count;
    private int _pass;
    private int _next;
    private int _lastGroup;
    private long _lastRest;
    private int _limit;

    public int Count => _count;

    public ref readonly Order this[int index] => ref _orders[index].Order;

    /// <summary>All of them, in the order of their placing.</summary>
    public Span<WorkingOrder> Orders => _orders.AsSpan(0, _count);

    /// <summary>How many of them were there when the event came: those placed since wait for the next.</summary>
    public int Present => _limit;

    /// <summary>The order that is looked at, while an event is matched against the book.</summary>
    public ref int Next => ref _next;

    /// <param name="order">The order.</param>
    /// <param name="activeFrom">When it takes part; null for the next event.</param>
    public void Place(in Order order, EventTime? activeFrom) => Add() = new WorkingOrder
    {
        Order = order,
        IsArriving = activeFrom is not null || order.PostOnly || order.IsImmediate,
        ActiveFrom = activeFrom?.Microseconds ?? long.MinValue,
    };

    /// <summary>Places the exits of an entry that was filled.</summary>
    /// <param name="entry">Id of the entry.</param>
    /// <param name="bracket">Its exits.</param>
    /// <param name="fill">Its fill, with the quantity that was traded.</param>
    /// <param name="isInsideBar">Whether the fill was inside the bar rather than at its open.</param>
    /// <returns>How many were placed.</returns>
    public int PlaceExits(in OrderId entry, in Bracket bracket, in Fill fill, bool isInsideBar)
    {
        var group = ++_lastGroup;
        var placed = 0;
        if (bracket.StopLoss > 0)
        {
            var price = bracket.AreDistances ? Away(fill, -bracket.StopLoss) : Exact(bracket.StopLoss);
            Add() = Exit(entry, fill, group, isInsideBar, OrderRole.StopLoss, OrderType.Stop, price);
            placed++;
        }

        if (bracket.TakeProfit > 0)
        {
            var price = bracket.AreDistances ? Away(fill, bracket.TakeProfit) : Exact(bracket.TakeProfit);
            Add() = Exit(entry, fill, group, isInsideBar, OrderRole.TakeProfit, OrderType.Limit, price);
            placed++;
        }

        return placed;
    }

    /// <summary>Places the exits of a part of an entry that was filled, or makes those grow that stand for it already.</summary>
    /// <param name="index">The entry.</param>
    /// <param name="fill">Its fill.</param>
    /// <returns>How many were placed.</returns>
    public int PlaceOrGrowExits(int index, in Fill fill)
    {
        var (entry, group, placed) = (_orders[index].Order, _orders[index].Book.ExitGroup, 0);
        for (var i = 0; i < _count; i++)
        {
            ref var exit = ref _orders[i];
            if (exit.Group == 0 || exit.Group != group)
                continue;
            exit.Order = exit.Order with { Quantity = exit.Order.Quantity + fill.Quantity };
            // What grows goes to the queue's end, and trades from the next event on, as if it were placed.
            (exit.Book.Rested, exit.Book.HasGrown) = (0, true);
            placed++;
        }

        if (placed > 0)
            return 0;
        placed = PlaceExits(entry.Id, entry.Bracket, fill, isInsideBar: false);
        ref var progress = ref _orders[index].Book;
        progress.ExitGroup = _lastGroup;
        for (var i = _count - placed; i < _count; i++)
            _orders[i].Book.Fills = _orders[i].Order.Role == OrderRole.StopLoss ? progress.StopFills : progress.TargetFills;
        return placed;
    }

    /// <summary>An event comes: what the one before made grow takes part.</summary>
    public void EndGrowth()
    {
        for (var i = 0; i < _count; i++)
            _orders[i].Book.HasGrown = false;
    }

    /// <summary>Notes a fill of a part of an order; its sibling has so much less to do.</summary>
    /// <returns>Units that are left; of an order whose size is what is held when it fills, 0 or less.</returns>
    public decimal Fill(int index, decimal quantity)
    {
        ref var filled = ref _orders[index];
        filled.Book.Filled += quantity;
        var fills = ++filled.Book.Fills;
        for (var i = 0; filled.Group != 0 && i < _count; i++)
        {
            ref var other = ref _orders[i];
            if (i != index && other.Group == filled.Group)
                other.Book.Filled += quantity;
            else if (other.Book.ExitGroup == filled.Group && filled.Order.Role == OrderRole.StopLoss)
                other.Book.StopFills = fills;
            else if (other.Book.ExitGroup == filled.Group)
                other.Book.TargetFills = fills;
        }

        return filled.Order.Quantity - filled.Book.Filled;
    }

    /// <summary>Puts a limit order into the queue at its price.</summary>
    /// <param name="index">The order.</param>
    /// <param name="ahead">Units of others that are there.</param>
    public void Rest(int index, decimal ahead) =>
        (_orders[index].Book.Rested, _orders[index].Book.Ahead) = (++_lastRest, ahead);

    public void BeginMatch() => (_pass, _next, _limit) = (OpenPass, 0, _count);

    /// <summary>
    /// The next order that fills against this event or has expired: market orders first, then the others, each in the
    /// order of placing. It stays until
    /// <see cref="Complete"/> removes it.
    /// </summary>
    public bool TryExecute(in MarketEvent e, out Execution execution)
    {
        var day = e.Time.Day;
        for (; _pass <= InsidePass; _pass++, _next = 0)
        {
            for (; _next < _count; _next++)
            {
                ref var working = ref _orders[_next];
                if (working.Order.Type == OrderType.Market != (_pass == OpenPass))
                    continue;
                if (working.IsArriving)
                {
                    if (TryArrive(ref working, e, out execution))
                        return true;
                    continue;
                }

                var expired = working.Order.TimeInForce == TimeInForce.Day && day > working.Order.Day;
                var price = 0m;
                if (expired || BarMatching.TryMatch(ref working, e, out price))
                {
                    execution = new Execution(_next, price, expired, IsInsideBar(working, e, price));
                    return true;
                }

                working.IsFromInsideBar = false;
            }
        }

        execution = default;
        return false;
    }

    /// <summary>Removes an executed order; of its bracket the other exit goes too.</summary>
    /// <returns>Whether another order was removed with it.</returns>
    public bool Complete(int index)
    {
        var group = _orders[index].Group;
        RemoveAt(index);
        if (group == 0)
            return false;
        for (var i = 0; i < _count; i++)
        {
            if (_orders[i].Group == group)
            {
                RemoveAt(i);
                return true;
            }
        }

        return false;
    }

    /// <summary>Removes the strategy's orders, or only those that would close a position.</summary>
    /// <returns>How many were removed.</returns>
    public int Cancel(int strategyIndex, bool onlyExits)
    {
        var removed = 0;
        for (var i = _count - 1; i >= 0; i--)
        {
            ref readonly var order = ref _orders[i].Order;
            if (order.StrategyIndex == strategyIndex && (!onlyExits || order.Role != OrderRole.Entry))
            {
                RemoveAt(i);
                removed++;
            }
        }

        return removed;
    }

    /// <summary>What the strategy's orders would do to its position.</summary>
    public WorkingOrders Working(int strategyIndex)
    {
        var (entries, quantity, isClosing) = (0, 0m, false);
        for (var i = 0; i < _count; i++)
        {
            ref readonly var order = ref _orders[i].Order;
            if (order.StrategyIndex != strategyIndex)
                continue;
            isClosing |= order.Role == OrderRole.Close;
            if (order.Role != OrderRole.Entry)
                continue;
            entries++;
            quantity += order.Side.Sign() * (order.Quantity - _orders[i].Book.Filled);
        }

        return new WorkingOrders(entries, quantity, isClosing);
    }

    public void Persist(StateArchive archive)
    {
        archive.Item("lastGroup", ref _lastGroup);
        archive.List("openOrders", ref _count, (index, element) =>
        {
            if (index == _orders.Length)
                Grow();
            scope.Persist(element, ref _orders[index]);
        });
        archive.Optional("lastRest", ref _lastRest);
        _next = 0;
    }

    // The first event of an order: a post-only one must not take, an immediate one has no other.
    private bool TryArrive(ref WorkingOrder working, in MarketEvent e, out Execution execution)
    {
        ref readonly var order = ref working.Order;
        execution = Execution.Cancelled(_next);
        if (order.TimeInForce == TimeInForce.Day && e.Time.Day > order.Day)
            return true;
        if (e.Time.Microseconds < working.ActiveFrom || !BarMatching.CanMatch(e))
            return false;
        working.IsArriving = false;
        if (order.PostOnly && BarMatching.IsMetAtOpen(order, e))
            return true;
        if (!BarMatching.TryMatch(ref working, e, out var price))
            return order.IsImmediate;
        execution = new Execution(_next, price, false, IsInsideBar(working, e, price));
        return true;
    }

    // A market order fills at the open, and so does any order that the open itself satisfies.
    private static bool IsInsideBar(in WorkingOrder working, in MarketEvent e, decimal price) =>
        e.Kind == EventKind.Bar && (working.IsFromInsideBar || price != e.Bar.Open);

    // A price so far in the position's favour.
    private static decimal Away(in Fill fill, decimal distance) =>
        Exact(fill.Side == Side.Buy ? fill.Price + distance : fill.Price - distance);

    // Never below the smallest that can be written.
    private static decimal Exact(decimal price) => Math.Max(Precision.Round(price), Precision.Smallest);

    private static WorkingOrder Exit(
        in OrderId entry, in Fill fill, int group, bool isInsideBar, OrderRole role, OrderType type, decimal price) =>
        new()
        {
            Order = new Order(entry with { Role = role }, fill.StrategyIndex, fill.Side.Opposite())
            {
                Type = type,
                Quantity = fill.Quantity,
                StopPrice = type == OrderType.Stop ? price : 0,
                LimitPrice = type == OrderType.Limit ? price : 0,
                Day = fill.Time.Day,
            },
            Group = group,
            IsFromInsideBar = isInsideBar,
            ActiveFrom = long.MinValue,
        };

    private ref WorkingOrder Add()
    {
        if (_count == _orders.Length)
            Grow();
        return ref _orders[_count++];
    }

    // From the two exits of a position on.
    private void Grow() => Array.Resize(ref _orders, Math.Max(2, _orders.Length * 2));

    private void RemoveAt(int index)
    {
        _count--;
        for (var i = index; i < _count; i++)
            _orders[i] = _orders[i + 1];
        if (index < _next)
            _next--;
        if (index < _limit)
            _limit--;
    }
}
