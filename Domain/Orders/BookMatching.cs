using TradeBooks.Domain.Books;
using TradeBooks.Domain.Market;
using TradeBooks.Domain.Portfolios;

namespace TradeBooks.Domain.Orders;

/// <summary>
/// When, at which price and how much of an order fills against an order book. Our orders change nothing in the book that
/// others see. Rules:
/// <list type="number">
/// <item>Depth events and trades fill, no bars and quotes: what those tell is in the book already. The event is applied to
/// the book first. Where it was not applied, or the book is not in sync then, nothing fills and orders wait.</item>
/// <item>An order takes part from the first event at or after its request's time and the latency on; one that an event's
/// fill has placed, from the next event on. A day order expires with the first event, of whatever kind, of a later day.</item>
/// <item>A depth event is matched against resting limit orders first (buys, then sells; best price first, then in the order
/// of their coming to rest), then against the others in the order of their placing.</item>
/// <item>What an order takes from the levels is gone for those after it, until the next event.</item>
/// <item>A market order walks the levels of the other side, best first, one fill for each, at the level's price and with
/// slippage on top. What the levels do not hold is cancelled.</item>
/// <item>A stop order is triggered by a depth event whose best ask is at or above (buy), best bid at or below (sell) its
/// stop price, or by a trade at such a price; from then on it is a market or limit order. One that a trade has triggered
/// takes at the next depth event.</item>
/// <item>A limit order walks the levels up to its limit without slippage. What is left rests at its limit. Immediate or
/// cancel: it is cancelled instead. Fill or kill: where the levels up to the limit do not hold all of it, it is cancelled
/// whole; of a market order all levels count. Post-only: where the other side's best meets its limit, it is cancelled whole.</item>
/// <item>One that comes to rest has ahead of it what its own side's level holds at its price. Whatever leaves the level
/// without a trade is taken to have been behind it: the quantity ahead falls only with trades, and to what the level
/// holds where that is less.</item>
/// <item>A trade at its price, whose taker is on the other side, takes from what is ahead first; what exceeds that fills
/// the order, and what it fills is gone for our orders behind it. A trade beyond its price fills it up to the trade's
/// quantity, whatever was ahead.</item>
/// <item>Where a depth event brings the other side's best to its price or beyond, it fills up to what the levels that cross
/// it hold. Resting orders always fill at their own limit.</item>
/// <item>An exit or close fills no more than is held then on the side that it reduces; where there is nothing, it is
/// cancelled when it would fill.</item>
/// <item>Exits of an entry stand for what was filled of it: the first fill places them, by its price, and the next make
/// them grow, which takes them to the queue's end. What one trades the other has less.</item>
/// </list>
/// </summary>
/// <param name="venue">The orders.</param>
/// <param name="book">The book that they are matched against.</param>
/// <param name="holdings">What each strategy holds.</param>
internal sealed class BookMatching(SimulatedVenue venue, OrderBook book, IReadOnlyList<Holding> holdings)
{
    private bool _isDepth;
    private bool _isTrade;
    private long _trades;
    private decimal _tradeLeft;
    private decimal _takenBids;
    private decimal _takenAsks;
    private LevelLeft _bid;
    private LevelLeft _ask;

    /// <summary>An event comes.</summary>
    /// <param name="e">The event; of depth, applied to the book.</param>
    /// <param name="isApplied">Whether it is one of depth that was applied, and the book is in sync.</param>
    public void Begin(in MarketEvent e, bool isApplied)
    {
        venue.BeginMatch();
        (_isDepth, _isTrade) = (false, false);
        if (venue.Count == 0)
            return;
        venue.EndGrowth();
        _isDepth = isApplied;
        _isTrade = e.Kind == EventKind.Trade && book.IsOpen; // 1
        if (_isTrade)
        {
            _trades++;
            _tradeLeft = e.Trade.Quantity;
        }
        else if (_isDepth)
        {
            (_takenBids, _takenAsks) = (0, 0);
            Look();
            LowerQueues();
        }
    }

    /// <summary>The next order that fills against the event or is cancelled by it.</summary>
    public bool TryExecute(in MarketEvent e, out Execution execution)
    {
        if (TryExpire(e, out execution))
            return true;
        if (_isDepth)
            return TryFillResting(Side.Buy, out execution) || TryFillResting(Side.Sell, out execution) || TryTake(e, out execution); // 3
        if (!_isTrade)
            return false;
        if (TryFillByTrade(e.Trade, out execution))
            return true;
        TriggerByTrade(e);
        return false;
    }

