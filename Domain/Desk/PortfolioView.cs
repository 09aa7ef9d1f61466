using TradeBooks.Domain.Market;

namespace TradeBooks.Domain.Desk;

/// <summary>A portfolio as it stands after the last slot that is durable. Money is exact.</summary>
public sealed record PortfolioView
{
    public required string Id { get; init; }

    /// <summary>Event time of the last slot; <see cref="EventTime.MinValue"/> before the first.</summary>
    public required EventTime Time { get; init; }

    public required decimal InitialCash { get; init; }

    public required decimal Cash { get; init; }

    /// <summary>cash + Σ position × mark.</summary>
    public required decimal Equity { get; init; }

    /// <summary>Highest equity at the end of a slot; the initial cash before that.</summary>
    public required decimal PeakEquity { get; init; }

    /// <summary>How far equity is below its peak now: a fraction of the peak, 0 or more.</summary>
    public required double Drawdown { get; init; }

    /// <summary>Deepest that it was below the peak before, at the end of a slot: a fraction of that peak.</summary>
    public required double MaxDrawdown { get; init; }

    /// <summary>P&amp;L of reductions, net of all fees.</summary>
    public required decimal RealizedPnl { get; init; }

    /// <summary>P&amp;L of what is held, at the marks.</summary>
    public required decimal UnrealizedPnl { get; init; }

    public required decimal Fees { get; init; }

    public required long Fills { get; init; }

    public required long Refusals { get; init; }

    /// <summary>Events that have been processed, by all symbols.</summary>
    public required long Events { get; init; }

    public required RiskView Risk { get; init; }

    /// <summary>One for each strategy and symbol that has or had a position, by strategy, then symbol.</summary>
    public required IReadOnlyList<PositionView> Positions { get; init; }
}
