using TradeBooks.Cluster.Tests.Running;
using TradeBooks.Tests;

namespace TradeBooks.Cluster.Tests.Parity;

/// <summary>Bars through Kafka and silos that are processes of their own give the backtest's trade log, byte for byte.</summary>
public sealed class ParityTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Cluster_SixStocks_WritesTheBacktestsLog(int silos)
    {
        await using var scenario = await Scenario.StartAsync(
            SharedData.Path("bars"), silos, ["lss"], ["AAPL", "AMZN", "GOOG", "MSFT", "NVDA", "TSLA"]);
        using var producer = scenario.Produce();
        await producer.ShouldSucceedAsync();
        await scenario.ShouldEndLikeTheBacktestAsync();
        await scenario.ShouldShowChartsAsync();
    }

    [Fact]
    public async Task Cluster_StrategiesThatAreSizedWhenTheyFillAndRefused_WritesTheBacktestsLog()
    {
        await using var scenario = await Scenario.StartAsync(Scenario.Sample, 2, Scenario.Busy);
        using var producer = scenario.Produce();
        await producer.ShouldSucceedAsync();
        await scenario.ShouldEndLikeTheBacktestAsync();
        await scenario.ShouldShowChartsAsync();
    }

    [Fact]
    public async Task Cluster_FillsAtTheClose_WritesTheBacktestsLog()
    {
        await using var scenario = await Scenario.StartAsync(Scenario.Sample, 2, [.. Scenario.Busy, "fill=close"]);
        using var producer = scenario.Produce();
        await producer.ShouldSucceedAsync();
        await scenario.ShouldEndLikeTheBacktestAsync();
    }
}