    /// <summary>The execution in hand was traded.</summary>
    public void Take(Side side, decimal quantity)
    {
        if (_isTrade)
        {
            _tradeLeft -= quantity; // 9
            return;
        }

        if (side == Side.Buy)
            _takenAsks += quantity; // 4
        else
            _takenBids += quantity; // 4
        Look();
    }

    private bool TryExpire(in MarketEvent e, out Execution execution)
    {
        var day = e.Time.Day;
        for (var i = 0; i < venue.Present; i++)
        {
            ref readonly var order = ref venue[i];
            if (order.TimeInForce == TimeInForce.Day && day > order.Day)
            {
                execution = Execution.Cancelled(i); // 2
                return true;
            }
        }

        execution = default;
        return false;
    }

    private bool TryFillResting(Side side, out Execution execution)
    {
        var best = -1;
        for (var i = 0; i < venue.Present; i++)
        {
            ref readonly var working = ref venue.Orders[i];
            if (working.Book.Rested > 0 && working.Order.Side == side && Meets(working.Order, Opposite(side))
                && (best < 0 || IsBefore(working, venue.Orders[best])))
            {
                best = i;
            }
        }

        execution = default;
        if (best < 0)
            return false;
        ref readonly var first = ref venue.Orders[best];
        var wanted = Wanted(first, side);
        execution = wanted == 0
            ? Execution.Cancelled(best) // 11
            : new Execution(best, first.Order.LimitPrice, false, false, Left(side, first.Order.LimitPrice, wanted)); // 10
        return true;
    }

    private bool TryTake(in MarketEvent e, out Execution execution)
    {
        for (; venue.Next < venue.Present; venue.Next++)
        {
            var index = venue.Next;
            ref var working = ref venue.Orders[index];
            ref readonly var order = ref working.Order;
            if (working.Book.Rested > 0 || e.Time.Microseconds < working.ActiveFrom) // 2
                continue;
            if (working.Book.HasGrown && (order.Type == OrderType.Stop || Meets(order, Opposite(order.Side)))) // 12
                continue;
            if (!IsTriggered(ref working)) // 6
                continue;
            var side = SideOf(order);
            var wanted = Wanted(working, side);
            var isMarket = order.Type is OrderType.Market or OrderType.Stop;
            var level = Opposite(side);
            execution = Execution.Cancelled(index);
            if (wanted == 0 // 11
                || (order.PostOnly && Meets(order, Shown(side))) // 7
                || (order.TimeInForce == TimeInForce.FillOrKill && working.Book.Fills == 0
                    && Left(side, isMarket ? Farthest(side) : order.LimitPrice, wanted) < wanted)) // 7
            {
                return true;
            }

            if (isMarket ? level.Quantity > 0 : Meets(order, level))
            {
                execution = new Execution(index, level.Price, false, false, Math.Min(wanted, level.Quantity)); // 5, 7
                return true;
            }

            if (isMarket || order.IsImmediate)
                return true; // 5, 7
            venue.Rest(index, book.QuantityAt(side == Side.Buy ? BookSide.Bid : BookSide.Ask, order.LimitPrice)); // 7, 8
        }

        execution = default;
        return false;
    }

    private bool TryFillByTrade(in Trade trade, out Execution execution)
    {
        var side = trade.Aggressor.Opposite();
        decimal price = trade.Price;
        execution = default;
        while (_tradeLeft > 0)
        {
            var best = -1;
            for (var i = 0; i < venue.Present; i++)
            {
                ref readonly var working = ref venue.Orders[i];
                if (working.Book.Rested > 0 && working.Book.LastTrade != _trades && working.Order.Side == side
                    && (side == Side.Buy ? price <= working.Order.LimitPrice : price >= working.Order.LimitPrice)
                    && (best < 0 || IsBefore(working, venue.Orders[best])))
                {
                    best = i;
                }
            }

            if (best < 0)
                return false;
            ref var first = ref venue.Orders[best];
            first.Book.LastTrade = _trades;
            var ahead = first.Order.LimitPrice == price ? Math.Min(first.Book.Ahead, _tradeLeft) : first.Book.Ahead;
            first.Book.Ahead -= ahead; // 9
            var exceeds = first.Order.LimitPrice == price ? _tradeLeft - ahead : _tradeLeft;
            if (exceeds == 0)
                continue;
            var wanted = Wanted(first, side);
            execution = wanted == 0
                ? Execution.Cancelled(best) // 11
                : new Execution(best, first.Order.LimitPrice, false, false, Math.Min(wanted, exceeds)); // 9, 10
            return true;
        }

        return false;
    }

