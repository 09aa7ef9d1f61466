using TradeBooks.Domain.Market;

namespace TradeBooks.Domain.Orders;

/// <summary>How the simulated venue fills: when, how much worse, and for which fee.</summary>
public sealed record TradingCosts
{
    public static readonly TradingCosts Free = new();

    public MarketFill MarketFill { get; init; } = MarketFill.NextOpen;

    public FeeModel Fees { get; init; } = FeeModel.None;

    public SlippageModel Slippage { get; init; } = SlippageModel.None;

    /// <summary>Fee of a fill.</summary>
    public decimal Fee(decimal quantity, decimal price, Instrument instrument) =>
        Fees.IsFree ? 0 : Fees.Fee(quantity, instrument.Notional(quantity, price));
}
