using TradeBooks.Domain.Books;
using TradeBooks.Domain.Engine;
using TradeBooks.Domain.Market;
using TradeBooks.Domain.Orders;
using TradeBooks.Domain.Portfolios;

namespace TradeBooks.Domain.Strategies;

/// <summary>What a strategy sees of its position and orders in its symbol, and how it trades.</summary>
public sealed class StrategyContext
{
    private readonly SymbolEngine _engine;
    private readonly int _strategyIndex;

    internal StrategyContext(SymbolEngine engine, int strategyIndex)
    {
        _engine = engine;
        _strategyIndex = strategyIndex;
    }

    public Instrument Instrument => _engine.Instrument;

    /// <summary>Event time of the event in hand.</summary>
    public EventTime Time => _engine.Time;

    /// <summary>
    /// The symbol's order book; null where it has none (setting <c>exchange</c>). Its reads throw
    /// <see cref="BookNotInSyncException"/> while it is not in sync, which it is in every
    /// <see cref="IStrategy.OnDepth"/>; elsewhere ask <see cref="OrderBook.IsOpen"/> first.
    /// </summary>
    public OrderBook? Book => _engine.Book?.Book;

    /// <summary>The strategy's own position in the symbol: units, below 0 when short.</summary>
    public decimal Position => Account.Quantity;

    /// <summary>Average entry price of the position; 0 when flat.</summary>
    public decimal AveragePrice => Account.AveragePrice;

    public bool IsFlat => Account.IsFlat;

    /// <summary>Signals on their way and working orders of the strategy in the symbol, exits included.</summary>
    public int OpenOrders { get; internal set; }

    /// <summary>Whether the strategy has neither a position nor an open order in the symbol.</summary>
    public bool IsIdle => OpenOrders == 0 && Account.IsFlat;

    /// <summary>Whether a close of the position works at the venue.</summary>
    public bool IsClosing => _engine.Working(_strategyIndex).IsClosing;

    internal Holding Account { get; } = new();

    /// <summary>Opens or adds to a position at the market (at the next event's price).</summary>
    public void Enter(Side side, Bracket bracket = default) => Submit(Signal.Enter(side, bracket));

    /// <summary>Closes the whole position at the market; nothing when there is none.</summary>
    public void Close()
    {
        if (!Account.IsFlat)
            Submit(new Signal { Role = OrderRole.Close });
    }

    /// <summary>Closes the position, if any, and opens one on the other side, both at the market.</summary>
    public void Reverse(Side side)
    {
        Close();
        Enter(side);
    }

    /// <summary>
    /// Any kind of signal. Its prices are rounded to <see cref="Precision.Decimals"/> decimals; a close is on the side
    /// that reduces the position, whatever it says.
    /// </summary>
    /// <exception cref="ArgumentException">
    /// A limit or stop price is missing, the role is an exit's, a stop is to be immediate, or a post-only order is not a
    /// limit order that may rest.
    /// </exception>
    public void Submit(Signal signal)
    {
        signal = signal with
        {
            LimitPrice = Precision.Round(signal.LimitPrice),
            StopPrice = Precision.Round(signal.StopPrice),
            Side = signal.Role != OrderRole.Close || Account.IsFlat ? signal.Side
                : Account.Quantity > 0 ? Side.Sell : Side.Buy,
        };
        if (signal.Role is not (OrderRole.Entry or OrderRole.Close))
            throw new ArgumentException($"a strategy signals entries and closes, not a {signal.Role}", nameof(signal));
        if (signal.Type is OrderType.Limit or OrderType.StopLimit && signal.LimitPrice <= 0)
            throw new ArgumentException($"a {signal.Type} order needs a limit price above 0", nameof(signal));
        if (signal.Type is OrderType.Stop or OrderType.StopLimit && signal.StopPrice <= 0)
            throw new ArgumentException($"a {signal.Type} order needs a stop price above 0", nameof(signal));
        if (signal.Type is OrderType.Stop or OrderType.StopLimit
            && signal.TimeInForce is TimeInForce.ImmediateOrCancel or TimeInForce.FillOrKill)
            throw new ArgumentException($"a {signal.Type} order waits for its stop price: it is not {signal.TimeInForce}", nameof(signal));
        if (signal.PostOnly && signal.Type != OrderType.Limit)
            throw new ArgumentException($"a {signal.Type} order takes: it is not post-only", nameof(signal));
        if (signal.PostOnly && signal.TimeInForce is TimeInForce.ImmediateOrCancel or TimeInForce.FillOrKill)
            throw new ArgumentException($"a post-only order rests: it is not {signal.TimeInForce}", nameof(signal));
        OpenOrders++;
        _engine.Request(_strategyIndex, signal);
    }

    /// <summary>Cancels the strategy's working orders in the symbol, exits of open positions included.</summary>
    public void CancelOrders() => _engine.Cancel(_strategyIndex);
}
