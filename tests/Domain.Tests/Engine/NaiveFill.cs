using TradeBooks.Domain.Market;
using TradeBooks.Domain.Orders;

namespace TradeBooks.Domain.Tests.Engine;

/// <summary>A row of the trade log in plain decimals.</summary>
internal sealed record NaiveFill(
    EventTime Time, string Symbol, Side Side, decimal Quantity, decimal Price, decimal Cash, decimal Equity)
{
    // The engine's indicators are doubles, these are decimals: the last of an exit's 12 decimals may differ.
    private const decimal PriceTolerance = 0.0000001m;
    private const decimal MoneyTolerance = 0.00001m;

    /// <summary>Null where the engine's log says the same, else the first difference in words.</summary>
    public static string? Difference(IReadOnlyList<NaiveFill> expected, MemoryLedger ledger)
    {
        var actual = ledger.Records.Select(record => new NaiveFill(
            record.Fill.Time, record.Fill.OrderId.Symbol, record.Fill.Side, record.Fill.Quantity, record.Fill.Price,
            record.Cash, record.Equity)).ToList();
        var tolerance = MoneyTolerance;
        for (var i = 0; i < Math.Max(expected.Count, actual.Count); i++)
        {
            var left = i < expected.Count ? expected[i] : null;
            var right = i < actual.Count ? actual[i] : null;
            tolerance += (left?.Quantity ?? 0) * Precision.Smallest;
            if (left is null || right is null || !left.IsLike(right, tolerance))
                return $"fill {i} of {expected.Count}/{actual.Count}: the rules give {left}, the engine {right}";
        }

        return null;
    }

    private bool IsLike(NaiveFill other, decimal tolerance) =>
        Time == other.Time && Symbol == other.Symbol && Side == other.Side && Quantity == other.Quantity
        && Math.Abs(Price - other.Price) <= PriceTolerance * Math.Max(1, Price)
        && Math.Abs(Cash - other.Cash) <= tolerance && Math.Abs(Equity - other.Equity) <= tolerance;
}
