namespace TradeBooks.Domain.Orders;

/// <summary>What an order's fill costs. Fees are rounded half to even to 12 decimals, so that cash stays exact.</summary>
public sealed record FeeModel
{
    public static readonly FeeModel None = new();

    /// <summary>Money per unit, 0 or more.</summary>
    public decimal PerUnit { get; init; }

    /// <summary>Fraction of the notional (0.001 is 0.1 %), 0 or more.</summary>
    public decimal Fraction { get; init; }

    /// <summary>Least fee of a fill, 0 or more.</summary>
    public decimal Minimum { get; init; }

    /// <summary>
    /// Most that a fill costs as a fraction of its notional; null for no cap. As at Interactive Brokers, the minimum
    /// stands even where it is above the cap.
    /// </summary>
    public decimal? CapFraction { get; init; }

    /// <summary>Whether every fill is free.</summary>
    public bool IsFree => PerUnit == 0 && Fraction == 0 && Minimum == 0;

    /// <param name="quantity">Units, above 0.</param>
    /// <param name="notional">Their value, above 0.</param>
    public decimal Fee(decimal quantity, decimal notional)
    {
        if (IsFree)
            return 0;
        var fee = PerUnit * quantity + Fraction * notional;
        if (fee < Minimum)
            return Minimum;
        if (CapFraction is { } cap && fee > cap * notional)
            fee = Math.Max(cap * notional, Minimum);
        return Precision.Round(fee);
    }
}
