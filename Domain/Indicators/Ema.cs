using System.Runtime.CompilerServices;
using TradeBooks.Domain.State;

namespace TradeBooks.Domain.Indicators;

/// <summary>
/// Exponential moving average, α = 2 / (n + 1), seeded with the simple mean of the first n values and ready with the
/// n-th (the convention of TA-Lib and LEAN). A NaN or an infinity that is fed in shows in <see cref="Value"/> until
/// <see cref="Reset"/>: the recursion never forgets it.
/// </summary>
public sealed class Ema : IPersistent
{
    private readonly int _period;
    private readonly double _alpha;
    private double _value;
    private int _count;

    /// <param name="period">n, 1 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="period"/> is below 1.</exception>
    public Ema(int period)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(period, 1);
        _period = period;
        _alpha = 2.0 / (period + 1);
    }

    /// <summary>True from the n-th value on.</summary>
    public bool IsReady => _count >= _period;

    /// <summary>The average; the mean of the values so far until it is ready, 0 before the first.</summary>
    public double Value => _count >= _period ? _value : _count == 0 ? 0 : _value / _count;

    /// <summary>Takes the next value, in the unit that <see cref="Value"/> then has.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Update(double value)
    {
        if (_count >= _period)
        {
            _value += _alpha * (value - _value);
            return;
        }

        // While seeding, _value is the plain sum.
        _value += value;
        if (++_count == _period)
            _value /= _period;
    }

    /// <summary>Forgets everything, as if new.</summary>
    public void Reset()
    {
        _value = 0;
        _count = 0;
    }

    public void Persist(StateArchive archive)
    {
        archive.Item("value", ref _value);
        archive.Item("count", ref _count);
    }
}
