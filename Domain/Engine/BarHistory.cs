using TradeBooks.Domain.Market;

namespace TradeBooks.Domain.Engine;

/// <summary>
/// A symbol's latest bars with its strategies' figures after each. Grows with them up to its capacity, so that an idle
/// symbol costs nothing; from then on a bar allocates nothing. In memory only: not part of any saved state.
/// </summary>
public sealed class BarHistory
{
    private const int FirstCapacity = 4;

    private readonly int _capacity;
    private readonly int _width;

    // Bar number n is at n % capacity, also while the arrays are shorter than that; its figures are beside it.
    private Bar[] _bars = [];
    private double[] _figures = [];

    internal BarHistory(int capacity, int figures)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1);
        (_capacity, _width) = (capacity, figures);
    }

    /// <summary>Bars that have come, those that were forgotten included.</summary>
    public long Total { get; private set; }

    /// <summary>Bars that are kept.</summary>
    public int Count => (int)Math.Min(Total, _capacity);

    /// <summary>The latest of the bars that are kept, oldest first.</summary>
    /// <param name="count">How many, 0 to <see cref="Count"/>.</param>
    public Bar[] Bars(int count)
    {
        var bars = new Bar[count];
        for (var i = 0; i < count; i++)
            bars[i] = _bars[Place(i - count)];
        return bars;
    }

    /// <summary>A figure after each of the latest bars; <see cref="double.NaN"/> where there was none yet.</summary>
    /// <param name="figure">Its place in <see cref="SymbolEngine.FigureNames"/>.</param>
    /// <param name="count">How many, 0 to <see cref="Count"/>.</param>
    public double[] Figures(int figure, int count)
    {
        var values = new double[count];
        for (var i = 0; i < count; i++)
            values[i] = _figures[Place(i - count) * _width + figure];
        return values;
    }

    /// <summary>How many of the latest bars that are kept are later than a time.</summary>
    public int CountAfter(EventTime time)
    {
        var count = 0;
        while (count < Count && _bars[Place(-count - 1)].Time > time)
            count++;
        return count;
    }

    /// <summary>Adds a bar.</summary>
    /// <returns>Where its figures go.</returns>
    internal Span<double> Add(in Bar bar)
    {
        var place = Place(0);
        if (place == _bars.Length)
        {
            var length = Math.Min(_capacity, Math.Max(FirstCapacity, _bars.Length * 2));
            Array.Resize(ref _bars, length);
            Array.Resize(ref _figures, length * _width);
        }

        Total++;
        _bars[place] = bar;
        return _figures.AsSpan(place * _width, _width);
    }

    // Counted from the bar that comes next: −1 is the last one.
    private int Place(int index) => (int)((Total + index) % _capacity);
}
