using TradeBooks.Domain.Market;

namespace TradeBooks.Domain.Engine;

/// <summary>
/// A symbol's latest bars with its strategies' figures after each, packed into some 40 bytes a bar. Grows with them until
/// it holds its capacity, so that a symbol that has seen little costs little; from then on memory is used again. In memory only: not part
/// of any saved state.
/// </summary>
public sealed class BarHistory
{
    private readonly int _capacity;
    private readonly int _width;
    private readonly Queue<BarPack> _full = new();
    private readonly Stack<BarPack> _spare = new();
    private BarPack? _newest;
    private int _inFull;

    /// <param name="capacity">Most bars, 1 or more.</param>
    /// <param name="figures">Figures after each bar, 0 or more.</param>
    public BarHistory(int capacity, int figures)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1);
        (_capacity, _width) = (capacity, figures);
    }

    /// <summary>Bars that have come, those that were forgotten included.</summary>
    public long Total { get; private set; }

    /// <summary>Bars that are kept.</summary>
    public int Count => (int)Math.Min(Total, _capacity);

    /// <summary>Reads the latest of the bars that are kept, oldest first.</summary>
    /// <param name="after">Only bars later than this.</param>
    /// <param name="limit">Most bars, 0 or more.</param>
    /// <param name="figures">
    /// For each figure of <see cref="SymbolEngine.FigureNames"/> its value after each of the bars;
    /// <see cref="double.NaN"/> where there was none yet.
    /// </param>
    public Bar[] Read(EventTime after, int limit, out double[][] figures)
    {
        BarPack[] packs = _newest is null ? [] : [.. _full, _newest];
        var all = packs.Sum(pack => pack.Count);
        var bars = new Bar[all];
        var values = new double[all * _width];
        var at = 0;
        foreach (var pack in packs)
        {
            pack.Read(bars.AsSpan(at, pack.Count), values.AsSpan(at * _width));
            at += pack.Count;
        }

        var first = all - Math.Min(limit, Count);
        while (first < all && bars[first].Time <= after)
            first++;
        figures = new double[_width][];
        for (var figure = 0; figure < _width; figure++)
        {
            figures[figure] = new double[all - first];
            for (var i = first; i < all; i++)
                figures[figure][i - first] = values[i * _width + figure];
        }

        return bars[first..];
    }

    /// <summary>Adds a bar.</summary>
    /// <param name="bar">The bar.</param>
    /// <param name="figures">The figures after it; <see cref="double.NaN"/> where there is none.</param>
    public void Add(in Bar bar, ReadOnlySpan<double> figures)
    {
        _newest ??= new BarPack(_width);
        if (_newest.IsFull)
        {
            _full.Enqueue(_newest);
            _inFull += _newest.Count;
            // The oldest may go when the others hold enough without it.
            while (_inFull - _full.Peek().Count >= _capacity)
            {
                var oldest = _full.Dequeue();
                _inFull -= oldest.Count;
                oldest.Clear();
                _spare.Push(oldest);
            }

            _newest = _spare.TryPop(out var spare) ? spare : new BarPack(_width);
        }

        _newest.Add(bar, figures);
        Total++;
    }
}
