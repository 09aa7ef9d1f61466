using TradeBooks.Domain.Market;
using TradeBooks.Domain.State;

namespace TradeBooks.Domain.Analytics;

/// <summary>
/// Returns of UTC days and months, from the equity at the last slot of each. A day without a slot is no observation;
/// neither is a month.
/// </summary>
internal sealed class DailyReturns(double initialEquity) : IPersistent
{
    // Room for ten years, so that a month's end seldom allocates.
    private readonly List<MonthlyReturn> _months = new(120);
    private ReturnMoments _moments;
    private double _previousClose = initialEquity;
    private double _monthBase = initialEquity;
    private int _year;
    private int _month;

    /// <summary>The first slot of a day has come.</summary>
    /// <param name="time">The slot's time.</param>
    /// <param name="lastEquity">Equity at the slot before; null when there was none.</param>
    public void StartDay(EventTime time, double? lastEquity)
    {
        if (lastEquity is { } close)
        {
            _moments = WithToday(close);
            _previousClose = close;
        }

        var date = time.ToUtc();
        if (date.Year == _year && date.Month == _month)
            return;
        if (lastEquity is { } monthClose)
        {
            if (MonthWith(monthClose) is { } month)
                _months.Add(month);
            _monthBase = monthClose;
        }

        _year = date.Year;
        _month = date.Month;
    }

    /// <summary>The moments of the days before and of today, if it ended with this equity.</summary>
    public ReturnMoments WithToday(double equity) =>
        // A return on nothing has no meaning: NaN stays in the sums, and the ratios are undefined from here on.
        _moments.Add(_previousClose > 0 ? equity / _previousClose - 1 : double.NaN);

    /// <summary>The months before and this one, if it ended with this equity.</summary>
    public List<MonthlyReturn> MonthsWith(double equity)
    {
        var months = new List<MonthlyReturn>(_months);
        if (MonthWith(equity) is { } month)
            months.Add(month);
        return months;
    }

    public void Persist(StateArchive archive)
    {
        _moments = _moments.Persist(archive);
        archive.Item("previousClose", ref _previousClose);
        archive.Item("monthBase", ref _monthBase);
        archive.Item("year", ref _year);
        archive.Item("month", ref _month);

        var count = _months.Count;
        archive.Item("monthCount", ref count);
        if (count < 0)
            throw new StateException($"saved state: 'monthCount' is {count}");
        var months = new long[count];
        var returns = new double[count];
        for (var i = 0; !archive.IsLoading && i < count; i++)
        {
            months[i] = _months[i].Year * 100 + _months[i].Month;
            returns[i] = _months[i].Return;
        }

        archive.Item("months", months);
        archive.Item("monthlyReturns", returns);
        if (!archive.IsLoading)
            return;
        _months.Clear();
        for (var i = 0; i < count; i++)
            _months.Add(new MonthlyReturn((int)(months[i] / 100), (int)(months[i] % 100), returns[i]));
    }

    private MonthlyReturn? MonthWith(double equity) =>
        _monthBase > 0 ? new MonthlyReturn(_year, _month, equity / _monthBase - 1) : null;
}
