using TradeBooks.Domain.State;

namespace TradeBooks.Domain.Indicators;

/// <summary>
/// Mean and standard deviation of the last n values, ready with the n-th. Nothing is ever subtracted from the sum of
/// squares, so that the variance is never negative, is exactly 0 for equal values and doesn't drift. A NaN or an
/// infinity shows for as long as it is among the last n values.
/// </summary>
/// <remarks>
/// Blocks as in <see cref="RollingSum"/>; a part is (count, mean, sum of squared distances from the mean), grown by
/// Welford's recurrence, two parts are joined by the formula of Chan, Golub and LeVeque.
/// </remarks>
public sealed class RollingDeviation : IPersistent
{
    // Before _position: the current block's values (in _means). From it on: mean and squares of the previous block's
    // values from that slot to its end.
    private readonly double[] _means;
    private readonly double[] _squares;
    private int _position;
    private bool _isFull;
    private double _prefixMean;
    private double _prefixSquares;
    private double _mean;
    private double _sumOfSquares;

    /// <param name="period">n, 2 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="period"/> is below 2.</exception>
    public RollingDeviation(int period)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(period, 2);
        _means = new double[period];
        _squares = new double[period];
    }

    /// <summary>True from the n-th value on.</summary>
    public bool IsReady => _isFull;

    /// <summary>The population deviation, √(Σ(x − mean)² / n); of the values so far until ready, 0 before the first.</summary>
    public double Value => Math.Sqrt(_sumOfSquares / Math.Max(1, Count));

    /// <summary>The sample deviation, √(Σ(x − mean)² / (n − 1)); 0 for fewer than two values.</summary>
    public double Sample => Math.Sqrt(_sumOfSquares / Math.Max(1, Count - 1));

    /// <summary>The mean; of the values so far until ready, 0 before the first.</summary>
    public double Mean => _mean;

    private int Count => _isFull ? _means.Length : _position;

    /// <summary>Takes the next value, in the unit that the results then have.</summary>
    public void Update(double value)
    {
        _means[_position++] = value;
        Grow(ref _prefixMean, ref _prefixSquares, _position, value);
        if (_position < _means.Length)
        {
            if (_isFull)
                Join();
            else
                (_mean, _sumOfSquares) = (_prefixMean, _prefixSquares);
            return;
        }

        (_mean, _sumOfSquares) = (_prefixMean, _prefixSquares);
        TurnBlock();
    }

    /// <summary>Forgets everything, as if new.</summary>
    public void Reset()
    {
        Array.Clear(_means);
        Array.Clear(_squares);
        _position = 0;
        _isFull = false;
        (_prefixMean, _prefixSquares) = (0, 0);
        (_mean, _sumOfSquares) = (0, 0);
    }

    public void Persist(StateArchive archive)
    {
        archive.Item("means", _means);
        archive.Item("squares", _squares);
        archive.Item("position", ref _position);
        archive.Item("isFull", ref _isFull);
        archive.Item("prefixMean", ref _prefixMean);
        archive.Item("prefixSquares", ref _prefixSquares);
        archive.Item("mean", ref _mean);
        archive.Item("sumOfSquares", ref _sumOfSquares);
        SavedIndex.Check("position", _position, _means.Length - 1);
    }

    private static void Grow(ref double mean, ref double squares, int count, double value)
    {
        var distance = value - mean;
        mean += distance / count;

        // Both distances have the same sign, so that this is never negative.
        squares += distance * (value - mean);
    }

    private void Join()
    {
        double size = _means.Length;
        double newer = _position;
        var older = size - newer;
        var distance = _means[_position] - _prefixMean;
        _mean = _prefixMean + distance * (older / size);
        _sumOfSquares = _prefixSquares + _squares[_position] + distance * distance * (older * newer / size);
    }

    private void TurnBlock()
    {
        double mean = 0;
        double squares = 0;
        for (var i = _means.Length - 1; i >= 0; i--)
        {
            Grow(ref mean, ref squares, _means.Length - i, _means[i]);
            _means[i] = mean;
            _squares[i] = squares;
        }

        _position = 0;
        _isFull = true;
        (_prefixMean, _prefixSquares) = (0, 0);
    }
}
