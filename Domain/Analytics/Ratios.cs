using TradeBooks.Domain.Market;

namespace TradeBooks.Domain.Analytics;

/// <summary>Figures that are one division away from what is measured. Never NaN, never infinite.</summary>
internal static class Ratios
{
    private const double DaysPerCalendarYear = 365;

    /// <summary>growth^(365 / days) − 1; null for less than a day, or when more than everything was lost.</summary>
    public static double? AnnualGrowth(double growth, EventTime? start, EventTime? end)
    {
        if (start is not { } from || end is not { } to || growth < 0)
            return null;
        var days = (to.Microseconds - from.Microseconds) / (double)EventTime.DayLength;
        return days < 1 ? null : Finite(Math.Pow(growth, DaysPerCalendarYear / days) - 1);
    }

    /// <summary>CAGR / maximum drawdown; null without a CAGR or a drawdown.</summary>
    public static double? Calmar(double? cagr, double maxDrawdown) =>
        cagr is { } growth && maxDrawdown > 0 ? Finite(growth / maxDrawdown) : null;

    /// <summary>Notional / mean equity; 0 while there is no mean equity above 0 to divide by.</summary>
    public static double Turnover(decimal notional, double? meanEquity) =>
        meanEquity is { } mean && mean > 0 ? Finite((double)notional / mean) ?? 0 : 0;

    private static double? Finite(double value) => double.IsFinite(value) ? value : null;
}
