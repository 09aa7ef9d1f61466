using TradeBooks.Domain.Market;
using TradeBooks.Domain.State;

namespace TradeBooks.Domain.Analytics;

/// <summary>Lots in the order they were opened. Bounded: when it is full, a new lot joins the newest one.</summary>
/// <param name="capacity">Most lots, 1 or more; memory grows up to it by doubling.</param>
internal sealed class LotQueue(int capacity) : IPersistent
{
    private const int FirstCapacity = 4;
    private const int DecimalsPerLot = 4;

    // Decimals that a merged lot's average price has beyond the price of its last fill.
    private const int ExtraDecimals = 4;
    private const int MostDecimals = 28;

    private Lot[] _lots = new Lot[Math.Min(FirstCapacity, capacity)];
    private int _head;
    private int _count;

    public int Count => _count;

    /// <summary>The lot that is closed first; there must be one.</summary>
    public ref Lot Oldest => ref _lots[_head];

    /// <summary>A lot, 0 for the oldest.</summary>
    public ref readonly Lot this[int index] => ref _lots[(_head + index) % _lots.Length];

    public void Add(EventTime time, decimal quantity, decimal price, decimal fee)
    {
        if (_count == capacity)
        {
            Merge(ref _lots[(_head + _count - 1) % _lots.Length], quantity, price, fee);
            return;
        }

        if (_count == _lots.Length)
            Grow(Math.Min(capacity, 2 * _count));
        _lots[(_head + _count++) % _lots.Length] = new Lot(time, quantity, price, 0, fee);
    }

    /// <summary>Forgets the oldest lot.</summary>
    public void RemoveOldest()
    {
        _head = (_head + 1) % _lots.Length;
        _count--;
    }

    public void Persist(StateArchive archive)
    {
        archive.Item("count", ref _count);
        if (_count < 0 || _count > capacity)
            throw new StateException($"saved state: 'count' of open lots is {_count}, the most is {capacity}");
        var times = new long[_count];
        var amounts = new decimal[_count * DecimalsPerLot];
        if (!archive.IsLoading)
        {
            for (var i = 0; i < _count; i++)
            {
                ref readonly var lot = ref this[i];
                times[i] = lot.Time.Microseconds;
                ReadOnlySpan<decimal> amount = [lot.Quantity, lot.Price, lot.Residue, lot.Fee];
                amount.CopyTo(amounts.AsSpan(i * DecimalsPerLot));
            }

            TimeDifferences.Encode(times);
        }

        archive.Item("times", times);
        archive.Item("amounts", amounts);
        if (!archive.IsLoading)
            return;
        TimeDifferences.Decode(times);
        _head = 0;
        if (_lots.Length < _count)
            _lots = new Lot[_count];
        for (var i = 0; i < _count; i++)
        {
            var amount = amounts.AsSpan(i * DecimalsPerLot, DecimalsPerLot);
            _lots[i] = new Lot(new EventTime(times[i]), amount[0], amount[1], amount[2], amount[3]);
        }
    }

    private static void Merge(ref Lot lot, decimal quantity, decimal price, decimal fee)
    {
        var cost = lot.Price * lot.Quantity + lot.Residue + price * quantity;
        lot.Quantity += quantity;
        lot.Price = Math.Round(cost / lot.Quantity, Math.Min(MostDecimals, price.Scale + ExtraDecimals));
        lot.Residue = cost - lot.Price * lot.Quantity;
        lot.Fee += fee;
    }

    private void Grow(int length)
    {
        var lots = new Lot[length];
        for (var i = 0; i < _count; i++)
            lots[i] = this[i];
        _lots = lots;
        _head = 0;
    }
}
