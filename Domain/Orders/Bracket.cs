namespace TradeBooks.Domain.Orders;

/// <summary>
/// Two exits that stand from an entry's fill on, one cancels the other: a take profit (limit) and a stop loss (stop).
/// Either may be absent.
/// </summary>
public readonly record struct Bracket
{
    private Bracket(decimal takeProfit, decimal stopLoss, bool areDistances)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(takeProfit);
        ArgumentOutOfRangeException.ThrowIfNegative(stopLoss);
        TakeProfit = takeProfit;
        StopLoss = stopLoss;
        AreDistances = areDistances;
    }

    /// <summary>No exits.</summary>
    public static Bracket None => default;

    /// <summary>Distance from the fill price, or a price; 0 for none.</summary>
    public decimal TakeProfit { get; }

    /// <summary>Distance from the fill price, or a price; 0 for none.</summary>
    public decimal StopLoss { get; }

    /// <summary>Whether the two are distances from the fill price rather than prices.</summary>
    public bool AreDistances { get; }

    public bool IsNone => TakeProfit == 0 && StopLoss == 0;

    /// <summary>Exits measured from the entry's fill price; 0 leaves one out.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A distance is below 0.</exception>
    public static Bracket FromFill(decimal takeProfit, decimal stopLoss) => new(takeProfit, stopLoss, true);

    /// <summary>Exits at prices; 0 leaves one out.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A price is below 0.</exception>
    public static Bracket AtPrices(decimal takeProfit, decimal stopLoss) => new(takeProfit, stopLoss, false);
}
