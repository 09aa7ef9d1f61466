using TradeBooks.Domain.Books;

namespace TradeBooks.Domain.Market;

/// <summary>What trading a symbol means in money.</summary>
public sealed record Instrument
{
    // Most instruments: a multiplication saved wherever money is counted.
    private readonly bool _isPlain = true;

    /// <param name="symbol">Its name.</param>
    public Instrument(string symbol) => Symbol = symbol;

    public string Symbol { get; }

    /// <summary>Smallest price step, above 0; slippage in ticks counts in it. Default 0.01.</summary>
    public decimal TickSize { get; init; } = 0.01m;

    /// <summary>Decimals of the tick size: those that a price is shown with.</summary>
    public int PricePrecision
    {
        get
        {
            int decimals = TickSize.Scale;
            while (decimals > 0 && decimal.Round(TickSize, decimals - 1) == TickSize)
                decimals--;
            return decimals;
        }
    }

    /// <summary>Smallest quantity step, above 0; sizes are rounded down to it. Default 1: whole shares.</summary>
    public decimal LotSize { get; init; } = 1m;

    /// <summary>Money per point and unit, above 0. Default 1: shares; 50 for an E-mini future.</summary>
    public decimal Multiplier
    {
        get;
        init
        {
            field = value;
            _isPlain = value == 1m;
        }
    } = 1m;

    /// <summary>By whose rules its order book is kept; <see cref="BookRules.None"/> (default) where it has none.</summary>
    public BookRules BookRules { get; init; }

    /// <summary>What a quantity is worth at a price: quantity × price × multiplier.</summary>
    public decimal Notional(decimal quantity, decimal price) =>
        _isPlain ? quantity * price : quantity * price * Multiplier;

    /// <summary>The largest multiple of the lot size that is not above <paramref name="quantity"/>; 0 for negative ones.</summary>
    public decimal RoundDown(decimal quantity)
    {
        if (quantity <= 0)
            return 0;
        return LotSize == 1m ? decimal.Floor(quantity) : decimal.Floor(quantity / LotSize) * LotSize;
    }
}
