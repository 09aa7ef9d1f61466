using System.Text.Json;
using TradeBooks.Domain.Analytics;
using TradeBooks.Domain.Market;

namespace TradeBooks.Storage.Reporting;

/// <summary>
/// Writes <see cref="ReportData"/> as the JSON that the page reads: columns instead of rows, and times as microseconds,
/// the first one whole and each following one as the difference to the last known one. What JSON cannot hold (a
/// number that is not finite, an unknown time) is null.
/// </summary>
internal static class ReportJson
{
    public static void Write(Utf8JsonWriter json, ReportData data)
    {
        json.WriteStartObject();
        WriteSummary(json, data.Summary);
        WriteNames(json, "symbols", data.Symbols);
        WriteNames(json, "strategies", data.Strategies);
        json.WriteStartArray("settings");
        foreach (var (name, value) in data.Settings)
        {
            json.WriteStartArray();
            json.WriteStringValue(name);
            json.WriteStringValue(value);
            json.WriteEndArray();
        }

        json.WriteEndArray();
        WriteEquity(json, data.Equity);
        WriteMonths(json, data.MonthlyReturns);
        WriteGroups(json, "symbolResults", data.SymbolResults);
        WriteGroups(json, "strategyResults", data.StrategyResults);
        json.WriteStartArray("prices");
        foreach (var series in data.Prices)
        {
            WritePrices(json, series);

            // Passes on what is written so far, instead of letting the writer's buffer grow and be copied.
            json.Flush();
        }

        json.WriteEndArray();
        WriteTrades(json, data.Trades);
        json.WriteNumber("tradesLeftOut", data.TradesLeftOut);
        json.WriteEndObject();
        json.Flush();
    }

    private static void WriteSummary(Utf8JsonWriter json, PerformanceSummary summary)
    {
        json.WriteStartObject("summary");
        SummaryFields.Write(json, summary, WriteTime);
        json.WriteEndObject();
    }

    private static void WriteEquity(Utf8JsonWriter json, IReadOnlyList<EquityPoint> points)
    {
        json.WriteStartObject("equity");
        Times(points, static point => point.Time).WriteTo(json, "time");
        Numbers(points, static point => point.Equity).WriteTo(json, "equity");
        Numbers(points, static point => point.LowestEquity).WriteTo(json, "low");
        Numbers(points, static point => point.HighestEquity).WriteTo(json, "high");
        Numbers(points, static point => point.Drawdown).WriteTo(json, "drawdown");
        Numbers(points, static point => point.Exposure).WriteTo(json, "exposure");
        json.WriteEndObject();
    }

    private static void WriteMonths(Utf8JsonWriter json, IReadOnlyList<MonthlyReturn> months)
    {
        json.WriteStartArray("months");
        foreach (var month in months)
        {
            json.WriteStartArray();
            json.WriteNumberValue(month.Year);
            json.WriteNumberValue(month.Month);
            WriteNumber(json, month.Return);
            json.WriteEndArray();
        }

        json.WriteEndArray();
    }

