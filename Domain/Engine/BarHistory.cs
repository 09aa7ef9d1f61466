using System.Buffers;
using TradeBooks.Domain.Market;

namespace TradeBooks.Domain.Engine;

/// <summary>
/// A symbol's latest bars with its strategies' figures after each, packed into some 30 bytes a bar. Grows with them until
/// it holds its capacity, so that a symbol that has seen little costs little; from then on memory is used again. In memory only: not part
/// of any saved state.
/// </summary>
public sealed class BarHistory
{
    // Small, so that little of the newest is unused; where one bar may need more, as large as that.
    private const int PackSize = 512;
    private const int SmallBar = 256;

    private readonly int _capacity;
    private readonly int _width;
    private readonly BarCoder _coder;
    private BarPack? _oldest;
    private BarPack? _newest;
    private BarPack? _spare;
    private int _packed;

    /// <param name="capacity">Most bars, 1 or more.</param>
    /// <param name="figures">Figures after each bar, 0 or more.</param>
    public BarHistory(int capacity, int figures)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1);
        (_capacity, _width, _coder) = (capacity, figures, new BarCoder(figures));
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
        var bars = new Bar[_packed];
        var values = new double[_packed * _width];
        var next = 0;
        for (var pack = _oldest; pack is not null; pack = pack.Next)
        {
            var coder = new BarCoder(_width);
            var at = 0;
            for (var i = 0; i < pack.Count; i++, next++)
                bars[next] = coder.Read(pack.Bytes, ref at, values.AsSpan(next * _width, _width));
        }

        var first = bars.Length - Math.Min(limit, Count);
        while (first < bars.Length && bars[first].Time <= after)
            first++;
        figures = new double[_width][];
        for (var figure = 0; figure < _width; figure++)
        {
            figures[figure] = new double[bars.Length - first];
            for (var i = first; i < bars.Length; i++)
                figures[figure][i - first] = values[i * _width + figure];
        }

        return bars[first..];
    }

    /// <summary>Adds a bar.</summary>
    /// <param name="bar">The bar.</param>
    /// <param name="figures">The figures after it; <see cref="double.NaN"/> where there is none.</param>
    public void Add(in Bar bar, ReadOnlySpan<double> figures)
    {
        var rented = _coder.MostBytes <= SmallBar ? null : ArrayPool<byte>.Shared.Rent(_coder.MostBytes);
        var bytes = rented ?? stackalloc byte[SmallBar];
        var length = _coder.Write(bar, figures, bytes);
        if (_newest is null || !_newest.TryAdd(bytes[..length]))
        {
            Begin();
            length = _coder.Write(bar, figures, bytes);
            _newest!.TryAdd(bytes[..length]);
        }

        if (rented is not null)
            ArrayPool<byte>.Shared.Return(rented);
        _packed++;
        Total++;
    }

    private void Begin()
    {
        // The oldest may go when the others hold enough without it.
        while (_oldest is { } oldest && _packed - oldest.Count >= _capacity)
        {
            _packed -= oldest.Count;
            _oldest = oldest.Next;
            oldest.Clear();
            (oldest.Next, _spare) = (_spare, oldest);
        }

        var pack = _spare ?? new BarPack(Math.Max(PackSize, _coder.MostBytes));
        (_spare, pack.Next) = (pack.Next, null);
        if (_oldest is null)
            _oldest = pack;
        else
            _newest!.Next = pack;
        _newest = pack;
        _coder.Reset();
    }
}
