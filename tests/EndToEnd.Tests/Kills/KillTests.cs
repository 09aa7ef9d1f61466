using TradeBooks.EndToEnd.Tests.Running;

namespace TradeBooks.EndToEnd.Tests.Kills;

/// <summary>
/// A run that is killed at random moments and resumed gives what an uninterrupted one gives. With
/// <c>TRADEBOOKS_LONG=1</c> there are ten times as many kills.
/// </summary>
public sealed class KillTests
{
    private static readonly int Times = Environment.GetEnvironmentVariable("TRADEBOOKS_LONG") == "1" ? 10 : 1;

    [Theory]
    [InlineData("minute bars", 22, 1)]
    [InlineData("two strategies", 8, 2)]
    [InlineData("bad rows", 8, 3)]
    [InlineData("gzip", 8, 4)]
    [InlineData("descending", 8, 5)]
    public void Backtest_KilledAndResumed_GivesTheUninterruptedResults(string name, int kills, int seed)
    {
        using var folder = new TemporaryFolder();
        var run = KillCase.Create(name, folder.Folder("bars"));
        RunningProgram.Run(["backtest", .. run.Arguments, "--out", folder["whole"]]).ShouldExit(0);
        var whole = new RunResults(folder["whole"]);
        Assert.True(whole.Fills > 100, $"{whole.Fills} fills are too few to tell anything");

        var length = new FileInfo(Path.Combine(whole.Folder, RunResults.TradeLogName)).Length;
        var campaign = new KillCampaign(run.Arguments, folder["killed"], run.Minutes, length, seed);
        campaign.Run(kills * Times);
        TestContext.Current.TestOutputHelper?.WriteLine(campaign.ToString());

        new RunResults(folder["killed"]).ShouldEqual(whole);
        AssertHitEverywhere(campaign, kills * Times);
    }

    // A campaign that kills at one place only, or too late, would prove nothing.
    private static void AssertHitEverywhere(KillCampaign campaign, int kills)
    {
        var trading = campaign.Kills.Where(kill => kill.Phase == KillPhase.Trading).ToList();
        Assert.True(campaign.Kills.Count == kills, $"{campaign.Kills.Count} of {kills} kills hit: {campaign}");
        Assert.True(campaign.Kills.Any(kill => kill.Phase == KillPhase.BeforeFirstState), $"none before a state: {campaign}");
        Assert.True(campaign.Kills.Any(kill => kill.Phase == KillPhase.Finishing), $"none at the end: {campaign}");
        Assert.True(trading.Any(kill => kill.Progress < 400), $"none early on: {campaign}");
        Assert.True(trading.Any(kill => kill.Progress is >= 200 and < 800), $"none in the middle: {campaign}");
        Assert.True(trading.Any(kill => kill.Progress >= 600), $"none late: {campaign}");
        Assert.True(
            trading.Select(kill => kill.Progress).Distinct().Count() > trading.Count / 2, $"hardly any progress between: {campaign}");
    }
}
