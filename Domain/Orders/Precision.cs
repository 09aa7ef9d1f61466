namespace TradeBooks.Domain.Orders;

/// <summary>
/// How finely derived amounts are kept. Prices that rules compute (exits from an ATR, slippage), fees and the cost of
/// a part of a position are rounded half to even to this many decimals; sums of them are then exact in
/// <see cref="decimal"/> (28 digits), so that accounting identities hold to the last digit.
/// </summary>
public static class Precision
{
    public const int Decimals = 12;

    /// <summary>Smallest amount above 0.</summary>
    public const decimal Smallest = 0.000000000001m;

    // Below this a double times 10^12 is a whole number that a double holds exactly.
    private const double ExactLimit = 9_000;

    /// <summary>A computed amount, rounded half to even to <see cref="Decimals"/> decimals.</summary>
    /// <exception cref="OverflowException">It is not finite, or beyond what a decimal holds.</exception>
    public static decimal Round(double value)
    {
        if (!(Math.Abs(value) < ExactLimit))
            return Round((decimal)value);
        var mantissa = (long)Math.Round(value * 1e12);
        var magnitude = Math.Abs(mantissa);
        return new decimal((int)magnitude, (int)(magnitude >> 32), 0, mantissa < 0, Decimals);
    }

    public static decimal Round(decimal value) =>
        value.Scale <= Decimals ? value : decimal.Round(value, Decimals);
}
