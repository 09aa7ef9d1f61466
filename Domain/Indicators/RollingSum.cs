using TradeBooks.Domain.State;

namespace TradeBooks.Domain.Indicators;

/// <summary>
/// Sum of the last n values without ever subtracting one, so that no rounding error accumulates and a huge value, a
/// NaN or an infinity leaves no trace once it has left the window.
/// </summary>
/// <remarks>
/// The stream is cut into blocks of n. The window is the end of the previous block, whose suffix sums were made when
/// it was complete, and the beginning of the current one, whose sum is running: two additions per value on average
/// (the two-stack queue of sliding-window aggregation).
/// </remarks>
public sealed class RollingSum : IPersistent
{
    // Before _position: the current block's values. From it on: suffix sums of the previous block.
    private readonly double[] _slots;
    private int _position;
    private bool _isFull;
    private double _prefix;
    private double _sum;

    /// <param name="length">n, 1 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="length"/> is below 1.</exception>
    public RollingSum(int length)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(length, 1);
        _slots = new double[length];
    }

    /// <summary>True once n values have come.</summary>
    public bool IsReady => _isFull;

    /// <summary>Number of values in the window, 0 to n.</summary>
    public int Count => _isFull ? _slots.Length : _position;

    /// <summary>Sum of the values in the window, 0 before the first.</summary>
    public double Value => _sum;

    /// <summary>Takes the next value; the oldest of n leaves.</summary>
    public void Update(double value)
    {
        var slots = _slots;
        slots[_position++] = value;
        _prefix += value;
        if (_position < slots.Length)
        {
            _sum = _isFull ? _prefix + slots[_position] : _prefix;
            return;
        }

        _sum = _prefix;
        for (var i = slots.Length - 2; i >= 0; i--)
            slots[i] += slots[i + 1];
        _position = 0;
        _prefix = 0;
        _isFull = true;
    }

    /// <summary>Forgets everything, as if new.</summary>
    public void Reset()
    {
        Array.Clear(_slots);
        _position = 0;
        _isFull = false;
        _prefix = 0;
        _sum = 0;
    }

    public void Persist(StateArchive archive)
    {
        archive.Item("slots", _slots);
        archive.Item("position", ref _position);
        archive.Item("isFull", ref _isFull);
        archive.Item("prefix", ref _prefix);
        archive.Item("sum", ref _sum);
        SavedIndex.Check("position", _position, _slots.Length - 1);
    }
}
