using TradeBooks.Domain.Market;

namespace TradeBooks.Grains;

/// <summary>
/// A symbol's latest bars in memory, each in some 15 bytes instead of 64, since there may be thousands of symbols. Grows
/// with the bars, so that an idle symbol costs nothing.
/// </summary>
internal sealed class LatestBars
{
    /// <summary>Bars that are kept at least, once there were so many.</summary>
    public const int Capacity = 120;

    private BarPack? _full;
    private BarPack? _growing;

    public void Add(in Bar bar)
    {
        if (_growing?.Count == Capacity)
            (_full, _growing) = (_growing, null);
        _growing ??= new BarPack();
        _growing.Add(bar);
        if (_growing.Count == Capacity)
            _growing.Trim();
    }

    /// <summary>The bars, oldest first: at most <see cref="Capacity"/>.</summary>
    public Bar[] ToArray()
    {
        if (_growing is not { } growing)
            return [];
        var newest = growing.ToArray();
        return _full is null || newest.Length == Capacity ? newest : [.. _full.ToArray().AsSpan(newest.Length), .. newest];
    }
}
