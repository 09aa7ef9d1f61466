using System.Text.Json;
using TradeBooks.Domain.Analytics;
using TradeBooks.Domain.Market;

namespace TradeBooks.Storage.Tests.Reporting;

/// <summary>What the page reads is what the run gave, to the last digit.</summary>
public sealed class ReportDataTests
{
    private static readonly ReportData Full = ReportSamples.Full;
    private static readonly JsonElement Data = new WrittenReport(Full).Data;

    [Fact]
    public void Summary_AllFigures_AreWrittenExactly()
    {
        var summary = Data.GetProperty("summary");
        var properties = typeof(PerformanceSummary).GetProperties();
        Assert.Equal(properties.Length, summary.EnumerateObject().Count());
        foreach (var property in properties)
        {
            var written = summary.GetProperty(JsonNamingPolicy.CamelCase.ConvertName(property.Name));
            object? read = property.GetValue(Full.Summary) switch
            {
                long => written.GetInt64(),
                decimal => written.GetDecimal(),
                double => written.GetDouble(),
                EventTime => new EventTime(written.GetInt64()),
                var other => throw new InvalidOperationException($"{property.Name} is {other ?? "null"}"),
            };
            Assert.Equal(property.GetValue(Full.Summary), read);
        }
    }

    [Fact]
    public void Summary_UndefinedFigures_AreNull()
    {
        var summary = new WrittenReport(ReportSamples.Empty).Data.GetProperty("summary");
        string[] undefined = ["start", "end", "cagr", "sharpe", "sortino", "calmar", "winRate", "profitFactor", "expectancy"];
        Assert.All(undefined, name => Assert.Equal(JsonValueKind.Null, summary.GetProperty(name).ValueKind));
    }

    [Fact]
    public void Equity_Columns_EqualThePoints()
    {
        var equity = Data.GetProperty("equity");
        Assert.Equal(Full.Equity.Select(point => (EventTime?)point.Time), WrittenReport.Times(equity.GetProperty("time")));
        AssertColumn(Full.Equity.Select(point => point.Equity), equity.GetProperty("equity"));
        AssertColumn(Full.Equity.Select(point => point.LowestEquity), equity.GetProperty("low"));
        AssertColumn(Full.Equity.Select(point => point.HighestEquity), equity.GetProperty("high"));
        AssertColumn(Full.Equity.Select(point => point.Drawdown), equity.GetProperty("drawdown"));
        AssertColumn(Full.Equity.Select(point => point.Exposure), equity.GetProperty("exposure"));
    }

    [Fact]
    public void Prices_Columns_EqualThePointsOfEverySymbol()
    {
        var prices = Data.GetProperty("prices");
        Assert.Equal(Full.Symbols, WrittenReport.Texts(Data.GetProperty("symbols")));
        Assert.Equal(Full.Prices.Count, prices.GetArrayLength());
        for (var i = 0; i < Full.Prices.Count; i++)
        {
            Assert.Equal(
                Full.Prices[i].Select(point => (EventTime?)point.Time), WrittenReport.Times(prices[i].GetProperty("time")));
            AssertColumn(Full.Prices[i].Select(point => point.Open), prices[i].GetProperty("open"));
            AssertColumn(Full.Prices[i].Select(point => point.High), prices[i].GetProperty("high"));
            AssertColumn(Full.Prices[i].Select(point => point.Low), prices[i].GetProperty("low"));
            AssertColumn(Full.Prices[i].Select(point => point.Close), prices[i].GetProperty("close"));
        }
    }

    [Fact]
    public void Trades_Columns_EqualTheRoundTrips()
    {
        var trades = Data.GetProperty("trades");
        var names = WrittenReport.Texts(trades.GetProperty("names"));
        IEnumerable<string> Named(string column) => trades.GetProperty(column).EnumerateArray().Select(i => names[i.GetInt32()]);
        EventTime? Known(EventTime time) => time.IsKnown ? time : null;

        Assert.Equal(Full.Trades.Select(trade => trade.Symbol), Named("symbol"));
        Assert.Equal(Full.Trades.Select(trade => trade.Strategy), Named("strategy"));
        Assert.Equal([-1, 1, 1, 1], trades.GetProperty("side").EnumerateArray().Select(side => side.GetInt32()));
        Assert.Equal(Full.Trades.Select(trade => Known(trade.EntryTime)), WrittenReport.Times(trades.GetProperty("entryTime")));
        Assert.Equal(Full.Trades.Select(trade => Known(trade.ExitTime)), WrittenReport.Times(trades.GetProperty("exitTime")));
        Assert.Equal(Full.Trades.Select(trade => trade.Quantity), WrittenReport.Decimals(trades.GetProperty("quantity")));
        Assert.Equal(Full.Trades.Select(trade => trade.EntryPrice), WrittenReport.Decimals(trades.GetProperty("entryPrice")));
        Assert.Equal(Full.Trades.Select(trade => trade.ExitPrice), WrittenReport.Decimals(trades.GetProperty("exitPrice")));
        Assert.Equal(Full.Trades.Select(trade => trade.Fees), WrittenReport.Decimals(trades.GetProperty("fees")));
        Assert.Equal(Full.Trades.Select(trade => trade.Pnl), WrittenReport.Decimals(trades.GetProperty("pnl")));
        Assert.Equal(Full.TradesLeftOut, Data.GetProperty("tradesLeftOut").GetInt64());
    }

