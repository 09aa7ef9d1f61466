using TradeBooks.Domain.Market;
using TradeBooks.Domain.Orders;

namespace TradeBooks.Domain.Portfolios;

/// <summary>How a strategy's entries are sized.</summary>
/// <param name="Mode">The rule.</param>
/// <param name="Fraction">Fraction of the equity, above 0 (<c>risk_per_trade</c>).</param>
/// <param name="Quantity">Units of <see cref="SizingMode.Quantity"/>, above 0.</param>
/// <param name="CashBuffer">Part of the target that <see cref="SizingMode.Target"/> leaves in cash: 0 … 1.</param>
public sealed record SizingRule(
    SizingMode Mode = SizingMode.Notional, decimal Fraction = 0.01m, decimal Quantity = 1m, decimal CashBuffer = 0m)
{
    /// <summary>Units at the time of the signal; 0 where it is not even one lot.</summary>
    /// <param name="equity">Portfolio equity.</param>
    /// <param name="price">Reference price, above 0.</param>
    /// <param name="stopDistance">Distance from price to stop loss; above 0 for <see cref="SizingMode.Risk"/>.</param>
    /// <param name="maxPositionFraction">Largest position as a fraction of equity; null for none.</param>
    /// <param name="instrument">Lot size and multiplier.</param>
    /// <param name="costs">Fees.</param>
    public decimal Size(
        decimal equity, decimal price, decimal stopDistance, decimal? maxPositionFraction, Instrument instrument,
        TradingCosts costs)
    {
        var unit = price * instrument.Multiplier;
        switch (Mode)
        {
            case SizingMode.Notional:
                return instrument.RoundDown(Fraction * equity / unit);
            case SizingMode.Risk:
                var byRisk = Fraction * equity / (stopDistance * instrument.Multiplier);
                return instrument.RoundDown(Math.Min(byRisk, (maxPositionFraction ?? 1m) * equity / unit));
            case SizingMode.Quantity:
                return instrument.RoundDown(Quantity);
            case SizingMode.Target:
                var target = Fraction * equity * (1m - CashBuffer);
                return Affordable(instrument.RoundDown(target / unit), target, price, instrument, costs);
            default:
                throw new InvalidOperationException($"{Mode} is sized when the order fills");
        }
    }

    /// <summary>Units of an all-in entry at the moment of its fill; a buy leaves enough cash for its fee.</summary>
    public static decimal SizeAllIn(
        decimal cash, decimal price, Side side, Instrument instrument, TradingCosts costs)
    {
        var quantity = instrument.RoundDown(cash / (price * instrument.Multiplier));
        return side == Side.Buy ? Affordable(quantity, cash, price, instrument, costs) : quantity;
    }

    // One lot less until value and fee fit. Both grow with the quantity, so the place is found by halving: a fee per
    // share can be above a penny stock's price, and its quantity runs to billions.
    private static decimal Affordable(
        decimal quantity, decimal money, decimal price, Instrument instrument, TradingCosts costs)
    {
        if (costs.Fees.IsFree || quantity <= 0 || Fits(quantity))
            return quantity;
        var (fits, tooMany) = (0m, decimal.Round(quantity / instrument.LotSize));
        while (tooMany - fits > 1)
        {
            var middle = decimal.Floor((fits + tooMany) / 2);
            if (Fits(middle * instrument.LotSize))
                fits = middle;
            else
                tooMany = middle;
        }

        return fits * instrument.LotSize;

        bool Fits(decimal units) =>
            units * price * instrument.Multiplier + costs.Fee(units, price, instrument) <= money;
    }
}
