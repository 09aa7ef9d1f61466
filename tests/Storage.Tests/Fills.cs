using System.Globalization;
using TradeBooks.Domain.Market;
using TradeBooks.Domain.Orders;
using TradeBooks.Domain.Portfolios;

namespace TradeBooks.Storage.Tests;

/// <summary>Rows for the trade log.</summary>
internal static class Fills
{
    public static FillRecord Make(
        string time, string symbol, Side side, decimal quantity, decimal price, decimal notional, decimal cash, decimal equity)
    {
        var at = EventTime.FromUtc(DateTime.Parse(time, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal));
        var source = SourcePosition.Row(2);
        var id = new OrderId(new OrderOwner("default", "lss", symbol), source, 0, OrderRole.Entry);
        return new FillRecord(new Fill(id, 0, 0, 0, side, quantity, price, 0, at, source), notional, cash, equity);
    }

    /// <summary>A row that tells its number.</summary>
    public static FillRecord Numbered(int number) =>
        Make("2026-03-12 13:53:00", "GOOG", Side.Buy, number, 1, number, 0, 0);
}
