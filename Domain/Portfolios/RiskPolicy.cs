namespace TradeBooks.Domain.Portfolios;

/// <summary>
/// Limits on new and growing positions; closing orders always pass. Null switches a limit off. Fractions are of the
/// portfolio's equity (0.2 is 20 %).
/// </summary>
public sealed record RiskPolicy
{
    public static readonly RiskPolicy None = new();

    /// <summary>Most that the portfolio's position in one symbol may be worth after the order.</summary>
    public decimal? MaxPositionNotional { get; init; }

    /// <summary>Most positions (per strategy and symbol), working entries included.</summary>
    public int? MaxOpenPositions { get; init; }

    /// <summary>Loss since the start of the UTC day at which no more entries are accepted until the next day.</summary>
    public decimal? MaxDailyLoss { get; init; }

    /// <summary>Fall from the highest equity at which entries stop until trading is resumed by hand.</summary>
    public decimal? MaxDrawdown { get; init; }
}
