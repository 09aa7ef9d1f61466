using TradeBooks.Domain.Market;
using TradeBooks.Domain.State;

namespace TradeBooks.Domain.Analytics;

/// <summary>The latest round trips; older ones are forgotten and only counted.</summary>
/// <param name="capacity">Most round trips, 1 or more; memory grows up to it by doubling.</param>
internal sealed class RoundTripRing(int capacity) : IPersistent
{
    private const int FirstCapacity = 32;
    private const int DecimalsPerTrip = 5;
    private const int NumbersPerTrip = 3;

    // Trip number n is at n % capacity, also while the array is shorter than that.
    private ClosedTrip[] _trips = new ClosedTrip[Math.Min(FirstCapacity, capacity)];
    private long _total;

    /// <summary>Round trips that are kept.</summary>
    public int Count => (int)Math.Min(_total, capacity);

    /// <summary>Round trips that were forgotten.</summary>
    public long LeftOut => _total - Count;

    /// <summary>A kept round trip, 0 for the oldest.</summary>
    public ref readonly ClosedTrip this[int index] => ref _trips[(LeftOut + index) % capacity];

    public void Add(in ClosedTrip trip)
    {
        if (_total == _trips.Length && _total < capacity)
            Array.Resize(ref _trips, Math.Min(capacity, 2 * _trips.Length));
        _trips[_total++ % capacity] = trip;
    }

    public void Persist(StateArchive archive)
    {
        var savedCapacity = capacity;
        archive.Item("capacity", ref savedCapacity);
        if (savedCapacity != capacity)
            throw new StateException($"saved state: 'capacity' of the round trips is {savedCapacity}, not {capacity}");
        archive.Item("total", ref _total);
        if (_total < 0)
            throw new StateException($"saved state: 'total' of the round trips is {_total}");
        if (archive.IsLoading && _trips.Length < Count)
            _trips = new ClosedTrip[capacity];

        var entryTimes = new long[Count];
        var exitTimes = new long[Count];
        var owners = new long[Count * NumbersPerTrip];
        var amounts = new decimal[Count * DecimalsPerTrip];
        if (!archive.IsLoading)
        {
            for (var i = 0; i < Count; i++)
            {
                ref readonly var trip = ref this[i];
                entryTimes[i] = trip.EntryTime.Microseconds;
                exitTimes[i] = trip.ExitTime.Microseconds;
                ReadOnlySpan<long> owner = [trip.StrategyIndex, trip.SymbolIndex, (long)trip.EntrySide];
                owner.CopyTo(owners.AsSpan(i * NumbersPerTrip));
                ReadOnlySpan<decimal> amount = [trip.Quantity, trip.EntryPrice, trip.ExitPrice, trip.Fees, trip.Pnl];
                amount.CopyTo(amounts.AsSpan(i * DecimalsPerTrip));
            }

            TimeDifferences.Encode(entryTimes);
            TimeDifferences.Encode(exitTimes);
        }

        archive.Item("entryTimes", entryTimes);
        archive.Item("exitTimes", exitTimes);
        archive.Item("owners", owners);
        archive.Item("amounts", amounts);
        if (!archive.IsLoading)
            return;
        TimeDifferences.Decode(entryTimes);
        TimeDifferences.Decode(exitTimes);
        for (var i = 0; i < Count; i++)
        {
            var owner = owners.AsSpan(i * NumbersPerTrip, NumbersPerTrip);
            var amount = amounts.AsSpan(i * DecimalsPerTrip, DecimalsPerTrip);
            _trips[(LeftOut + i) % capacity] = new ClosedTrip(
                (int)owner[0], (int)owner[1], (Side)owner[2], amount[0], new EventTime(entryTimes[i]), amount[1],
                new EventTime(exitTimes[i]), amount[2], amount[3], amount[4]);
        }
    }
}
