using TradeBooks.Domain.Settings;

namespace TradeBooks.Domain.Tests.Settings;

public sealed class SettingsReaderTests
{
    [Fact]
    public void Getters_NothingGiven_GiveTheDefaults()
    {
        var reader = Reader();
        Assert.Equal("x", reader.Text("text", "x", ""));
        Assert.Equal("b", reader.Choice("choice", "b", ["a", "b"], ""));
        Assert.Equal(7, reader.WholeNumber("whole", 7, 1, 9, ""));
        Assert.Equal(0.5m, reader.Number("number", 0.5m, 0, 1, ""));
        Assert.Null(reader.OptionalNumber("optional", 0, 1, ""));
        Assert.True(reader.Flag("flag", true, ""));
        Assert.Equal(
            ["choice=b", "flag=true", "number=0.5", "optional=off", "text=x", "whole=7"],
            reader.InForce.Select(pair => $"{pair.Key}={pair.Value}"));
    }

    [Fact]
    public void Group_NamesOfOthers_AreHandedOnAndNotInForce()
    {
        var reader = Reader(("Kafka.Client.Sasl.Password", " secret "), ("kafka.client.acks", "1"), ("Kafka.Clients.x", "2"), ("Kafka.Client", "3"), ("Kafka.Client.", "4"));
        var group = reader.Group("Kafka.Client", "anything");
        Assert.Equal(["acks=1", "sasl.password=secret"], group.Select(pair => $"{pair.Key}={pair.Value}"));
        Assert.Equal("secret", group["SASL.Password"]);
        Assert.Empty(reader.InForce);
        var definition = Assert.Single(reader.Definitions);
        Assert.Equal(("Kafka.Client.*", "", "anything"), (definition.Key, definition.Default, definition.Effect));
        // What is not of the group is still unknown.
        Assert.Throws<SettingException>(reader.RejectUnknown);
        Assert.Empty(Reader().Group("Kafka.Client", ""));
    }

