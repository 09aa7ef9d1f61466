using TradeBooks.Domain.State;

namespace TradeBooks.Domain.Indicators;

/// <summary>
/// Moving average convergence/divergence (Gerald Appel): the line is fast EMA − slow EMA, the signal an EMA of the
/// line, which is fed from the first bar where both averages are ready, the histogram line − signal. Every EMA is
/// seeded with the simple mean of its own first values (as Stock.Indicators does; TA-Lib seeds the fast one later).
/// A NaN or an infinity that is fed in shows in every result until <see cref="Reset"/>.
/// </summary>
public sealed class Macd : IPersistent
{
    private readonly Ema _fast;
    private readonly Ema _slow;
    private readonly Ema _signal;

    /// <param name="fastPeriod">Length of the fast EMA, 1 or more; 12 is usual.</param>
    /// <param name="slowPeriod">Length of the slow EMA, above <paramref name="fastPeriod"/>; 26 is usual.</param>
    /// <param name="signalPeriod">Length of the signal's EMA, 1 or more; 9 is usual.</param>
    /// <exception cref="ArgumentOutOfRangeException">A length is outside these bounds.</exception>
    public Macd(int fastPeriod, int slowPeriod, int signalPeriod)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(fastPeriod, 1);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(slowPeriod, fastPeriod);
        ArgumentOutOfRangeException.ThrowIfLessThan(signalPeriod, 1);
        _fast = new Ema(fastPeriod);
        _slow = new Ema(slowPeriod);
        _signal = new Ema(signalPeriod);
    }

    /// <summary>True once line and signal are ready: with value slow + signal − 1.</summary>
    public bool IsReady => _signal.IsReady;

    /// <summary>True once the line is ready: with value slow.</summary>
    public bool IsLineReady => _slow.IsReady;

    /// <summary>The line, in the unit of the price; 0 until <see cref="IsLineReady"/>.</summary>
    public double Value => _slow.IsReady ? _fast.Value - _slow.Value : 0;

    /// <summary>The signal, in the unit of the price; 0 until <see cref="IsReady"/>.</summary>
    public double Signal => _signal.IsReady ? _signal.Value : 0;

    /// <summary>Line − signal, in the unit of the price; 0 until <see cref="IsReady"/>.</summary>
    public double Histogram => _signal.IsReady ? Value - _signal.Value : 0;

    /// <summary>The fast EMA; the mean of the values so far until it is ready.</summary>
    public double FastEma => _fast.Value;

    /// <summary>The slow EMA; the mean of the values so far until it is ready.</summary>
    public double SlowEma => _slow.Value;

    /// <summary>Takes the next value, in the unit that the results then have.</summary>
    public void Update(double value)
    {
        _fast.Update(value);
        _slow.Update(value);
        if (_slow.IsReady)
            _signal.Update(_fast.Value - _slow.Value);
    }

    /// <summary>Forgets everything, as if new.</summary>
    public void Reset()
    {
        _fast.Reset();
        _slow.Reset();
        _signal.Reset();
    }

    public void Persist(StateArchive archive)
    {
        archive.Item("fast", _fast);
        archive.Item("slow", _slow);
        archive.Item("signal", _signal);
    }
}
