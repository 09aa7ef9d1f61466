using System.Runtime.CompilerServices;
using TradeBooks.Domain.Market;
using TradeBooks.Domain.State;

namespace TradeBooks.Domain.Analytics;

/// <summary>The price chart of one symbol, downsampled while the bars pass.</summary>
internal sealed class PriceSeries(int capacity) : IPersistent
{
    /// <summary>No stretch is open; no bar has this scale, so one comparison sends the next bar to open one.</summary>
    private const int NoScale = -1;

    private readonly PointSeries<PricePoint, PricePointFormat> _points = new(capacity);

    // The open stretch. Bars are compared as integers while their scale stays; what came before a change of scale is
    // folded into two doubles.
    private long _remaining;
    private int _scale = NoScale;
    private long _high;
    private long _low;
    private long _close;
    private double _foldedHigh;
    private double _foldedLow;
    private double _open;
    private EventTime _time;

    public long Bars => _points.Items + (_remaining > 0 ? _points.Stretch - _remaining : 0);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void OnBar(in Bar bar)
    {
        if (bar.PriceScale != _scale)
            Rescale(in bar);
        var high = bar.High.Mantissa;
        if (high > _high)
            _high = high;
        var low = bar.Low.Mantissa;
        if (low < _low)
            _low = low;
        _close = bar.Close.Mantissa;
        if (--_remaining == 0)
            Close();
    }

    public PricePoint[] ToArray() => _points.ToArray(_remaining > 0 ? Point() : null);

    public void Persist(StateArchive archive)
    {
        archive.Item("remaining", ref _remaining);
        archive.Item("scale", ref _scale);
        archive.Item("high", ref _high);
        archive.Item("low", ref _low);
        archive.Item("close", ref _close);
        archive.Item("foldedHigh", ref _foldedHigh);
        archive.Item("foldedLow", ref _foldedLow);
        archive.Item("open", ref _open);
        var time = _time.Microseconds;
        archive.Item("time", ref time);
        _time = new EventTime(time);
        archive.Item("points", _points);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Rescale(in Bar bar)
    {
        if (_remaining == 0)
        {
            _points.MakeRoom();
            _remaining = _points.Stretch;
            _time = bar.Time;
            _open = bar.Open.ToDouble();
            _foldedHigh = double.NegativeInfinity;
            _foldedLow = double.PositiveInfinity;
        }
        else
        {
            (_foldedHigh, _foldedLow) = Extremes();
        }

        _scale = bar.PriceScale;
        _high = bar.High.Mantissa;
        _low = bar.Low.Mantissa;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Close()
    {
        _points.Add(Point());
        _scale = NoScale;
    }

    private PricePoint Point()
    {
        var (high, low) = Extremes();
        return new PricePoint(_time, _open, high, low, ToDouble(_close));
    }

    private (double High, double Low) Extremes() =>
        (Math.Max(_foldedHigh, ToDouble(_high)), Math.Min(_foldedLow, ToDouble(_low)));

    private double ToDouble(long mantissa) => new Decimal64(mantissa, (byte)_scale).ToDouble();
}
