using TradeBooks.Domain.Market;

namespace TradeBooks.Domain.Tests.Orders;

/// <summary>
/// Depth and trades of a small market around 100 that never crosses, by Coinbase's rules: updates from the snapshot on, no
/// removal of what is not there. Each event has a time of its own, a microsecond apart.
/// </summary>
internal sealed class RandomBook(int seed, long start = 1_700_000_000_000_000)
{
    private readonly Random _random = new(seed * 7 + 1);
    private readonly SortedDictionary<int, int> _bids = [];
    private readonly SortedDictionary<int, int> _asks = [];
    private readonly List<MarketEvent> _events = [];
    private int _middle = 200;

    public List<MarketEvent> Make(int count)
    {
        // Both sides, so that there is a mark.
        (_bids[190], _asks[210]) = (5, 5);
        Depth(isSnapshot: true);
        while (_events.Count < count)
        {
            if (_random.Next(3) == 0)
                Trade();
            else
                Depth(isSnapshot: _random.Next(40) == 0);
        }

        return _events;
    }

    private EventTime Time => new(start + _events.Count);

    private SourcePosition Row => SourcePosition.Row(_events.Count + 2);

    private void Depth(bool isSnapshot)
    {
        _middle += _random.Next(-2, 3);
        var (bids, asks) = (Change(_bids, -1), Change(_asks, 1));
        if (isSnapshot)
            (bids, asks) = (Levels(_bids.Select(Pair)), Levels(_asks.Select(Pair)));
        _events.Add(new MarketEvent(
            new DepthEvent(
                isSnapshot ? EventKind.DepthSnapshot : EventKind.DepthUpdate, Time, Time, 0, 0, 0, bids, asks, null), Row));

        static (int, int) Pair(KeyValuePair<int, int> level) => (level.Key, level.Value);
    }

    private DepthLevel[] Change(SortedDictionary<int, int> levels, int direction)
    {
        var changes = new Dictionary<int, int>();
        foreach (var price in levels.Keys.Where(price => (price - _middle) * direction <= 0))
            changes[price] = 0;
        for (var i = _random.Next(5); i > 0; i--)
        {
            var price = _middle + direction * _random.Next(1, 8);
            changes[price] = levels.ContainsKey(price) && _random.Next(3) == 0 ? 0 : _random.Next(1, 12);
        }

        foreach (var (price, quantity) in changes)
        {
            if (quantity == 0)
                levels.Remove(price);
            else
                levels[price] = quantity;
        }

        return Levels(changes.Select(change => (change.Key, change.Value)));
    }

    // A trade at one of the best prices or a little beyond.
    private void Trade()
    {
        var isBuy = _random.Next(2) == 0;
        var price = _middle + (isBuy ? 1 : -1) * _random.Next(0, 5);
        _events.Add(new MarketEvent(
            new Trade(Time, Price(price), new Decimal64(_random.Next(1, 15), 0), isBuy ? Side.Buy : Side.Sell, _events.Count), Row));
    }

    private static DepthLevel[] Levels(IEnumerable<(int Price, int Quantity)> levels) =>
        [.. levels.Select(level => new DepthLevel(Price(level.Price), new Decimal64(level.Quantity, 0)))];

    // Half a unit to the tick, as the exchange would write it.
    private static Decimal64 Price(int ticks) => new(ticks * 50L, 2);
}
