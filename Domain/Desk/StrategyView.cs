using TradeBooks.Domain.Settings;

namespace TradeBooks.Domain.Desk;

/// <summary>A strategy of a portfolio: what it is set to, and what it has done. Money is exact.</summary>
public sealed record StrategyView
{
    public required string Id { get; init; }

    /// <summary>What it is: <c>lss</c>.</summary>
    public required string Type { get; init; }

    /// <summary>Whether its entries are refused; exits go on.</summary>
    public required bool IsPaused { get; init; }

    /// <summary>Settings in force, defaults and sizing included.</summary>
    public required IReadOnlyList<SettingInForce> Settings { get; init; }

    /// <summary>The symbols that it trades, in ordinal order.</summary>
    public required IReadOnlyList<string> Symbols { get; init; }

    /// <summary>Entries that it has asked the portfolio for.</summary>
    public required long Signals { get; init; }

    /// <summary>Those of them that were accepted.</summary>
    public required long Accepted { get; init; }

    /// <summary>Those of them that were refused, or for which nothing could be bought when they filled.</summary>
    public required long Refused { get; init; }

    /// <summary>Quantities that were opened and closed, first in, first out.</summary>
    public required long RoundTrips { get; init; }

    /// <summary>Round trips with a P&amp;L above 0, net of fees.</summary>
    public required long Wins { get; init; }

    /// <summary>Round trips with a P&amp;L below 0, net of fees.</summary>
    public required long Losses { get; init; }

    /// <summary>Share of the round trips that are wins; null without any.</summary>
    public required double? WinRate { get; init; }

    /// <summary>Σ of the profits / Σ of the losses; null without a loss.</summary>
    public required double? ProfitFactor { get; init; }

    /// <summary>P&amp;L of reductions, net of all fees.</summary>
    public required decimal RealizedPnl { get; init; }

    /// <summary>P&amp;L of what is held, at the marks.</summary>
    public required decimal UnrealizedPnl { get; init; }

    /// <summary>Realized and unrealized together.</summary>
    public decimal TotalPnl => RealizedPnl + UnrealizedPnl;

    public required decimal Fees { get; init; }
}
