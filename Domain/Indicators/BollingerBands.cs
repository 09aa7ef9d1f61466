using TradeBooks.Domain.State;

namespace TradeBooks.Domain.Indicators;

/// <summary>
/// Bollinger bands (John Bollinger): the mean of the last n values, and k population deviations above and below it.
/// A NaN or an infinity shows for as long as it is among the last n values.
/// </summary>
public sealed class BollingerBands : IPersistent
{
    private readonly RollingDeviation _deviation;
    private readonly double _factor;
    private double _last;

    /// <param name="period">n, 2 or more; 20 is usual.</param>
    /// <param name="factor">k, above 0 and finite; 2 is usual.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside these bounds.</exception>
    public BollingerBands(int period, double factor)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(period, 2);
        if (!(factor > 0) || double.IsInfinity(factor))
            throw new ArgumentOutOfRangeException(nameof(factor), factor, "must be above 0 and finite");
        _deviation = new RollingDeviation(period);
        _factor = factor;
    }

    /// <summary>True from the n-th value on. Until then the bands are those of the values so far.</summary>
    public bool IsReady => _deviation.IsReady;

    /// <summary>The middle band, same as <see cref="Middle"/>.</summary>
    public double Value => _deviation.Mean;

    /// <summary>Mean of the last n values.</summary>
    public double Middle => _deviation.Mean;

    /// <summary>Mean + k deviations.</summary>
    public double Upper => _deviation.Mean + _factor * _deviation.Value;

    /// <summary>Mean − k deviations.</summary>
    public double Lower => _deviation.Mean - _factor * _deviation.Value;

    /// <summary>
    /// Where the last value stands: 0 on the lower band, 1 on the upper, beyond both outside; 0.5 where the bands are
    /// one.
    /// </summary>
    public double PercentB
    {
        get
        {
            var half = _factor * _deviation.Value;
            return half == 0 ? 0.5 : (_last - (_deviation.Mean - half)) / (2 * half);
        }
    }

    /// <summary>(Upper − lower) / middle, a fraction of the price; 0 where the middle is 0.</summary>
    public double Width => _deviation.Mean == 0 ? 0 : 2 * _factor * _deviation.Value / _deviation.Mean;

    /// <summary>Takes the next value, in the unit that the bands then have.</summary>
    public void Update(double value)
    {
        _last = value;
        _deviation.Update(value);
    }

    /// <summary>Forgets everything, as if new.</summary>
    public void Reset()
    {
        _last = 0;
        _deviation.Reset();
    }

    public void Persist(StateArchive archive)
    {
        archive.Item("last", ref _last);
        archive.Item("deviation", _deviation);
    }
}
