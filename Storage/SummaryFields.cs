using System.Text.Json;
using TradeBooks.Domain.Analytics;
using TradeBooks.Domain.Market;

namespace TradeBooks.Storage;

/// <summary>The figures of a run as members of a JSON object: the same in <c>summary.json</c> and in the report.</summary>
internal static class SummaryFields
{
    /// <param name="json">Stands inside an object.</param>
    /// <param name="summary">The figures; one that is not defined, or not finite, is null.</param>
    /// <param name="writeTime">Writes a time in the form that the object's reader wants.</param>
    public static void Write(
        Utf8JsonWriter json, PerformanceSummary summary, Action<Utf8JsonWriter, string, EventTime?> writeTime)
    {
        json.WriteNumber("bars", summary.Bars);
        json.WriteNumber("fills", summary.Fills);
        writeTime(json, "start", summary.Start);
        writeTime(json, "end", summary.End);
        json.WriteNumber("initialCash", summary.InitialCash);
        json.WriteNumber("finalEquity", summary.FinalEquity);
        json.WriteNumber("cash", summary.Cash);
        json.WriteNumber("realizedPnl", summary.RealizedPnl);
        json.WriteNumber("unrealizedPnl", summary.UnrealizedPnl);
        json.WriteNumber("fees", summary.Fees);
        WriteRatio(json, "totalReturn", summary.TotalReturn);
        WriteRatio(json, "cagr", summary.Cagr);
        WriteRatio(json, "sharpe", summary.Sharpe);
        WriteRatio(json, "sortino", summary.Sortino);
        WriteRatio(json, "maxDrawdown", summary.MaxDrawdown);
        WriteRatio(json, "calmar", summary.Calmar);
        WriteRatio(json, "winRate", summary.WinRate);
        WriteRatio(json, "profitFactor", summary.ProfitFactor);
        WriteRatio(json, "expectancy", summary.Expectancy);
        WriteRatio(json, "exposure", summary.Exposure);
        WriteRatio(json, "turnover", summary.Turnover);
        json.WriteNumber("trades", summary.Trades);
        json.WriteNumber("refusedOrders", summary.RefusedOrders);
    }

    private static void WriteRatio(Utf8JsonWriter json, string name, double? value)
    {
        if (value is { } number && double.IsFinite(number))
            json.WriteNumber(name, number);
        else
            json.WriteNull(name);
    }
}
