using System.Globalization;
using TradeBooks.Domain.Market;
using TradeBooks.Domain.Portfolios;

namespace TradeBooks.Domain.Tests.Engine;

/// <summary>Keeps the rows of the trade log.</summary>
internal sealed class MemoryLedger : ILedger
{
    public const string Header = "timestamp,symbol,action,qty,price,notional,cash,equity";

    public List<FillRecord> Records { get; } = [];

    /// <summary>The trade log as the specification writes it.</summary>
    public IEnumerable<string> Rows => Records.Select(Row);

    public void Append(in FillRecord record) => Records.Add(record);

    public static string Row(FillRecord record) => string.Join(
        ',',
        record.Fill.Time,
        record.Fill.OrderId.Symbol,
        record.Fill.Side == Side.Buy ? "BUY" : "SELL",
        record.Fill.Quantity.ToString("0.############", CultureInfo.InvariantCulture),
        Amount(record.Fill.Price),
        Amount(record.Notional),
        Amount(record.Cash),
        Amount(record.Equity));

    private static string Amount(decimal value) => decimal.Round(value, 4).ToString("F4", CultureInfo.InvariantCulture);
}
