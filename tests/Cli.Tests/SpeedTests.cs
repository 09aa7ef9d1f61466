using TradeBooks.Cli.Running;
using TradeBooks.Domain.Settings;

namespace TradeBooks.Cli.Tests;

public sealed class SpeedTests
{
    [Theory]
    [InlineData("max", null)]
    [InlineData("MAX", null)]
    [InlineData("realtime", 1.0)]
    [InlineData("1x", 1.0)]
    [InlineData("600x", 600.0)]
    [InlineData("600X", 600.0)]
    [InlineData("0.5x", 0.5)]
    [InlineData("1e6x", 1e6)]
    [InlineData("0.001x", 0.001)]
    public void Parse_Speed_GivesItsFactor(string text, double? factor) => Assert.Equal(factor, Speed.Parse(text).Factor);

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("600")]
    [InlineData("0x")]
    [InlineData("-1x")]
    [InlineData("NaNx")]
    [InlineData("Infinityx")]
    [InlineData("1e999x")]
    [InlineData("1e-9x")]
    [InlineData("fastx")]
    [InlineData("minimum")]
    public void Parse_AnythingElse_SaysWhatToGive(string text)
    {
        var message = Assert.Throws<SettingException>(() => Speed.Parse(text)).Message;
        Assert.StartsWith($"--speed {text}: give max, realtime or a factor", message, StringComparison.Ordinal);
    }
}
