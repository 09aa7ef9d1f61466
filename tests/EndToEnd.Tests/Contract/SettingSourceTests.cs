using TradeBooks.EndToEnd.Tests.Running;

namespace TradeBooks.EndToEnd.Tests.Contract;

/// <summary>Settings from the file, from the environment and from the command line, the later winning.</summary>
public sealed class SettingSourceTests
{
    [Fact]
    public void Backtest_FileEnvironmentAndSet_TheLaterWins()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["tradebooks.json"], """
            {
              // Comments and a last comma are fine.
              "cash": 50000, "fees": "per-share", "fee_per_share": 0.01, "rejection": 0.75,
              "trend": { "fast": 6, "slow": 14, "signal": 4, },
            }
            """);
        var environment = new Dictionary<string, string>
        {
            ["TRADEBOOKS_FEE_PER_SHARE"] = "0.02",
            ["TRADEBOOKS_TREND__FAST"] = "7",
            ["TRADEBOOKS_REJECTION"] = "0.8",
            ["TRADEBOOKS_LONG"] = "1",
            ["TRADEBOOKS_KAFKA"] = "not a setting",
        };
        RunningProgram.RunIn(
            folder.Root, environment, "backtest", "--data", Repository.Sample, "--strategy", "lss,trend=macd-trend", "--out", "out",
            "--set", "rejection=0.85").ShouldExit(0);

        var settings = new RunResults(folder["out"]).State().GetProperty("settings");
        Assert.Equal("50000", settings.GetProperty("cash").GetString());
        Assert.Equal("per-share", settings.GetProperty("fees").GetString());
        Assert.Equal("0.02", settings.GetProperty("fee_per_share").GetString());
        Assert.Equal("7", settings.GetProperty("trend.fast").GetString());
        Assert.Equal("14", settings.GetProperty("trend.slow").GetString());
        Assert.Equal("5", settings.GetProperty("lss.fast").GetString());
        Assert.Equal("0.85", settings.GetProperty("lss.rejection").GetString());
    }

    [Fact]
    public void Backtest_ConfigOption_ReadsThatFileInstead()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["tradebooks.json"], """{ "cash": 1 }""");
        File.WriteAllText(folder["other.json"], """{ "cash": 20000 }""");
        RunningProgram.RunIn(
            folder.Root, null, "backtest", "--data", Repository.Sample, "--out", "out", "--config", "other.json").ShouldExit(0);
        Assert.Equal(20_000, new RunResults(folder["out"]).Figures().GetProperty("initialCash").GetDecimal());
    }

    [Theory]
    [InlineData("{ \"cash\": ", "tradebooks.json")]
    [InlineData("[]", "tradebooks.json")]
    [InlineData("{ \"cash\": [1] }", "cash")]
    [InlineData("{ \"chash\": 1 }", "chash")]
    public void Backtest_WrongFile_SaysSoAndWritesNothing(string json, string part)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["tradebooks.json"], json);
        RunningProgram.RunIn(folder.Root, null, "backtest", "--data", Repository.Sample, "--out", "out")
            .ShouldExit(2).ShouldSayInOneLine(part);
        Assert.False(Directory.Exists(folder["out"]), "OUT is there");
    }
}
