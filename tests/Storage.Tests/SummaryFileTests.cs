using System.Text.Json;
using TradeBooks.Domain.Market;
using TradeBooks.Storage.Tests.Reporting;

namespace TradeBooks.Storage.Tests;

public sealed class SummaryFileTests
{
    private static readonly string[] Contract =
    [
        "bars", "fills", "start", "end", "initialCash", "finalEquity", "cash", "realizedPnl", "unrealizedPnl", "fees", "totalReturn",
        "cagr", "sharpe", "sortino", "maxDrawdown", "calmar", "winRate", "profitFactor", "expectancy", "exposure", "turnover",
        "trades", "refusedOrders", "elapsedSeconds", "barsPerSecond",
    ];

    [Fact]
    public void Write_Run_HasExactlyTheContractsFields()
    {
        var summary = ReportSamples.Full.Summary;
        var written = Write(summary, TimeSpan.FromSeconds(2));
        Assert.Equal(Contract, written.EnumerateObject().Select(field => field.Name));
        foreach (var property in summary.GetType().GetProperties())
        {
            var field = written.GetProperty(JsonNamingPolicy.CamelCase.ConvertName(property.Name));
            object? read = property.GetValue(summary) switch
            {
                long => field.GetInt64(),
                decimal => field.GetDecimal(),
                double => field.GetDouble(),
                EventTime => field.GetString(),
                var other => throw new InvalidOperationException($"{property.Name} is {other ?? "null"}"),
            };
            Assert.Equal(property.GetValue(summary) is EventTime time ? time.ToString() : property.GetValue(summary), read);
        }

        Assert.Equal(2, written.GetProperty("elapsedSeconds").GetDouble());
        Assert.Equal(Math.Round(summary.Bars / 2.0), written.GetProperty("barsPerSecond").GetDouble());
    }

    [Fact]
    public void Write_Undefined_IsNull()
    {
        var written = Write(ReportSamples.Empty.Summary with { Sharpe = double.NaN, ProfitFactor = double.PositiveInfinity }, TimeSpan.Zero);
        Assert.Equal(Contract, written.EnumerateObject().Select(field => field.Name));
        Assert.All(
            ["start", "end", "cagr", "sharpe", "sortino", "calmar", "winRate", "profitFactor", "expectancy"],
            name => Assert.Equal(JsonValueKind.Null, written.GetProperty(name).ValueKind));
        Assert.Equal(0, written.GetProperty("barsPerSecond").GetDouble());
    }

    private static JsonElement Write(Domain.Analytics.PerformanceSummary summary, TimeSpan elapsed)
    {
        using var folder = new TemporaryFolder();
        SummaryFile.Write(folder["summary.json"], summary, elapsed);
        using var document = JsonDocument.Parse(File.ReadAllBytes(folder["summary.json"]));
        return document.RootElement.Clone();
    }
}
