using TradeBooks.Domain.Market;

namespace TradeBooks.Feeds.Kafka;

/// <summary>Fingerprints of a symbol's latest bars, to tell a repeated bar from a revised one. Bounded.</summary>
internal sealed class RecentBars
{
    /// <summary>Most bars that are remembered.</summary>
    public const int Capacity = 8192;

    private long[] _times = new long[16];
    private ulong[] _prints = new ulong[16];
    private int _next;
    private int _count;

    /// <param name="bar">After all bars before it.</param>
    public void Add(in Bar bar)
    {
        if (_count == _times.Length && _count < Capacity)
            Grow();
        _times[_next] = bar.Time.Microseconds;
        _prints[_next] = Fingerprint(bar);
        _next = (_next + 1) & (_times.Length - 1);
        _count = Math.Min(_count + 1, _times.Length);
    }

    /// <returns>Whether it is other than the bar of its time; false where that one is not remembered.</returns>
    public bool IsRevision(in Bar bar)
    {
        var (low, high) = (0, _count - 1);
        while (low <= high)
        {
            var middle = (low + high) / 2;
            var at = (_next - _count + middle) & (_times.Length - 1);
            if (_times[at] == bar.Time.Microseconds)
                return _prints[at] != Fingerprint(bar);
            if (_times[at] < bar.Time.Microseconds)
                low = middle + 1;
            else
                high = middle - 1;
        }

        return false;
    }

    // Full, so the oldest stands where the next one would go.
    private void Grow()
    {
        var times = new long[_times.Length * 2];
        var prints = new ulong[times.Length];
        for (var i = 0; i < _count; i++)
        {
            var at = (_next + i) & (_times.Length - 1);
            (times[i], prints[i]) = (_times[at], _prints[at]);
        }

        (_times, _prints, _next) = (times, prints, _count);
    }

    // By value: 257.7 and 257.70 are the same price.
    private static ulong Fingerprint(in Bar bar)
    {
        var print = Mix(0, bar.Open);
        print = Mix(print, bar.High);
        print = Mix(print, bar.Low);
        print = Mix(print, bar.Close);
        print = Mix(print, bar.PercentChange);
        return bar.HasVolume ? Mix(print, bar.Volume) : print;
    }

    private static ulong Mix(ulong print, Decimal64 number) =>
        (print ^ BitConverter.DoubleToUInt64Bits(number.ToDouble())) * 0x9E3779B97F4A7C15 + (print >> 29);
}