    [Fact]
    public void Groups_Rows_EqualTheResults()
    {
        foreach (var (groups, property) in new[] { (Full.SymbolResults, "symbolResults"), (Full.StrategyResults, "strategyResults") })
        {
            var rows = Data.GetProperty(property);
            Assert.Equal(groups.Count, rows.GetArrayLength());
            for (var i = 0; i < groups.Count; i++)
            {
                var read = new GroupResult(
                    rows[i].GetProperty("name").GetString()!,
                    rows[i].GetProperty("fills").GetInt64(),
                    rows[i].GetProperty("trades").GetInt64(),
                    WrittenReport.Double(rows[i].GetProperty("winRate")),
                    WrittenReport.Double(rows[i].GetProperty("profitFactor")),
                    rows[i].GetProperty("grossRealizedPnl").GetDecimal(),
                    rows[i].GetProperty("unrealizedPnl").GetDecimal(),
                    rows[i].GetProperty("fees").GetDecimal(),
                    rows[i].GetProperty("turnover").GetDecimal());
                Assert.Equal(groups[i], read);
                Assert.Equal(groups[i].NetPnl, rows[i].GetProperty("netPnl").GetDecimal());
            }
        }
    }

    [Fact]
    public void MonthsAndSettings_Rows_EqualTheInput()
    {
        Assert.Equal(
            Full.MonthlyReturns,
            Data.GetProperty("months").EnumerateArray().Select(row => new MonthlyReturn(row[0].GetInt32(), row[1].GetInt32(), row[2].GetDouble())));
        Assert.Equal(
            Full.Settings,
            Data.GetProperty("settings").EnumerateArray().ToDictionary(row => row[0].GetString()!, row => row[1].GetString()!));
        Assert.Equal(Full.Strategies, WrittenReport.Texts(Data.GetProperty("strategies")));
    }

    [Fact]
    public void Empty_Lists_AreEmptyArrays()
    {
        var data = new WrittenReport(ReportSamples.Empty).Data;
        string[] lists = ["symbols", "strategies", "settings", "months", "symbolResults", "strategyResults", "prices"];
        Assert.All(lists, name => Assert.Equal(0, data.GetProperty(name).GetArrayLength()));
        Assert.All(data.GetProperty("trades").EnumerateObject(), column => Assert.Equal(0, column.Value.GetArrayLength()));
        Assert.All(data.GetProperty("equity").EnumerateObject(), column => Assert.Equal(0, column.Value.GetArrayLength()));
    }

    /// <summary>Doubles of every kind survive the way through text.</summary>
    [Fact]
    public void Numbers_AnyDouble_ReadBackTheSame()
    {
        var random = new Random(11);
        List<double> values = [0, -0.0, 1, -1, 0.1, 0.30000000000000004, 1e-7, 5e-324, double.MaxValue, double.MinValue, 9e15, 1e15 + 0.5, 123456789.123456, -0.000001, 4503599627370497.5];
        for (var i = 0; i < 20_000; i++)
        {
            values.Add(BitConverter.Int64BitsToDouble(random.NextInt64()));
            values.Add(Math.Round((random.NextDouble() - 0.5) * 1e6, i % 9));
            values.Add((random.NextDouble() - 0.5) * Math.Pow(10, (i % 40) - 20));
        }

        var equity = values.Select(value => new EquityPoint(ReportSamples.Open, value, 0, 0, 0, 0)).ToList();
        var data = new WrittenReport(ReportSamples.Empty with { Equity = equity }).Data;
        AssertColumn(values, data.GetProperty("equity").GetProperty("equity"));
    }

    private static void AssertColumn(IEnumerable<double> expected, JsonElement column) =>
        Assert.Equal(expected.Select(value => double.IsFinite(value) ? value : (double?)null), WrittenReport.Doubles(column));
}
