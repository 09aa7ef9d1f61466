using System.Text.Json;
using TradeBooks.Domain.Analytics;
using TradeBooks.Domain.Market;

namespace TradeBooks.Storage;

/// <summary><c>summary.json</c>: the figures of a run (docs/figures.md), null where one is not defined.</summary>
public static class SummaryFile
{
    /// <param name="path">The file, written atomically.</param>
    /// <param name="summary">The figures.</param>
    /// <param name="elapsed">Wall time from the start of the process to this moment.</param>
    /// <param name="processed">Bars that this process did in that time; default: all.</param>
    /// <exception cref="StorageException">It can't be written.</exception>
    public static void Write(string path, PerformanceSummary summary, TimeSpan elapsed, long? processed = null) =>
        AtomicFile.Write(path, stream => Write(stream, summary, elapsed, processed));

    /// <summary>The same to a stream.</summary>
    public static void Write(Stream stream, PerformanceSummary summary, TimeSpan elapsed, long? processed = null)
    {
        using var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true });
        json.WriteStartObject();
        json.WriteNumber("bars", summary.Bars);
        json.WriteNumber("fills", summary.Fills);
        WriteTime(json, "start", summary.Start);
        WriteTime(json, "end", summary.End);
        json.WriteNumber("initialCash", summary.InitialCash);
        json.WriteNumber("finalEquity", summary.FinalEquity);
        json.WriteNumber("cash", summary.Cash);
        json.WriteNumber("realizedPnl", summary.RealizedPnl);
        json.WriteNumber("unrealizedPnl", summary.UnrealizedPnl);
        json.WriteNumber("fees", summary.Fees);
        json.WriteNumber("totalReturn", summary.TotalReturn);
        WriteNumber(json, "cagr", summary.Cagr);
        WriteNumber(json, "sharpe", summary.Sharpe);
        WriteNumber(json, "sortino", summary.Sortino);
        json.WriteNumber("maxDrawdown", summary.MaxDrawdown);
        WriteNumber(json, "calmar", summary.Calmar);
        WriteNumber(json, "winRate", summary.WinRate);
        WriteNumber(json, "profitFactor", summary.ProfitFactor);
        WriteNumber(json, "expectancy", summary.Expectancy);
        json.WriteNumber("exposure", summary.Exposure);
        json.WriteNumber("turnover", summary.Turnover);
        json.WriteNumber("trades", summary.Trades);
        json.WriteNumber("refusedOrders", summary.RefusedOrders);
        json.WriteNumber("elapsedSeconds", Math.Round(elapsed.TotalSeconds, 6));
        json.WriteNumber("barsPerSecond", Math.Round((processed ?? summary.Bars) / Math.Max(elapsed.TotalSeconds, 1e-9)));
        json.WriteEndObject();
    }

    private static void WriteTime(Utf8JsonWriter json, string name, EventTime? time)
    {
        if (time is { } known)
            json.WriteString(name, known.ToString());
        else
            json.WriteNull(name);
    }

    private static void WriteNumber(Utf8JsonWriter json, string name, double? value)
    {
        if (value is { } number && double.IsFinite(number))
            json.WriteNumber(name, number);
        else
            json.WriteNull(name);
    }
}
