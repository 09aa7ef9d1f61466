using TradeBooks.Domain.State;

namespace TradeBooks.Domain.Indicators;

/// <summary>
/// Simple moving average: the mean of the last n values, ready with the n-th. Exact to a few units in the last place
/// after any number of updates (<see cref="RollingSum"/>). A NaN or an infinity shows in <see cref="Value"/> for as
/// long as it is among the last n values.
/// </summary>
public sealed class Sma : IPersistent
{
    private readonly RollingSum _sum;

    /// <param name="period">n, 1 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="period"/> is below 1.</exception>
    public Sma(int period)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(period, 1);
        _sum = new RollingSum(period);
    }

    /// <summary>True from the n-th value on.</summary>
    public bool IsReady => _sum.IsReady;

    /// <summary>The mean; of the values so far until it is ready, 0 before the first.</summary>
    public double Value => _sum.Count == 0 ? 0 : _sum.Value / _sum.Count;

    /// <summary>Takes the next value, in the unit that <see cref="Value"/> then has.</summary>
    public void Update(double value) => _sum.Update(value);

    /// <summary>Forgets everything, as if new.</summary>
    public void Reset() => _sum.Reset();

    public void Persist(StateArchive archive) => archive.Item("sum", _sum);
}