    [Theory]
    [InlineData("kafka.sasl.passwort", true)]
    [InlineData("my_PASSWORD", true)]
    [InlineData("ClientSecret", true)]
    [InlineData("api_token", true)]
    [InlineData("ssl.key.pem", true)]
    [InlineData("cahs", false)]
    public void RejectUnknown_NameOfASecret_DoesNotRepeatItsValue(string key, bool isSecret)
    {
        var message = Assert.Throws<SettingException>(Reader((key, "hunter2")).RejectUnknown).Message;
        Assert.Contains($"'{key}'", message, StringComparison.Ordinal);
        Assert.Equal(!isSecret, message.Contains("hunter2", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("0.25", "0.25")]
    [InlineData(" 1 ", "1")]
    [InlineData("1e-3", "0.001")]
    [InlineData("-1", null)]
    [InlineData("1.0001", null)]
    [InlineData("0,5", null)]
    [InlineData("half", null)]
    [InlineData("", null)]
    [InlineData("NaN", null)]
    public void Number_Text_IsReadOrNamedWithItsKey(string text, string? expected)
    {
        var reader = Reader(("rate", text));
        if (expected is null)
            Refused("rate", text, () => reader.Number("rate", 0, 0, 1, ""));
        else
            Assert.Equal(expected, FormattableString.Invariant($"{reader.Number("rate", 0, 0, 1, "")}"));
    }

    [Theory]
    [InlineData("3", 3)]
    [InlineData("+3", 3)]
    [InlineData("0", null)]
    [InlineData("10", null)]
    [InlineData("3.0", null)]
    [InlineData("99999999999", null)]
    public void WholeNumber_Text_IsReadOrNamedWithItsKey(string text, int? expected)
    {
        var reader = Reader(("n", text));
        if (expected is { } value)
            Assert.Equal(value, reader.WholeNumber("n", 1, 1, 9, ""));
        else
            Refused("n", text, () => reader.WholeNumber("n", 1, 1, 9, ""));
    }

    [Theory]
    [InlineData("off")]
    [InlineData("OFF")]
    [InlineData("None")]
    [InlineData("null")]
    [InlineData("")]
    public void OptionalNumber_WordsForNothing_AreNothing(string text) =>
        Assert.Null(Reader(("limit", text)).OptionalNumber("limit", 0, 1, ""));

    [Fact]
    public void OptionalNumber_OutOfRangeOrNoNumber_IsNamedWithItsKey()
    {
        Assert.Equal(0.2m, Reader(("limit", "0.2")).OptionalNumber("limit", 0, 1, ""));
        Refused("limit", "2", () => Reader(("limit", "2")).OptionalNumber("limit", 0, 1, ""));
        Refused("limit", "never", () => Reader(("limit", "never")).OptionalNumber("limit", 0, 1, ""));
    }

    [Theory]
    [InlineData("true", true)]
    [InlineData("Yes", true)]
    [InlineData("ON", true)]
    [InlineData("1", true)]
    [InlineData("false", false)]
    [InlineData("no", false)]
    [InlineData("off", false)]
    [InlineData("0", false)]
    public void Flag_Words_AreRead(string text, bool expected) =>
        Assert.Equal(expected, Reader(("flag", text)).Flag("flag", !expected, ""));

    [Fact]
    public void FlagAndChoice_OtherWords_AreNamedWithTheirKey()
    {
        Refused("flag", "maybe", () => Reader(("flag", "maybe")).Flag("flag", true, ""));
        Refused("kind", "c", () => Reader(("kind", "c")).Choice("kind", "a", ["a", "b"], ""));
        Assert.Equal("b", Reader(("kind", "B")).Choice("kind", "a", ["a", "b"], ""));
    }

    [Fact]
    public void For_OwnKey_WinsOverTheGeneralOne()
    {
        var reader = Reader(("fast", "3"), ("trend.fast", "5"), ("slow", "9"));
        Assert.Equal(5, reader.For("trend").WholeNumber("fast", 1, 1, 99, ""));
        Assert.Equal(9, reader.For("trend").WholeNumber("slow", 1, 1, 99, ""));
        Assert.Equal(3, reader.For("other").WholeNumber("fast", 1, 1, 99, ""));
        Assert.Equal(3, reader.WholeNumber("fast", 1, 1, 99, ""));
        Assert.Equal(
            ["fast=3", "other.fast=3", "trend.fast=5", "trend.slow=9"],
            reader.InForce.Select(pair => $"{pair.Key}={pair.Value}"));
        reader.RejectUnknown();
        Refused("fast", "0", () => Reader(("trend.fast", "0")).For("trend").WholeNumber("fast", 1, 1, 99, ""));
    }

    [Theory]
    [InlineData("fsat")]
    [InlineData("trend.fsat")]
    [InlineData("tredn.fast")]
    public void RejectUnknown_KeyNobodyAskedFor_NamesItAndWhatThereIs(string key)
    {
        var reader = Reader((key, "17"), ("fast", "3"));
        reader.For("trend").WholeNumber("fast", 1, 1, 99, "bars");
        var error = Assert.Throws<SettingException>(reader.RejectUnknown);
        Assert.Contains($"'{key}'", error.Message, StringComparison.Ordinal);
        Assert.Contains("'17'", error.Message, StringComparison.Ordinal);
        Assert.Contains("fast", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Keys_OfAnotherCase_CountAsTheSameKey()
    {
        var reader = Reader(("Fast", "3"));
        Assert.Equal(3, reader.WholeNumber("fast", 1, 1, 99, ""));
        reader.RejectUnknown();
        var error = Assert.Throws<SettingException>(() => Reader(("fast", "3"), ("FAST", "4")));
        Assert.Contains("'FAST'", error.Message, StringComparison.Ordinal);
    }

    private static SettingsReader Reader(params (string Key, string Value)[] values) =>
        new(values.ToDictionary(pair => pair.Key, pair => pair.Value));

    private static void Refused(string key, string value, Func<object?> read)
    {
        var error = Assert.Throws<SettingException>(() => { read(); });
        Assert.Contains(key, error.Message, StringComparison.Ordinal);
        Assert.Contains($"'{value}'", error.Message, StringComparison.Ordinal);
    }
}
