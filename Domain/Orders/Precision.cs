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

    public static decimal Round(decimal value) => decimal.Round(value, Decimals);
}
