using TradeBooks.Cli.Running;
using TradeBooks.Domain.Settings;
using TradeBooks.Tests;

namespace TradeBooks.Cli.Tests;

public sealed class ReplaySpeedTests
{
    [Theory]
    [InlineData("every:1", 1.0)]
    [InlineData("EVERY:0.5", 0.5)]
    [InlineData("every:0.001", 0.001)]
    [InlineData("every:86400", 86_400.0)]
    public void Parse_Every_GivesItsSeconds(string text, double seconds)
    {
        var speed = ReplaySpeed.Parse(text);
        Assert.Equal(TimeSpan.FromSeconds(seconds), speed.Every);
        Assert.IsType<SteadyPacer>(speed.StartPacer(new ManualClock()));
    }

    [Theory]
    [InlineData("600x", 600.0)]
    [InlineData("realtime", 1.0)]
    public void Parse_Factor_Paces(string text, double factor)
    {
        var speed = ReplaySpeed.Parse(text);
        Assert.Equal(factor, speed.Speed.Factor);
        Assert.IsType<Pacer>(speed.StartPacer(new ManualClock()));
    }

    [Fact]
    public void Parse_Max_DoesNotPace() => Assert.Null(ReplaySpeed.Parse("max").StartPacer(new ManualClock()));

    [Theory]
    [InlineData("every:")]
    [InlineData("every:0")]
    [InlineData("every:-1")]
    [InlineData("every:NaN")]
    [InlineData("every:86401")]
    [InlineData("every:1s")]
    public void Parse_WrongSeconds_SaysWhatToGive(string text) => Assert.StartsWith(
        $"--speed {text}: give seconds from 0.001 to 86400",
        Assert.Throws<SettingException>(() => ReplaySpeed.Parse(text)).Message, StringComparison.Ordinal);

    [Fact]
    public void Parse_AnythingElse_NamesEveryToo() => Assert.Equal(
        "--speed fast: give max, realtime or a factor such as 600x, from 0.001x on, or every:SECONDS between event times",
        Assert.Throws<SettingException>(() => ReplaySpeed.Parse("fast")).Message);
}
