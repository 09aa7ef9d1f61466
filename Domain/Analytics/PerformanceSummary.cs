using TradeBooks.Domain.Market;

namespace TradeBooks.Domain.Analytics;

/// <summary>
/// The figures of a run; every formula is in docs/figures.md. Ratios are fractions (0.01 is one percent). A figure
/// that is not defined for the run (a Sharpe ratio of one day, a profit factor without losses) is null.
/// </summary>
public sealed record PerformanceSummary
{
    /// <summary>Bars and other events that were processed.</summary>
    public required long Bars { get; init; }

    public required long Fills { get; init; }

    /// <summary>Event time of the first and the last event; null when there was none.</summary>
    public required EventTime? Start { get; init; }

    public required EventTime? End { get; init; }

    public required decimal InitialCash { get; init; }

    public required decimal FinalEquity { get; init; }

    public required decimal Cash { get; init; }

    /// <summary>Realized P&amp;L at average cost, less all fees.</summary>
    public required decimal RealizedPnl { get; init; }

    public required decimal UnrealizedPnl { get; init; }

    public required decimal Fees { get; init; }

    public required double TotalReturn { get; init; }

    public required double? Cagr { get; init; }

    public required double? Sharpe { get; init; }

    public required double? Sortino { get; init; }

    public required double MaxDrawdown { get; init; }

    public required double? Calmar { get; init; }

    public required double? WinRate { get; init; }

    public required double? ProfitFactor { get; init; }

    public required double? Expectancy { get; init; }

    public required double Exposure { get; init; }

    public required double Turnover { get; init; }

    /// <summary>Round trips (FIFO).</summary>
    public required long Trades { get; init; }

    /// <summary>Order requests that sizing or the risk policy refused.</summary>
    public required long RefusedOrders { get; init; }
}
