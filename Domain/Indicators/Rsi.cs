using TradeBooks.Domain.State;

namespace TradeBooks.Domain.Indicators;

/// <summary>
/// Relative strength index after J. Welles Wilder (New Concepts in Technical Trading Systems, 1978): average gain and
/// loss are the means of the first n changes, then (average₋₁ · (n − 1) + change) / n; the index is
/// 100 · gain / (gain + loss), and 100 where nothing was lost, a constant series included (as Stock.Indicators has it).
/// A NaN or an infinity that is fed in shows in <see cref="Value"/> until <see cref="Reset"/>.
/// </summary>
public sealed class Rsi : IPersistent
{
    /// <summary>Before the index is ready: neither strong nor weak.</summary>
    private const double Neutral = 50;

    private readonly int _period;
    private double _gain;
    private double _loss;
    private double _previous;
    private bool _hasPrevious;
    private int _count;

    /// <param name="period">n changes, 1 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="period"/> is below 1.</exception>
    public Rsi(int period)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(period, 1);
        _period = period;
    }

    /// <summary>True from the n-th change on, that is, with value n + 1.</summary>
    public bool IsReady => _count >= _period;

    /// <summary>The index, 0 to 100; 50 until it is ready.</summary>
    public double Value
    {
        get
        {
            if (_count < _period)
                return Neutral;
            return _loss == 0 && !double.IsNaN(_gain) ? 100 : 100 * (_gain / (_gain + _loss));
        }
    }

    /// <summary>Takes the next value.</summary>
    public void Update(double value)
    {
        var change = value - _previous;
        _previous = value;
        if (!_hasPrevious)
        {
            _hasPrevious = true;
            return;
        }

        // Math.Max keeps a NaN, where a comparison would lose it.
        var gain = Math.Max(change, 0);
        var loss = Math.Max(-change, 0);
        if (_count >= _period)
        {
            _gain = (_gain * (_period - 1) + gain) / _period;
            _loss = (_loss * (_period - 1) + loss) / _period;
            return;
        }

        // While seeding, these are plain sums.
        _gain += gain;
        _loss += loss;
        if (++_count == _period)
        {
            _gain /= _period;
            _loss /= _period;
        }
    }

    /// <summary>Forgets everything, as if new.</summary>
    public void Reset()
    {
        _gain = 0;
        _loss = 0;
        _previous = 0;
        _hasPrevious = false;
        _count = 0;
    }

    public void Persist(StateArchive archive)
    {
        archive.Item("gain", ref _gain);
        archive.Item("loss", ref _loss);
        archive.Item("previous", ref _previous);
        archive.Item("hasPrevious", ref _hasPrevious);
        archive.Item("count", ref _count);
    }
}
