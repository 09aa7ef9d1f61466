namespace TradeBooks.Domain.Market;

/// <summary>
/// Makes bars of one symbol from its trades. Bars begin at whole multiples of the interval since 1970, in UTC; an interval
/// without a trade has no bar. A bar is complete when a trade of a later interval comes, or when <see cref="Complete"/>
/// is asked for it; trades of an interval that was left are not put into it any more, but counted.
/// </summary>
public sealed class TradeBarBuilder
{
    private const int PercentDecimals = 4;

    private readonly long _interval;
    private EventTime _start = EventTime.MinValue;
    private Decimal64 _open, _high, _low, _close;
    private decimal _volume;
    private decimal? _lastClose;
    private bool _isOpen;
    private bool _isCut;

    /// <param name="interval">Length of a bar, whole microseconds, above 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is not above 0, or finer than a microsecond.</exception>
    public TradeBarBuilder(TimeSpan interval)
    {
        if (interval <= TimeSpan.Zero || interval.Ticks % TimeSpan.TicksPerMicrosecond != 0)
            throw new ArgumentOutOfRangeException(nameof(interval), interval, "a bar takes whole microseconds, at least one");
        _interval = interval.Ticks / TimeSpan.TicksPerMicrosecond;
    }

    /// <summary>Trades that came when the bar of their interval was complete.</summary>
    public long Late { get; private set; }

    /// <summary>Bars that were left out because a price, the volume or the change needs more than 18 digits.</summary>
    public long Unwritable { get; private set; }

    /// <summary>Trades in the bar that is not complete yet.</summary>
    public long Trades { get; private set; }

    /// <summary>Takes the next trade.</summary>
    /// <param name="trade">The trade.</param>
    /// <param name="bar">The bar before, where this trade completes it.</param>
    /// <returns>Whether there is such a bar.</returns>
    public bool Add(in Trade trade, out Bar bar)
    {
        var time = trade.Time.Microseconds;
        var rest = time % _interval;
        var start = new EventTime(time - (rest < 0 ? rest + _interval : rest));
        bar = default;
        if (start < _start)
        {
            Late++;
            return false;
        }

        var isComplete = start > _start && Complete(out bar);
        if (!_isOpen)
        {
            if (start == _start)
            {
                Late++;
                return isComplete;
            }

            (_open, _high, _low, _start, _isOpen) = (trade.Price, trade.Price, trade.Price, start, true);
        }

        if (trade.Price > _high)
            _high = trade.Price;
        if (trade.Price < _low)
            _low = trade.Price;
        _close = trade.Price;
        _isCut = false;
        _volume += trade.Quantity;
        Trades++;
        return isComplete;
    }

    /// <summary>Ends the bar that is being made, where its interval is over.</summary>
    /// <param name="time">A time up to which all trades have come.</param>
    /// <param name="bar">The bar.</param>
    /// <returns>False where there is none, or its interval goes on.</returns>
    public bool CompleteBefore(EventTime time, out Bar bar)
    {
        bar = default;
        return _isOpen && time.Microseconds - _start.Microseconds >= _interval && Complete(out bar);
    }

    /// <summary>Trades are missing from here on: the next bar's change is from no close that is known.</summary>
    public void Cut() => (_lastClose, _isCut) = (null, true);

    /// <summary>Ends the bar that is being made, as when there are no more trades.</summary>
    /// <returns>False where there is none.</returns>
    public bool Complete(out Bar bar)
    {
        bar = default;
        if (!_isOpen)
            return false;
        _isOpen = false;
        var close = _close.ToDecimal();
        var (last, volume) = (_lastClose, _volume);
        (_lastClose, _volume, Trades) = (_isCut ? null : close, 0, 0);
        try
        {
            var change = last is null ? 0 : Math.Round((close / last.Value - 1) * 100, PercentDecimals);
            bar = Bar.Create(_start, _open, _high, _low, close, change, volume);
            return true;
        }
        catch (OverflowException)
        {
            Unwritable++;
            return false;
        }
    }
}
