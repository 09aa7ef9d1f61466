using TradeBooks.Domain.Market;

namespace TradeBooks.Domain.Orders;

/// <summary>How the simulated venue fills: when, how much worse, and for which fee.</summary>
public sealed record TradingCosts
{
    public static readonly TradingCosts Free = new();

    public MarketFill MarketFill { get; init; } = MarketFill.NextOpen;

    public FeeModel Fees { get; init; } = FeeModel.None;

    public SlippageModel Slippage { get; init; } = SlippageModel.None;

    /// <summary>
    /// Microseconds of event time from a request to the venue, 0 or more: an order takes part from its symbol's first
    /// event at or after that time on. Default 0: from the next event on. Exits of a bracket stand at the venue and have none.
    /// </summary>
    public long OrderLatency { get; init; }

    /// <summary>Fee of a fill.</summary>
    public decimal Fee(decimal quantity, decimal price, Instrument instrument) =>
        Fees.IsFree ? 0 : Fees.Fee(quantity, instrument.Notional(quantity, price));
}
