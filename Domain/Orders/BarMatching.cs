using TradeBooks.Domain.Market;

namespace TradeBooks.Domain.Orders;

/// <summary>
/// When and at which price an order fills against an event. A bar tells only four prices, so:
/// <list type="number">
/// <item>market: the open;</item>
/// <item>limit buy: low ≤ limit, at min(open, limit); sell: high ≥ limit, at max(open, limit);</item>
/// <item>stop buy: high ≥ stop, at max(open, stop); sell: low ≤ stop, at min(open, stop);</item>
/// <item>stop-limit: triggered at the open it is a limit order from there; triggered inside the bar it fills at the
/// stop price where the limit allows it, else it is a limit order from the next bar on;</item>
/// <item>placed inside the bar: a stop fills at its stop price, a limit waits for the next bar;</item>
/// <item>post-only: cancelled where its first bar's open meets the limit;</item>
/// <item>immediate-or-cancel and fill-or-kill: cancelled where its first bar does not fill it; a bar fills whole orders, so
/// the two are the same.</item>
/// </list>
/// A trade or a quote is a bar of one price: the trade's, or the side of the quote that the order would take.
/// Slippage is added to market and stop fills.
/// </summary>
internal static class BarMatching
{
    /// <summary>The price of the fill before slippage, if the order fills against this event.</summary>
    public static bool TryMatch(ref WorkingOrder working, in MarketEvent e, out decimal price)
    {
        ref readonly var order = ref working.Order;
        switch (e.Kind)
        {
            case EventKind.Bar:
                ref readonly var bar = ref e.Bar;
                return order.Type switch
                {
                    OrderType.Market => At(bar.Open, out price),
                    OrderType.Limit => !working.IsFromInsideBar & Limit(order, bar.Open, bar.High, bar.Low, out price),
                    OrderType.Stop => Stop(working, bar.Open, bar.High, bar.Low, out price),
                    _ => StopLimit(ref working, bar.Open, bar.High, bar.Low, out price),
                };
            case EventKind.Trade:
                return OnePrice(ref working, e.Trade.Price, out price);
            case EventKind.Quote:
                return OnePrice(ref working, order.Side == Side.Buy ? e.Quote.AskPrice : e.Quote.BidPrice, out price);
            default:
                price = 0;
                return false;
        }
    }

    /// <summary>Whether an event of this kind fills orders.</summary>
    public static bool CanMatch(in MarketEvent e) => e.Kind is EventKind.Bar or EventKind.Trade or EventKind.Quote;

    /// <summary>Whether a limit order would fill at once, rather than rest.</summary>
    public static bool IsMetAtOpen(in Order order, in MarketEvent e)
    {
        decimal open = e.Kind switch
        {
            EventKind.Bar => e.Bar.Open,
            EventKind.Trade => e.Trade.Price,
            _ => order.Side == Side.Buy ? e.Quote.AskPrice : e.Quote.BidPrice,
        };
        return order.Side == Side.Buy ? open <= order.LimitPrice : open >= order.LimitPrice;
    }

    private static bool OnePrice(ref WorkingOrder working, decimal only, out decimal price) => working.Order.Type switch
    {
        OrderType.Market => At(only, out price),
        OrderType.Limit => Limit(working.Order, only, only, only, out price),
        OrderType.Stop => Stop(working, only, only, only, out price),
        _ => StopLimit(ref working, only, only, only, out price),
    };

    private static bool At(decimal value, out decimal price)
    {
        price = value;
        return true;
    }

    private static bool Limit(in Order order, decimal open, decimal high, decimal low, out decimal price)
    {
        var limit = order.LimitPrice;
        if (order.Side == Side.Buy)
        {
            price = Math.Min(open, limit);
            return low <= limit;
        }

        price = Math.Max(open, limit);
        return high >= limit;
    }

    private static bool Stop(in WorkingOrder working, decimal open, decimal high, decimal low, out decimal price)
    {
        var stop = working.Order.StopPrice;
        if (working.Order.Side == Side.Buy)
        {
            price = working.IsFromInsideBar ? stop : Math.Max(open, stop);
            return high >= stop;
        }

        price = working.IsFromInsideBar ? stop : Math.Min(open, stop);
        return low <= stop;
    }

    private static bool StopLimit(ref WorkingOrder working, decimal open, decimal high, decimal low, out decimal price)
    {
        ref readonly var order = ref working.Order;
        var stop = order.StopPrice;
        var isBuy = order.Side == Side.Buy;
        if (!working.IsTriggered)
        {
            price = stop;
            if (isBuy ? high < stop : low > stop)
                return false;
            working.IsTriggered = true;
            if (isBuy ? open < stop : open > stop)
                return isBuy ? stop <= order.LimitPrice : stop >= order.LimitPrice;
        }

        return Limit(order, open, high, low, out price);
    }
}
