using TradeBooks.Domain.Desk;
using TradeBooks.Domain.Engine;
using TradeBooks.Domain.Market;

namespace TradeBooks.Cli.Serving;

/// <summary>
/// A portfolio's money over time, in bounded memory: when it is full every second point goes, and from then on only
/// every second slot is added.
/// </summary>
internal sealed class EquityHistory
{
    private const int Most = 16_384;
    private readonly List<EquityPoint> _points = [];
    private long _every = 1;
    private long _next;

    /// <summary>The portfolio as it stands.</summary>
    public static EquityPoint Now(Backtest backtest)
    {
        var portfolio = backtest.Portfolio;
        return new EquityPoint(
            backtest.Time, portfolio.Cash, portfolio.Equity, portfolio.GrossRealizedPnl - portfolio.Fees, portfolio.UnrealizedPnl);
    }

    /// <summary>A slot has ended.</summary>
    public void OnSlot(Backtest backtest)
    {
        if (backtest.Slots < _next)
            return;
        _next = backtest.Slots + _every;
        if (_points is [.., var last] && last.Time >= backtest.Time)
            _points.RemoveAt(_points.Count - 1);
        _points.Add(Now(backtest));
        if (_points.Count < Most)
            return;
        var kept = 0;
        for (var i = 0; i < _points.Count; i += 2)
            _points[kept++] = _points[i];
        _points.RemoveRange(kept, _points.Count - kept);
        _every *= 2;
    }

    /// <summary>Points of a stretch of time, thinned evenly to so many, the last one kept.</summary>
    public IReadOnlyList<EquityPoint> Points(Backtest backtest, EventTime from, EventTime to, int most)
    {
        var points = _points.Where(point => point.Time >= from && point.Time <= to).ToList();
        if (backtest.Time.IsKnown && backtest.Time >= from && backtest.Time <= to)
        {
            if (points is [.., var last] && last.Time == backtest.Time)
                points.RemoveAt(points.Count - 1);
            points.Add(Now(backtest));
        }

        if (points.Count <= most)
            return points;
        var thinned = new EquityPoint[most];
        for (var i = 0; i < most; i++)
            thinned[i] = points[(int)((i + 1L) * points.Count / most) - 1];
        return thinned;
    }
}
