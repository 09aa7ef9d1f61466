using TradeBooks.Domain.Market;

namespace TradeBooks.Domain.Orders;

/// <summary>How much worse than its trigger a market or stop order fills. Limit orders never slip.</summary>
/// <param name="BasisPoints">Hundredths of a percent of the price, 0 or more.</param>
/// <param name="Ticks">Steps of the instrument's tick size, 0 or more.</param>
public sealed record SlippageModel(decimal BasisPoints = 0, decimal Ticks = 0)
{
    public static readonly SlippageModel None = new();

    /// <summary>Whether nothing slips.</summary>
    public bool IsNone => BasisPoints == 0 && Ticks == 0;

    /// <summary>The price after slippage, against the order's side; a sale never slips below one tick.</summary>
    public decimal Apply(decimal price, Side side, Instrument instrument)
    {
        if (IsNone)
            return price;
        var slip = price * BasisPoints / 10_000m + Ticks * instrument.TickSize;
        return side == Side.Buy
            ? Precision.Round(price + slip)
            : Math.Max(Precision.Round(price - slip), Math.Min(price, instrument.TickSize));
    }
}
