using TradeBooks.Domain.Desk;
using TradeBooks.Domain.Engine;
using TradeBooks.Domain.Portfolios;

namespace TradeBooks.Storage.Portfolios;

/// <summary>What every store makes of a commit's rows and of questions about them.</summary>
internal static class LedgerRows
{
    public static TradeView Trade(long number, in FillRecord record)
    {
        var fill = record.Fill;
        return new TradeView(
            number, fill.OrderId.ToString(), fill.Number, fill.OrderId.Strategy, fill.OrderId.Symbol, fill.Time, fill.Role,
            fill.Side, fill.Quantity, fill.Price, fill.Fee, record.Notional, record.Cash, record.Equity);
    }

    public static OrderView Order(long number, in DecidedRequest decided)
    {
        var request = decided.Request;
        var signal = request.Signal;
        return new OrderView(
            number, request.Id.ToString(), request.Id.Strategy, request.Id.Symbol, request.Time, request.Id.Role, signal.Side,
            signal.Type, signal.TimeInForce, decided.Decision.Order.Quantity, signal.LimitPrice, signal.StopPrice,
            decided.Decision.Refusal);
    }

    /// <summary>The points without those that a later one of the same time replaces.</summary>
    public static List<EquityPoint> LastOfEachTime(IReadOnlyList<EquityPoint> points)
    {
        var last = new List<EquityPoint>(points.Count);
        foreach (var point in points)
        {
            if (last.Count > 0 && last[^1].Time == point.Time)
                last[^1] = point;
            else
                last.Add(point);
        }

        return last;
    }

    /// <exception cref="ArgumentException">It can't be a commit.</exception>
    public static void Check(PortfolioCommit commit)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(commit.Version, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(commit.FirstFill, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(commit.FirstDecision, 1);
        for (var i = 1; i < commit.Equity.Count; i++)
        {
            if (commit.Equity[i].Time < commit.Equity[i - 1].Time)
                throw new ArgumentException("the points of the equity curve are not in the order of time", nameof(commit));
        }
    }

    /// <exception cref="ArgumentOutOfRangeException">The page can have no entries.</exception>
    public static void Check(DeskPageRequest page) => ArgumentOutOfRangeException.ThrowIfLessThan(page.Limit, 1);

    /// <summary>The page of entries of which one more than its limit were looked for.</summary>
    public static DeskPage<T> Page<T>(List<T> found, int limit, Func<T, long> number)
    {
        if (found.Count <= limit)
            return new DeskPage<T>(found, null);
        found.RemoveAt(limit);
        return new DeskPage<T>(found, number(found[^1]));
    }
}
