using TradeBooks.Domain.Market;
using TradeBooks.Domain.Orders;

namespace TradeBooks.Domain.Portfolios;

/// <summary>What a portfolio is made of.</summary>
public sealed record PortfolioOptions
{
    /// <summary>Key of the portfolio.</summary>
    public string Id { get; init; } = "default";

    /// <summary>Cash at the start, above 0.</summary>
    public decimal InitialCash { get; init; } = 100_000m;

    /// <summary>Ids of the strategies.</summary>
    public required IReadOnlyList<string> Strategies { get; init; }

    /// <summary>How each strategy's entries are sized.</summary>
    public required IReadOnlyList<SizingRule> Sizing { get; init; }

    /// <summary>The symbols in ordinal order.</summary>
    public required IReadOnlyList<Instrument> Instruments { get; init; }

    public TradingCosts Costs { get; init; } = TradingCosts.Free;

    public RiskPolicy Risk { get; init; } = RiskPolicy.None;
}
