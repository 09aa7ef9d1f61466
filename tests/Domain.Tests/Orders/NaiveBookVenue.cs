using TradeBooks.Domain.Market;
using TradeBooks.Domain.Orders;

namespace TradeBooks.Domain.Tests.Orders;

/// <summary>
/// The venue's rules against a book once more, as plain as can be: for every event a copy of the book from which what is
/// taken is taken out, and the queue at a price as a list. Entries and market closes, no brackets.
/// </summary>
internal sealed class NaiveBookVenue
{
    private readonly SortedDictionary<decimal, decimal> _bids = new(Comparer<decimal>.Create((a, b) => b.CompareTo(a)));
    private readonly SortedDictionary<decimal, decimal> _asks = [];
    private readonly List<NaiveOrder> _waiting = [];
    private readonly List<NaiveOrder> _resting = [];
    private readonly Dictionary<int, decimal> _held = [];

    public List<string> Fills { get; } = [];

    public decimal Held(int strategy) => _held.GetValueOrDefault(strategy);

    /// <summary>What works, with the quantity that is left.</summary>
    public IEnumerable<string> Working => _waiting.Concat(_resting)
        .Select(order => Text(order.Strategy, order.IsClose, order.Side, order.Left, order.Limit, order.Stop)).Order(StringComparer.Ordinal);

    /// <summary>Whether the portfolio lets the strategy ask for a close: it holds something, or an entry is on its way.</summary>
    public bool MayClose(int strategy) =>
        Held(strategy) != 0 || _waiting.Concat(_resting).Any(order => order.Strategy == strategy && !order.IsClose);

    public void Place(NaiveOrder order) => _waiting.Add(order);

    /// <summary>Takes an event of depth: first the book, then who rests, then the others.</summary>
    public void Depth(int time, DepthEvent depth)
    {
        if (depth.Kind == EventKind.DepthSnapshot)
        {
            _bids.Clear();
            _asks.Clear();
        }

        Set(_bids, depth.Bids);
        Set(_asks, depth.Asks);
        foreach (var order in _resting)
            order.Ahead = Math.Min(order.Ahead, Own(order).GetValueOrDefault(order.Limit));
        var (bids, asks) = (Copy(_bids), Copy(_asks));
        foreach (var order in Queue(Side.Buy).Concat(Queue(Side.Sell)).ToList())
        {
            var levels = order.Side == Side.Buy ? asks : bids;
            var quantity = Math.Min(order.Left, levels.Where(level => order.Meets(level.Key)).Sum(level => level.Value));
            if (quantity == 0)
                continue;
            TakeOut(levels, quantity);
            Fill(time, order, quantity, order.Limit);
        }

        foreach (var order in _waiting.Where(order => order.From <= time).ToList())
        {
            if (_waiting.Contains(order))
                Take(time, order, order.SideNow(Held(order.Strategy)) == Side.Buy ? asks : bids);
        }

        _resting.RemoveAll(order => order.Left == 0);
    }

    /// <summary>Takes a trade of others.</summary>
    public void Trade(int time, Trade trade)
    {
        decimal left = trade.Quantity;
        foreach (var order in Queue(trade.Aggressor.Opposite()).Where(order => order.Meets(trade.Price)).ToList())
        {
            if (left == 0)
                break;
            if (order.Limit != trade.Price)
                order.Ahead = 0;
            var passed = Math.Min(order.Ahead, left);
            order.Ahead -= passed;
            var quantity = Math.Min(order.Left, left - passed);
            if (quantity == 0)
                continue;
            left -= quantity;
            Fill(time, order, quantity, order.Limit);
        }

        _resting.RemoveAll(order => order.Left == 0);
        foreach (var order in _waiting.Where(order => order.From <= time && order.Stop > 0))
            order.IsTriggered |= order.IsBeyond(trade.Price);
    }

    private void Take(int time, NaiveOrder order, Dictionary<decimal, decimal> levels)
    {
        var others = order.SideNow(Held(order.Strategy)) == Side.Buy ? _asks : _bids;
        if (order.Stop > 0 && !order.IsTriggered && !(others.Count > 0 && order.IsBeyond(others.Keys.First())))
            return;
        _waiting.Remove(order);
        if (order.IsClose)
            order.Left = Math.Abs(Held(order.Strategy));
        var usable = levels.Where(level => order.Limit == 0 || order.Meets(level.Key)).ToList();
        if ((order.PostOnly && others.Count > 0 && order.Meets(others.Keys.First()))
            || (order.TimeInForce == TimeInForce.FillOrKill && usable.Sum(level => level.Value) < order.Left))
            return;
        var side = order.SideNow(Held(order.Strategy));
        foreach (var (price, there) in usable)
        {
            var quantity = Math.Min(order.Left, there);
            if (quantity == 0)
                continue;
            TakeOut(levels, quantity);
            Fill(time, order, quantity, price, side);
        }

        if (order.Left == 0 || order.Limit == 0 || order.TimeInForce is TimeInForce.FillOrKill or TimeInForce.ImmediateOrCancel)
            return;
        order.Ahead = Own(order).GetValueOrDefault(order.Limit);
        _resting.Add(order);
    }

    private void Fill(int time, NaiveOrder order, decimal quantity, decimal price, Side? side = null)
    {
        order.Left -= quantity;
        var direction = side ?? order.Side;
        _held[order.Strategy] = Held(order.Strategy) + direction.Sign() * quantity;
        // Who is flat has nothing to close.
        if (Held(order.Strategy) == 0)
            _waiting.RemoveAll(other => other.IsClose && other.Strategy == order.Strategy);
        Fills.Add(FormattableString.Invariant($"{time} s{order.Strategy} {direction} {quantity:0.###} @ {price:0.###}"));
    }

    public static string Text(int strategy, bool isClose, Side side, decimal left, decimal limit, decimal stop) =>
        FormattableString.Invariant($"s{strategy} {(isClose ? "close" : $"{side} {left:0.###}")} limit {limit:0.###} stop {stop:0.###}");

    // The list is in the order of coming to rest; sorting by price keeps that.
    private IEnumerable<NaiveOrder> Queue(Side side) => _resting.Where(order => order.Side == side)
        .OrderBy(order => side == Side.Buy ? -order.Limit : order.Limit);

    private SortedDictionary<decimal, decimal> Own(NaiveOrder order) => order.Side == Side.Buy ? _bids : _asks;

    private static Dictionary<decimal, decimal> Copy(SortedDictionary<decimal, decimal> levels) => new(levels);

    // Best first: a dictionary that nothing is removed from keeps the order of insertion.
    private static void TakeOut(Dictionary<decimal, decimal> levels, decimal quantity)
    {
        foreach (var price in levels.Keys.ToList())
        {
            var taken = Math.Min(quantity, levels[price]);
            levels[price] -= taken;
            quantity -= taken;
        }
    }

    private static void Set(SortedDictionary<decimal, decimal> levels, ReadOnlySpan<DepthLevel> changes)
    {
        foreach (var change in changes)
        {
            if (change.Quantity == Decimal64.Zero)
                levels.Remove(change.Price);
            else
                levels[change.Price] = change.Quantity;
        }
    }
}
