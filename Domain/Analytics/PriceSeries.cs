using System.Runtime.CompilerServices;
using TradeBooks.Domain.Market;
using TradeBooks.Domain.State;

namespace TradeBooks.Domain.Analytics;

/// <summary>The price chart of one symbol, downsampled while bars and prices pass.</summary>
internal sealed class PriceSeries(int capacity) : IPersistent
{
    private readonly PointSeries<PricePoint, PricePointFormat> _points = new(capacity);

    // The open stretch, and how many bars or prices it still takes; 0 when none is open.
    private long _remaining;
    private EventTime _time;
    private double _open;
    private double _high;
    private double _low;
    private double _close;

    /// <summary>Bars and prices that were seen.</summary>
    public long Items => _points.Items + (_remaining > 0 ? _points.Stretch - _remaining : 0);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void OnBar(in Bar bar)
    {
        if (_remaining == 0)
            Open(bar.Time, bar.Open.ToDouble());
        var high = bar.High.ToDouble();
        if (high > _high)
            _high = high;
        var low = bar.Low.ToDouble();
        if (low < _low)
            _low = low;
        _close = bar.Close.ToDouble();
        if (--_remaining == 0)
            _points.Add(Point());
    }

    public void OnPrice(EventTime time, double price)
    {
        if (_remaining == 0)
            Open(time, price);
        if (price > _high)
            _high = price;
        if (price < _low)
            _low = price;
        _close = price;
        if (--_remaining == 0)
            _points.Add(Point());
    }

    public PricePoint[] ToArray() => _points.ToArray(_remaining > 0 ? Point() : null);

    public void Persist(StateArchive archive)
    {
        archive.Item("remaining", ref _remaining);
        archive.Item("open", ref _open);
        archive.Item("high", ref _high);
        archive.Item("low", ref _low);
        archive.Item("close", ref _close);
        var time = _time.Microseconds;
        archive.Item("time", ref time);
        _time = new EventTime(time);
        archive.Item("points", _points);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Open(EventTime time, double open)
    {
        _points.MakeRoom();
        _remaining = _points.Stretch;
        _time = time;
        _open = open;
        _high = double.NegativeInfinity;
        _low = double.PositiveInfinity;
    }

    private PricePoint Point() => new(_time, _open, _high, _low, _close);
}
