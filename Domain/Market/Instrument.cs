namespace TradeBooks.Domain.Market;

/// <summary>What trading a symbol means in money.</summary>
/// <param name="Symbol">Its name.</param>
/// <param name="TickSize">Smallest price step, above 0; slippage in ticks counts in it.</param>
/// <param name="LotSize">Smallest quantity step, above 0; sizes are rounded down to it. 1 for whole shares.</param>
/// <param name="Multiplier">Money per point and unit, above 0: 1 for shares, 50 for an E-mini future.</param>
public sealed record Instrument(string Symbol, decimal TickSize = 0.01m, decimal LotSize = 1m, decimal Multiplier = 1m)
{
    /// <summary>The largest multiple of the lot size that is not above <paramref name="quantity"/>; 0 for negative ones.</summary>
    public decimal RoundDown(decimal quantity)
    {
        if (quantity <= 0)
            return 0;
        return LotSize == 1m ? decimal.Floor(quantity) : decimal.Floor(quantity / LotSize) * LotSize;
    }
}
