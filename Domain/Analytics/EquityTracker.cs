using System.Runtime.CompilerServices;
using TradeBooks.Domain.Market;
using TradeBooks.Domain.State;

namespace TradeBooks.Domain.Analytics;

/// <summary>
/// Everything that comes from the equity at the end of each slot: curve, peak, drawdown, mean, exposure, daily and
/// monthly returns. Slots that repeat the one before (no position, no fill) only count up.
/// </summary>
internal sealed class EquityTracker : IPersistent
{
    /// <summary>No slot yet; below every time, so that the first slot starts a day.</summary>
    private const long NoDay = long.MinValue;

    private readonly PointSeries<EquityPoint, EquityPointFormat> _points;
    private readonly DailyReturns _days;

    // The last slot, and how many slots after it were like it and are not in the sums yet.
    private long _time;
    private long _repeats;
    private double _equity;
    private double _grossExposure;
    private double _exposure;
    private bool _anyPosition;

    private long _dayEnd = NoDay;
    private long _firstTime;
    private long _slotsWithPosition;
    private double _equitySum;
    private double _peak;
    private double _maxDrawdown;

    // The open stretch of the curve: how many slots it still takes (it closes when the next one has come), and what is
    // in it. The trough is its lowest equity since the peak, so that a drawdown is worked out once per peak and stretch
    // instead of once per slot.
    private long _remaining;
    private double _low;
    private double _high;
    private double _trough = double.PositiveInfinity;
    private double _stretchDrawdown;
    private double _exposureSum;

    public EquityTracker(double initialEquity, int capacity)
    {
        _points = new PointSeries<EquityPoint, EquityPointFormat>(capacity);
        _days = new DailyReturns(initialEquity);
        _peak = initialEquity;
    }

    /// <summary>Time of the first slot; null without any.</summary>
    public EventTime? Start => HasSlots ? new EventTime(_firstTime) : null;

    /// <summary>Time of the last slot; null without any.</summary>
    public EventTime? End => HasSlots ? new EventTime(_time) : null;

    /// <summary>Highest equity so far.</summary>
    public double Peak => _peak;

    /// <summary>Deepest drawdown: a fraction of the peak before it.</summary>
    public double MaxDrawdown => Math.Max(_maxDrawdown, OpenDrawdown);

    /// <summary>Mean of the slots' equity; null without any.</summary>
    public double? MeanEquity => HasSlots ? (_equitySum + _equity * _repeats) / Slots : null;

    /// <summary>Share of the slots at whose end a position was open; 0 without any.</summary>
    public double PositionShare =>
        HasSlots ? (double)(_slotsWithPosition + (_anyPosition ? _repeats : 0)) / Slots : 0;

    private bool HasSlots => _dayEnd != NoDay;

    private long Slots => _points.Items + OpenSlots;

    private long OpenSlots => _points.Stretch - _remaining + _repeats;

    private double OpenDrawdown => _trough < _peak
        ? Math.Max(_stretchDrawdown, (_peak - _trough) / _peak)
        : _stretchDrawdown;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void OnSlot(EventTime time, double equity, double grossExposure, bool anyPosition)
    {
        if (equity == _equity && grossExposure == _grossExposure && anyPosition == _anyPosition
            && _repeats < _remaining && time.Microseconds < _dayEnd)
        {
            _time = time.Microseconds;
            _repeats++;
            return;
        }

        Change(time, equity, grossExposure, anyPosition);
    }

    /// <summary>Moments of the daily returns, today's included as if it ended now.</summary>
    public ReturnMoments DailyMoments() => HasSlots ? _days.WithToday(_equity) : default;

    /// <summary>Monthly returns, this month's included as if it ended now.</summary>
    public IReadOnlyList<MonthlyReturn> MonthlyReturns() => HasSlots ? _days.MonthsWith(_equity) : [];

    public EquityPoint[] Curve() => _points.ToArray(HasSlots ? OpenPoint() : null);

    public void Persist(StateArchive archive)
    {
        archive.Item("time", ref _time);
        archive.Item("repeats", ref _repeats);
        archive.Item("equity", ref _equity);
        archive.Item("grossExposure", ref _grossExposure);
        archive.Item("exposure", ref _exposure);
        archive.Item("anyPosition", ref _anyPosition);
        archive.Item("dayEnd", ref _dayEnd);
        archive.Item("firstTime", ref _firstTime);
        archive.Item("slotsWithPosition", ref _slotsWithPosition);
        archive.Item("equitySum", ref _equitySum);
        archive.Item("peak", ref _peak);
        archive.Item("maxDrawdown", ref _maxDrawdown);
        archive.Item("remaining", ref _remaining);
        archive.Item("low", ref _low);
        archive.Item("high", ref _high);
        archive.Item("trough", ref _trough);
        archive.Item("stretchDrawdown", ref _stretchDrawdown);
        archive.Item("exposureSum", ref _exposureSum);
        archive.Item("days", _days);
        archive.Item("curve", _points);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Change(EventTime time, double equity, double grossExposure, bool anyPosition)
    {
        if (_repeats > 0)
            AddRepeats();
        if (_remaining == 0)
            NextStretch();
        if (time.Microseconds >= _dayEnd)
            StartDay(time);

        _remaining--;
        _time = time.Microseconds;
        _equity = equity;
        _equitySum += equity;
        _grossExposure = grossExposure;
        _exposure = equity > 0 ? grossExposure / equity : 0;
        _exposureSum += _exposure;
        _anyPosition = anyPosition;
        if (anyPosition)
            _slotsWithPosition++;
        if (equity < _low)
            _low = equity;
        if (equity > _high)
            _high = equity;
        if (equity > _peak)
        {
            _stretchDrawdown = OpenDrawdown;
            _peak = equity;
            _trough = equity;
        }
        else if (equity < _trough)
        {
            _trough = equity;
        }
    }

    private void AddRepeats()
    {
        _equitySum += _equity * _repeats;
        _exposureSum += _exposure * _repeats;
        if (_anyPosition)
            _slotsWithPosition += _repeats;
        _remaining -= _repeats;
        _repeats = 0;
    }

    private void StartDay(EventTime time)
    {
        if (!HasSlots)
        {
            _firstTime = time.Microseconds;
            _days.StartDay(time, lastEquity: null);
        }
        else
        {
            _days.StartDay(time, _equity);
        }

        _dayEnd = (time.Day + 1L) * EventTime.DayLength;
    }

    private void NextStretch()
    {
        if (HasSlots)
        {
            _points.Add(OpenPoint());
            _maxDrawdown = MaxDrawdown;
        }

        _points.MakeRoom();
        _remaining = _points.Stretch;
        _low = double.PositiveInfinity;
        _high = double.NegativeInfinity;
        _trough = double.PositiveInfinity;
        _stretchDrawdown = 0;
        _exposureSum = 0;
    }

    private EquityPoint OpenPoint() => new(
        new EventTime(_time), _equity, _low, _high, OpenDrawdown, (_exposureSum + _exposure * _repeats) / OpenSlots);
}
