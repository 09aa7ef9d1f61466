namespace TradeBooks.Domain.Market;

/// <summary>
/// One bar of one symbol: open, high, low and close over an interval that starts at <see cref="Time"/>.
/// Prices share one scale, so that comparing them is comparing integers.
/// </summary>
public readonly struct Bar
{
    // First, since every kind of event has its time in the same place (MarketEvent).
    private readonly EventTime _time;
    private readonly long _open;
    private readonly long _high;
    private readonly long _low;
    private readonly long _close;
    private readonly long _volume;
    private readonly long _percentChange;
    private readonly byte _scale;
    private readonly byte _volumeScale;
    private readonly byte _percentChangeScale;
    private readonly bool _hasVolume;

    /// <summary>A bar from mantissas that share <paramref name="priceScale"/>; checks nothing (feeds check rows).</summary>
    /// <param name="time">Start of the bar.</param>
    /// <param name="open">Mantissa of the first price.</param>
    /// <param name="high">Mantissa of the highest price.</param>
    /// <param name="low">Mantissa of the lowest price.</param>
    /// <param name="close">Mantissa of the last price.</param>
    /// <param name="priceScale">Decimals of the four prices, 0 to 28.</param>
    /// <param name="percentChange">Change of the close against the previous bar's close, in percent.</param>
    /// <param name="volume">Traded quantity, where the feed has one.</param>
    public Bar(
        EventTime time, long open, long high, long low, long close, byte priceScale,
        Decimal64 percentChange = default, Decimal64? volume = null)
    {
        _time = time;
        _open = open;
        _high = high;
        _low = low;
        _close = close;
        _scale = priceScale;
        _percentChange = percentChange.Mantissa;
        _percentChangeScale = percentChange.Scale;
        _hasVolume = volume.HasValue;
        _volume = volume.GetValueOrDefault().Mantissa;
        _volumeScale = volume.GetValueOrDefault().Scale;
    }

    /// <summary>A bar from decimals.</summary>
    /// <exception cref="ArgumentException">A price is not above 0, low or high does not bound the others.</exception>
    /// <exception cref="OverflowException">The prices need more than 18 digits at their common scale.</exception>
    public static Bar Create(
        EventTime time, decimal open, decimal high, decimal low, decimal close,
        decimal percentChange = 0, decimal? volume = null)
    {
        if (low <= 0)
            throw new ArgumentException($"low {low} is not above 0");
        if (low > open || low > close || low > high)
            throw new ArgumentException($"low {low} is above open {open}, close {close} or high {high}");
        if (high < open || high < close)
            throw new ArgumentException($"high {high} is below open {open} or close {close}");
        Span<Decimal64> prices =
        [
            Decimal64.FromDecimal(open), Decimal64.FromDecimal(high),
            Decimal64.FromDecimal(low), Decimal64.FromDecimal(close),
        ];
        byte scale = 0;
        foreach (var price in prices)
            scale = Math.Max(scale, price.Scale);
        Span<long> mantissas = stackalloc long[4];
        for (var i = 0; i < 4; i++)
        {
            if (!prices[i].TryRescale(scale, out mantissas[i]))
                throw new OverflowException($"{prices[i]} needs more than 18 digits with {scale} decimals");
        }

        return new Bar(
            time, mantissas[0], mantissas[1], mantissas[2], mantissas[3], scale,
            Decimal64.FromDecimal(percentChange), volume is { } v ? Decimal64.FromDecimal(v) : null);
    }

    /// <summary>Start of the bar.</summary>
    public EventTime Time => _time;

    public Decimal64 Open => new(_open, _scale);

    public Decimal64 High => new(_high, _scale);

    public Decimal64 Low => new(_low, _scale);

    public Decimal64 Close => new(_close, _scale);

    /// <summary>Decimals that the four prices share.</summary>
    public byte PriceScale => _scale;

    /// <summary>Change of the close against the previous bar's close, in percent, as the feed gave it.</summary>
    public Decimal64 PercentChange => new(_percentChange, _percentChangeScale);

    /// <summary>Whether the feed gave a volume.</summary>
    public bool HasVolume => _hasVolume;

    /// <summary>Traded quantity; 0 where the feed has none.</summary>
    public Decimal64 Volume => new(_volume, _volumeScale);

    public override string ToString() => $"{Time} O {Open} H {High} L {Low} C {Close}";
}
