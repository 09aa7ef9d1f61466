using TradeBooks.Domain.Market;
using TradeBooks.Domain.Orders;
using TradeBooks.Domain.Strategies;

namespace TradeBooks.Domain.Engine;

/// <summary>
/// Makes fills of what the venue executes, one at a time: <see cref="TryFill"/> and <see cref="Confirm"/> alternate, since
/// what a fill does to the position decides the next.
/// </summary>
/// <param name="symbolIndex">The symbol's place in ordinal order.</param>
/// <param name="instrument">The symbol.</param>
/// <param name="costs">Fill rule, fees and slippage.</param>
/// <param name="venue">The working orders.</param>
/// <param name="contexts">The strategies' positions and orders.</param>
/// <param name="book">How orders are matched against the symbol's book; null where it has none.</param>
internal sealed class FillMaker(
    int symbolIndex, Instrument instrument, TradingCosts costs, SimulatedVenue venue, StrategyContext[] contexts, BookMatching? book)
{
    private readonly bool _isFree = costs.Fees.IsFree;
    private readonly bool _slips = !costs.Slippage.IsNone;
    private Execution _execution;

    /// <inheritdoc cref="SymbolEngine.HasUnfilled"/>
    public bool HasUnfilled { get; set; }

    /// <param name="e">The event that is matched next.</param>
    /// <param name="isApplied">Whether it is one of depth that was applied, and the book is in sync.</param>
    public void Begin(in MarketEvent e, bool isApplied)
    {
        if (book is null)
            venue.BeginMatch();
        else
            book.Begin(e, isApplied);
    }

    /// <inheritdoc cref="SymbolEngine.TryFill"/>
    public bool TryFill(in MarketEvent e, out Fill fill)
    {
        while (book is null ? venue.TryExecute(e, out _execution) : book.TryExecute(e, out _execution))
        {
            ref readonly var working = ref venue.Orders[_execution.Index];
            ref readonly var order = ref working.Order;
            if (_execution.IsExpired)
            {
                HasUnfilled = true;
            }
            else
            {
                var side = SideOf(order);
                var price = _slips && order.Type is OrderType.Market or OrderType.Stop
                    ? costs.Slippage.Apply(_execution.Price, side, instrument)
                    : _execution.Price;
                if (TryMakeFill(working, side, price, e.Time, e.Position, out fill))
                    return true;
                HasUnfilled = true;
            }

            Drop(order.StrategyIndex);
        }

        fill = default;
        return false;
    }

    /// <inheritdoc cref="SymbolEngine.TryFillAtClose"/>
    public bool TryFillAtClose(Decimal64 mark, EventTime time, SourcePosition position, out Fill fill)
    {
        if (costs.MarketFill == MarketFill.Close)
        {
            for (var i = 0; i < venue.Count; i++)
            {
                ref readonly var working = ref venue.Orders[i];
                ref readonly var order = ref working.Order;
                if (order.Type != OrderType.Market)
                    continue;
                _execution = new Execution(i, mark, false, false);
                var side = SideOf(order);
                if (TryMakeFill(working, side, costs.Slippage.Apply(mark, side, instrument), time, position, out fill))
                    return true;
                Drop(order.StrategyIndex);
                i--;
            }
        }

        fill = default;
        return false;
    }

    /// <inheritdoc cref="SymbolEngine.Confirm"/>
    /// <returns>Whether anything was traded.</returns>
    public bool Confirm(in Fill fill)
    {
        var strategy = fill.StrategyIndex;
        var context = contexts[strategy];
        if (book is not null)
        {
            ConfirmPart(fill, context);
            return true;
        }

        var bracket = fill.Role == OrderRole.Entry ? venue[_execution.Index].Bracket : Bracket.None;
        Drop(strategy);
        if (fill.Quantity == 0)
            return false;
        context.Account.Apply(fill.SignedQuantity, fill.Price);
        if (context.Account.IsFlat)
            context.OpenOrders -= venue.Cancel(strategy, onlyExits: true);
        else if (!bracket.IsNone)
            context.OpenOrders += venue.PlaceExits(fill.OrderId, bracket, fill, _execution.IsInsideBar);
        return true;
    }

    private void ConfirmPart(in Fill fill, StrategyContext context)
    {
        book!.Take(fill.Side, fill.Quantity);
        var index = _execution.Index;
        var order = venue[index];
        var left = venue.Fill(index, fill.Quantity);
        context.Account.Apply(fill.SignedQuantity, fill.Price);
        var isFlat = context.Account.IsFlat;
        if (order.Role == OrderRole.Entry && !order.Bracket.IsNone && !isFlat)
            context.OpenOrders += venue.PlaceOrGrowExits(index, fill);
        if (order.Quantity == 0 ? isFlat : left == 0)
            Drop(fill.StrategyIndex);
        else
            HasUnfilled = true;
        if (!isFlat)
            return;
        // A close that waits is among them, which the portfolio knows of.
        context.OpenOrders -= venue.Cancel(fill.StrategyIndex, onlyExits: true);
        HasUnfilled = true;
    }

    // A close trades against whatever is held when it fills.
    private Side SideOf(in Order order)
    {
        var account = contexts[order.StrategyIndex].Account;
        if (order.Role != OrderRole.Close || account.IsFlat)
            return order.Side;
        return account.Quantity > 0 ? Side.Sell : Side.Buy;
    }

    private bool TryMakeFill(
        in WorkingOrder working, Side side, decimal price, EventTime time, SourcePosition position, out Fill fill)
    {
        ref readonly var order = ref working.Order;
        var quantity = _execution.Quantity;
        if (quantity == 0 && !TrySize(order, side, out quantity))
        {
            fill = default;
            return false;
        }

        var fee = _isFree || quantity == 0 ? 0 : costs.Fee(quantity, price, instrument);
        fill = new Fill(
            order.Id, working.Book.Fills, order.StrategyIndex, symbolIndex, side, quantity, price, fee, time, position);
        return true;
    }

    // An exit never opens: it trades what is held, on the side that reduces it.
    private bool TrySize(in Order order, Side side, out decimal quantity)
    {
        quantity = order.Quantity;
        if (order.Role == OrderRole.Entry)
            return true;
        var held = contexts[order.StrategyIndex].Account.Quantity;
        if (held == 0 || side != (held > 0 ? Side.Sell : Side.Buy))
            return false;
        var size = Math.Abs(held);
        quantity = quantity == 0 ? size : Math.Min(quantity, size);
        return true;
    }

    // The order in hand leaves the venue, and its sibling with it.
    private void Drop(int strategyIndex)
    {
        var context = contexts[strategyIndex];
        context.OpenOrders--;
        if (venue.Complete(_execution.Index))
            context.OpenOrders--;
    }
}