    private void TriggerByTrade(in MarketEvent e)
    {
        decimal price = e.Trade.Price;
        for (var i = 0; i < venue.Present; i++)
        {
            ref var working = ref venue.Orders[i];
            if (working.Order.Type is not (OrderType.Stop or OrderType.StopLimit) || e.Time.Microseconds < working.ActiveFrom)
                continue;
            working.IsTriggered |= working.Order.Side == Side.Buy ? price >= working.Order.StopPrice : price <= working.Order.StopPrice; // 6
        }
    }

    // Only ever less: who cancels is taken to stand behind us.
    private void LowerQueues()
    {
        for (var i = 0; i < venue.Present; i++)
        {
            ref var working = ref venue.Orders[i];
            if (working.Book.Rested == 0 || working.Book.Ahead == 0)
                continue;
            var shown = book.QuantityAt(working.Order.Side == Side.Buy ? BookSide.Bid : BookSide.Ask, working.Order.LimitPrice);
            working.Book.Ahead = Math.Min(working.Book.Ahead, shown); // 8
        }
    }

    private bool IsTriggered(ref WorkingOrder working)
    {
        ref readonly var order = ref working.Order;
        if (order.Type is OrderType.Market or OrderType.Limit || working.IsTriggered)
            return true;
        var best = Shown(order.Side);
        working.IsTriggered = best.Quantity > 0
            && (order.Side == Side.Buy ? best.Price >= order.StopPrice : best.Price <= order.StopPrice); // 6
        return working.IsTriggered;
    }

    // A close trades against whatever is held when it fills; a limit or stop price is on the side that it was given.
    private Side SideOf(in Order order)
    {
        var held = holdings[order.StrategyIndex].Quantity;
        if (order.Role != OrderRole.Close || order.Type != OrderType.Market || held == 0)
            return order.Side;
        return held > 0 ? Side.Sell : Side.Buy;
    }

    private decimal Wanted(in WorkingOrder working, Side side)
    {
        ref readonly var order = ref working.Order;
        var left = order.Quantity - working.Book.Filled;
        if (order.Role == OrderRole.Entry)
            return left;
        var held = holdings[order.StrategyIndex].Quantity;
        if (held == 0 || side != (held > 0 ? Side.Sell : Side.Buy))
            return 0; // 11
        return order.Quantity == 0 ? Math.Abs(held) : Math.Min(left, Math.Abs(held)); // 11
    }

    private static bool IsBefore(in WorkingOrder one, in WorkingOrder other)
    {
        var (price, otherPrice) = (one.Order.LimitPrice, other.Order.LimitPrice);
        if (price == otherPrice)
            return one.Book.Rested < other.Book.Rested;
        return one.Order.Side == Side.Buy ? price > otherPrice : price < otherPrice;
    }

    private static bool Meets(in Order order, in LevelLeft level) => level.Quantity > 0
        && (order.Side == Side.Buy ? level.Price <= order.LimitPrice : level.Price >= order.LimitPrice);

    private static decimal Farthest(Side side) => side == Side.Buy ? decimal.MaxValue : 0;

    private LevelLeft Opposite(Side side) => side == Side.Buy ? _ask : _bid;

    /// <summary>The best that the book shows to an order of a side, whatever was taken of it.</summary>
    private LevelLeft Shown(Side side)
    {
        var best = new LevelLeft(0);
        book.Visit(side == Side.Buy ? BookSide.Ask : BookSide.Bid, ref best);
        return best;
    }

    private decimal Left(Side side, decimal limit, decimal enough)
    {
        var opposite = side == Side.Buy ? BookSide.Ask : BookSide.Bid;
        var left = new QuantityLeft(opposite, limit, side == Side.Buy ? _takenAsks : _takenBids, enough);
        book.Visit(opposite, ref left);
        return left.Quantity;
    }

    private void Look()
    {
        (_bid, _ask) = (new LevelLeft(_takenBids), new LevelLeft(_takenAsks));
        book.Visit(BookSide.Bid, ref _bid);
        book.Visit(BookSide.Ask, ref _ask);
    }
}
