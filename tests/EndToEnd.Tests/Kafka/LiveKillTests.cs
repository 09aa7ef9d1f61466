using System.Diagnostics;
using TradeBooks.EndToEnd.Tests.Kills;
using TradeBooks.EndToEnd.Tests.Running;
using TradeBooks.Tests;
using TradeBooks.Tests.Kafka;

namespace TradeBooks.EndToEnd.Tests.Kafka;

/// <summary>
/// Trading from a real broker while the topics are filled, with kills of both: nothing is lost, traded twice or in
/// another order. With <c>TRADEBOOKS_LONG=1</c> there are ten times as many.
/// </summary>
public sealed class LiveKillTests
{
    private const int Kills = 24;
    private const int BrokerKills = 4;
    private static readonly int Times = Environment.GetEnvironmentVariable("TRADEBOOKS_LONG") == "1" ? 10 : 1;

    // About what the kills take, so that most of them meet topics that grow.
    private static readonly TimeSpan Length = TimeSpan.FromSeconds(25 * Times);

    [Fact]
    public void Trade_TraderAndBrokerKilledWhileTopicsFill_TradesAsTheBacktest()
    {
        using var broker = KafkaBroker.Start();
        using var folder = new TemporaryFolder();
        var data = SharedData.TryPath("bars") is null ? MarketData.Sample() : MarketData.Named("stocks");
        var whole = data.Backtest(folder["backtest"]);
        var side = BrokerSide.Of(broker);
        var trader = new Trader(side, folder["out"], "kill-{symbol}", data.Symbols);
        using var producer = new PacedProducer(new RecordProducer(side, "kill-{symbol}"), data, Length);
        var length = new FileInfo(Path.Combine(whole.Folder, RunResults.TradeLogName)).Length;
        var campaign = new LiveKillCampaign(broker, trader, folder["out"], producer, length, seed: 11);

        var time = Stopwatch.StartNew();
        campaign.Run(Kills * Times, BrokerKills * Times);
        TestContext.Current.TestOutputHelper?.WriteLine($"{time.Elapsed.TotalSeconds:0} s: {campaign}");

        trader.Results.ShouldTradeAs(whole);
        trader.Saved!.ShouldHaveReadEachOnce();
        Assert.All(data.Symbols, symbol => Assert.Equal(
            data.Bars[symbol].Count + 1, trader.Saved!.Of($"kill-{symbol.ToLowerInvariant()}", 0, "nextOffset")));
        AssertHitEverywhere(campaign);
    }

    // A campaign that kills at one place only, or too late, would prove nothing.
    private static void AssertHitEverywhere(LiveKillCampaign campaign)
    {
        var trading = campaign.Kills.Where(kill => kill.Phase == KillPhase.Trading).ToList();
        Assert.True(campaign.Kills.Count >= Kills * Times, $"fewer kills than {Kills * Times}: {campaign}");
        Assert.True(campaign.BrokerKills == BrokerKills * Times, $"fewer kills of the broker than {BrokerKills * Times}: {campaign}");
        Assert.True(campaign.Kills.Any(kill => kill.Phase == KillPhase.BeforeFirstState), $"none before a state: {campaign}");
        Assert.True(campaign.Kills.Any(kill => kill.Phase == KillPhase.Finishing), $"none at the end: {campaign}");
        Assert.True(trading.Any(kill => kill.Progress < 300), $"none early on: {campaign}");
        Assert.True(trading.Any(kill => kill.Progress is >= 300 and < 600), $"none in the middle: {campaign}");
        Assert.True(trading.Select(kill => kill.Progress).Distinct().Count() > trading.Count / 2, $"hardly any progress between: {campaign}");
    }
}