    private static void WriteGroups(Utf8JsonWriter json, string property, IReadOnlyList<GroupResult> groups)
    {
        json.WriteStartArray(property);
        foreach (var group in groups)
        {
            json.WriteStartObject();
            json.WriteString("name", group.Name);
            json.WriteNumber("fills", group.Fills);
            json.WriteNumber("trades", group.Trades);
            WriteRatio(json, "winRate", group.WinRate);
            WriteRatio(json, "profitFactor", group.ProfitFactor);
            json.WriteNumber("grossRealizedPnl", group.GrossRealizedPnl);
            json.WriteNumber("unrealizedPnl", group.UnrealizedPnl);
            json.WriteNumber("fees", group.Fees);
            json.WriteNumber("turnover", group.Turnover);
            json.WriteNumber("netPnl", group.NetPnl);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WritePrices(Utf8JsonWriter json, IReadOnlyList<PricePoint> points)
    {
        json.WriteStartObject();
        Times(points, static point => point.Time).WriteTo(json, "time");
        Numbers(points, static point => point.Open).WriteTo(json, "open");
        Numbers(points, static point => point.High).WriteTo(json, "high");
        Numbers(points, static point => point.Low).WriteTo(json, "low");
        Numbers(points, static point => point.Close).WriteTo(json, "close");
        json.WriteEndObject();
    }

    private static void WriteTrades(Utf8JsonWriter json, IReadOnlyList<RoundTrip> trades)
    {
        json.WriteStartObject("trades");

        // Names are written once and numbered in the order in which they appear.
        var names = new List<string>();
        var numbers = new Dictionary<string, int>(StringComparer.Ordinal);
        NumberNames(trades, names, numbers, static trade => trade.Symbol).WriteTo(json, "symbol");
        NumberNames(trades, names, numbers, static trade => trade.Strategy).WriteTo(json, "strategy");
        WriteNames(json, "names", names);
        Numbers(trades, static trade => trade.EntrySide.Sign()).WriteTo(json, "side");
        Amounts(trades, static trade => trade.Quantity).WriteTo(json, "quantity");
        Times(trades, static trade => trade.EntryTime).WriteTo(json, "entryTime");
        Amounts(trades, static trade => trade.EntryPrice).WriteTo(json, "entryPrice");
        Times(trades, static trade => trade.ExitTime).WriteTo(json, "exitTime");
        Amounts(trades, static trade => trade.ExitPrice).WriteTo(json, "exitPrice");
        Amounts(trades, static trade => trade.Multiplier).WriteTo(json, "multiplier");
        Amounts(trades, static trade => trade.Fees).WriteTo(json, "fees");
        Amounts(trades, static trade => trade.Pnl).WriteTo(json, "pnl");
        json.WriteEndObject();
    }

    private static void WriteNames(Utf8JsonWriter json, string property, IReadOnlyList<string> names)
    {
        json.WriteStartArray(property);
        foreach (var name in names)
            json.WriteStringValue(name);
        json.WriteEndArray();
    }

    private static JsonColumn NumberNames(
        IReadOnlyList<RoundTrip> trades,
        List<string> names,
        Dictionary<string, int> numbers,
        Func<RoundTrip, string> name)
    {
        var column = new JsonColumn();
        foreach (var trade in trades)
        {
            var text = name(trade);
            if (!numbers.TryGetValue(text, out var number))
            {
                number = names.Count;
                numbers.Add(text, number);
                names.Add(text);
            }

            column.Add(number);
        }

        return column;
    }

    private static JsonColumn Times<T>(IReadOnlyList<T> items, Func<T, EventTime> time)
    {
        var column = new JsonColumn();
        var last = 0L;
        foreach (var item in items)
        {
            var moment = time(item);
            if (moment.IsKnown)
            {
                column.Add(moment.Microseconds - last);
                last = moment.Microseconds;
            }
            else
            {
                column.AddNull();
            }
        }

        return column;
    }

    private static JsonColumn Numbers<T>(IReadOnlyList<T> items, Func<T, double> value)
    {
        var column = new JsonColumn();
        foreach (var item in items)
            column.Add(value(item));
        return column;
    }

    private static JsonColumn Amounts(IReadOnlyList<RoundTrip> trades, Func<RoundTrip, decimal> value)
    {
        var column = new JsonColumn();
        foreach (var trade in trades)
            column.Add(value(trade));
        return column;
    }

    private static void WriteTime(Utf8JsonWriter json, string property, EventTime? time)
    {
        if (time is { IsKnown: true } known)
            json.WriteNumber(property, known.Microseconds);
        else
            json.WriteNull(property);
    }

    private static void WriteRatio(Utf8JsonWriter json, string property, double? value)
    {
        json.WritePropertyName(property);
        WriteNumber(json, value ?? double.NaN);
    }

    private static void WriteNumber(Utf8JsonWriter json, double value)
    {
        if (double.IsFinite(value))
            json.WriteNumberValue(value);
        else
            json.WriteNullValue();
    }
}
