using TradeBooks.Domain.Market;

namespace TradeBooks.Feeds.Kafka;

/// <summary>
/// Fingerprints of a symbol's latest bars, to tell a repeated bar from a revised one: of 32 bits, so that one revision in
/// 4,000,000,000 passes for a repetition. Bounded.
/// </summary>
internal sealed class RecentBars
{
    /// <summary>Most bars that are remembered.</summary>
    public const int Capacity = 8192;

    private const int FirstCapacity = 16;

    // The bar of number n stands at n modulo the length, and of runs too the first of them.
    private uint[] _prints = new uint[FirstCapacity];
    private Run[] _runs = new Run[1];
    private long _next;
    private long _firstRun;
    private long _nextRun;
    private int _count;

    /// <param name="bar">After all bars that were applied; one of its time or later was not, and is forgotten.</param>
    public void Add(in Bar bar)
    {
        var time = bar.Time.Microseconds;
        while (_count > 0 && RunAt(_nextRun - 1).Last >= time)
            DropNewest();
        if (_count == Capacity)
            DropOldest();
        else if (_count == _prints.Length)
            Grow();
        _prints[_next & (_prints.Length - 1)] = Fingerprint(bar);
        AddTime(time);
        _next++;
        _count++;
    }

    /// <returns>Whether it is other than the bar of its time; false where that one is not remembered.</returns>
    public bool IsRevision(in Bar bar)
    {
        var time = bar.Time.Microseconds;
        var (low, high) = (_firstRun, _nextRun - 1);
        while (low <= high)
        {
            var middle = (low + high) / 2;
            ref readonly var run = ref RunAt(middle);
            if (time > run.Last)
                low = middle + 1;
            else if (time < run.Start)
                high = middle - 1;
            else
                return run.TryFind(time, out var number) && _prints[number & (_prints.Length - 1)] != Fingerprint(bar);
        }

        return false;
    }

    private ref Run RunAt(long number) => ref _runs[number & (_runs.Length - 1)];

    private void AddTime(long time)
    {
        if (_firstRun < _nextRun && RunAt(_nextRun - 1).TryAdd(time))
            return;
        if (_nextRun - _firstRun == _runs.Length)
            GrowRuns();
        RunAt(_nextRun++) = new Run(time, _next);
    }

    private void DropNewest()
    {
        _next--;
        _count--;
        if (--RunAt(_nextRun - 1).Count == 0)
            _nextRun--;
    }

    private void DropOldest()
    {
        _count--;
        if (!RunAt(_firstRun).TryDropFirst())
            _firstRun++;
    }

    private void Grow()
    {
        var prints = new uint[_prints.Length * 2];
        for (var number = _next - _count; number < _next; number++)
            prints[number & (prints.Length - 1)] = _prints[number & (_prints.Length - 1)];
        _prints = prints;
    }

    private void GrowRuns()
    {
        var runs = new Run[_runs.Length * 2];
        for (var number = _firstRun; number < _nextRun; number++)
            runs[number & (runs.Length - 1)] = RunAt(number);
        _runs = runs;
    }

    // By value: 257.7 and 257.70 are the same price.
    private static uint Fingerprint(in Bar bar)
    {
        var print = Mix(0, bar.Open);
        print = Mix(print, bar.High);
        print = Mix(print, bar.Low);
        print = Mix(print, bar.Close);
        print = Mix(print, bar.PercentChange);
        if (bar.HasVolume)
            print = Mix(print, bar.Volume);
        // All bits have a say in the half that is kept.
        return (uint)(((print ^ (print >> 32)) * 0xD6E8FEB86659FD93) >> 32);
    }

    private static ulong Mix(ulong print, Decimal64 number) =>
        (print ^ BitConverter.DoubleToUInt64Bits(number.ToDouble())) * 0x9E3779B97F4A7C15 + (print >> 29);

    /// <summary>Bars at equal distances, which most are: their times in one place.</summary>
    private struct Run(long start, long first)
    {
        private long _step = 1;
        private long _first = first;

        public int Count = 1;

        public long Start { get; private set; } = start;

        public readonly long Last => Start + _step * (Count - 1);

        /// <summary>Adds a later time, where it is as far from the last one as those are.</summary>
        public bool TryAdd(long time)
        {
            if (Count == 1)
                _step = time - Start;
            else if (time - Last != _step)
                return false;
            Count++;
            return true;
        }

        /// <summary>Drops the earliest time, unless it is the only one.</summary>
        public bool TryDropFirst()
        {
            if (Count == 1)
                return false;
            (Start, _first, Count) = (Start + _step, _first + 1, Count - 1);
            return true;
        }

        /// <summary>The number of the bar of this time, which is not before the first nor after the last.</summary>
        public readonly bool TryFind(long time, out long number)
        {
            var (steps, rest) = Math.DivRem(time - Start, _step);
            number = _first + steps;
            return rest == 0;
        }
    }
}
