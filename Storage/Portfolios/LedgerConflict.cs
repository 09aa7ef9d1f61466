using System.Globalization;

namespace TradeBooks.Storage.Portfolios;

/// <summary>What is wrong with a row that the ledger has already.</summary>
internal static class LedgerConflict
{
    public static string Fill(string orderId, int fillNumber) =>
        string.Create(CultureInfo.InvariantCulture, $"fill {fillNumber} of order {orderId} is in the ledger already");

    public static string FillRow(string orderId, long number) =>
        string.Create(CultureInfo.InvariantCulture, $"row {number} of the trade log is taken: a fill of order {orderId} can't have it");

    public static string Order(string orderId) => $"order {orderId} is in the ledger already";

    public static string OrderRow(string orderId, long number) =>
        string.Create(CultureInfo.InvariantCulture, $"number {number} of the decisions is taken: order {orderId} can't have it");
}
