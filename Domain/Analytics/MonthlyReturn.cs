namespace TradeBooks.Domain.Analytics;

/// <summary>Return of one calendar month (UTC), a fraction of the equity at its start.</summary>
public readonly record struct MonthlyReturn(int Year, int Month, double Return);
