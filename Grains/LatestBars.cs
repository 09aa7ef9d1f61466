using TradeBooks.Domain.Market;

namespace TradeBooks.Grains;

/// <summary>A symbol's latest bars in memory. Grows with them, so that an idle symbol costs nothing.</summary>
internal sealed class LatestBars
{
    /// <summary>Most bars that are kept.</summary>
    public const int Capacity = 120;

    private Bar[] _bars = [];
    private int _next;

    public void Add(in Bar bar)
    {
        if (_next == _bars.Length && _bars.Length < Capacity)
            Array.Resize(ref _bars, Math.Min(Capacity, Math.Max(4, _bars.Length * 2)));
        if (_next == Capacity)
        {
            // Half of them at once, so that a bar is moved once.
            Array.Copy(_bars, Capacity / 2, _bars, 0, Capacity / 2);
            _next = Capacity / 2;
        }

        _bars[_next++] = bar;
    }

    /// <summary>The bars, oldest first: at least half of the capacity once there were so many.</summary>
    public Bar[] ToArray() => _bars[.._next];
}
