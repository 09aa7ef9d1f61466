using System.Collections;
using TradeBooks.Cli.Settings;
using TradeBooks.Domain.Settings;

namespace TradeBooks.Cli.Tests;

public sealed class SettingsLoaderTests
{
    [Fact]
    public void Load_File_ReadsEveryKindOfValueAndScopes()
    {
        using var folder = new TemporaryFolder();
        var values = Load(folder, """
            {
              // A comment.
              "cash": 50000, "fee_percent": 1e-3, "name": "a text", "yes": true, "no": false, "nothing": null,
              "trend": { "fast": 6, "deep": { "er": "x" } },
            }
            """);
        Assert.Equal(
            new Dictionary<string, string>
            {
                ["cash"] = "50000",
                ["fee_percent"] = "1e-3",
                ["name"] = "a text",
                ["yes"] = "True",
                ["no"] = "False",
                ["trend.fast"] = "6",
                ["trend.deep.er"] = "x",
            },
            values);
        var reader = new SettingsReader(values);
        Assert.Equal(0.001m, reader.Number("fee_percent", 0, 0, 1, ""));
        Assert.True(reader.Flag("yes", false, ""));
        Assert.False(reader.Flag("no", true, ""));
    }

    [Fact]
    public void Load_Environment_TakesItsOwnNamesOnly()
    {
        var values = SettingsLoader.Load(
            null,
            new Hashtable
            {
                ["TRADEBOOKS_MAX_DRAWDOWN"] = "0.2",
                ["TRADEBOOKS_TREND__FAST"] = "7",
                ["TRADEBOOKS_EMPTY"] = "",
                ["TRADEBOOKS_KAFKA"] = "x",
                ["TRADEBOOKS_POSTGRES"] = "x",
                ["TRADEBOOKS_HOME"] = "x",
                ["TRADEBOOKS_LONG"] = "1",
                ["tradebooks_cash"] = "1",
                ["MY_TRADEBOOKS_CASH"] = "1",
                ["PATH"] = "/bin",
            },
            []);
        Assert.Equal(
            new Dictionary<string, string> { ["max_drawdown"] = "0.2", ["trend.fast"] = "7", ["empty"] = "" }, values);
    }

    [Fact]
    public void Load_EverySource_TheLaterWinsWhateverTheCase()
    {
        using var folder = new TemporaryFolder();
        var values = Load(
            folder, """{ "a": 1, "b": 1, "C": 1, "trend": { "fast": 1 } }""",
            new Hashtable { ["TRADEBOOKS_B"] = "2", ["TRADEBOOKS_C"] = "2", ["TRADEBOOKS_TREND__FAST"] = "2" },
            "c=3", "trend.fast = 3 ", "c=4", "d=x=y", "e=");
        Assert.Equal(6, values.Count);
        Assert.Equal("1", values["A"]);
        Assert.Equal("2", values["b"]);
        Assert.Equal("4", values["c"]);
        Assert.Equal(" 3 ", values["trend.fast"]);
        Assert.Equal("x=y", values["d"]);
        Assert.Equal("", values["e"]);
        Assert.Equal(3, new SettingsReader(values).For("trend").WholeNumber("fast", 1, 1, 9, ""));
    }

    [Fact]
    public void Load_KafkaKeys_ColonsAndDotsAndNestingAreTheSame()
    {
        using var folder = new TemporaryFolder();
        var values = Load(
            folder,
            """
            {
              "Kafka": { "Brokers": "file:1", "Topic": "file", "Client": { "security.protocol": "ssl", "sasl": { "username": "file" } } },
              "Kafka:Producer": { "acks": 1 }, "Kafka:Consumer:fetch.wait.max.ms": 5
            }
            """,
            new Hashtable { ["TRADEBOOKS_KAFKA__TOPIC"] = "environment", ["TRADEBOOKS_KAFKA__CLIENT__SASL__USERNAME"] = "environment" },
            "kafka:client:sasl.username=set", "Kafka.Consumer.fetch.wait.max.ms=7", "Kafka:Producer:linger.ms=a:b=c");
        Assert.Equal(
            [
                "Kafka.Brokers=file:1", "Kafka.Client.sasl.username=set", "Kafka.Client.security.protocol=ssl",
                "Kafka.Consumer.fetch.wait.max.ms=7", "Kafka.Producer.acks=1", "Kafka.Producer.linger.ms=a:b=c", "Kafka.Topic=environment",
            ],
            values.Select(pair => $"{pair.Key}={pair.Value}").Order(StringComparer.Ordinal));
        // Others keep their colons.
        Assert.Equal("x", SettingsLoader.Load(null, new Hashtable(), ["a:b=x"])["a:b"]);
    }

    [Theory]
    [InlineData("{ \"a\": ", "settings.json")]
    [InlineData("[1]", "one JSON object")]
    [InlineData("\"a\"", "one JSON object")]
    [InlineData("{ \"a\": { \"b\": [1] } }", "a.b")]
    public void Load_WrongFile_NamesIt(string json, string part)
    {
        using var folder = new TemporaryFolder();
        var message = Assert.Throws<SettingException>(() => Load(folder, json)).Message;
        Assert.Contains(folder["settings.json"], message, StringComparison.Ordinal);
        Assert.Contains(part, message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', message);
    }

    [Fact]
    public void Load_FileThatCannotBeRead_NamesIt()
    {
        using var folder = new TemporaryFolder();
        foreach (var path in new[] { folder["absent.json"], folder.Root })
            Assert.Contains(path, Assert.Throws<SettingException>(() => SettingsLoader.Load(path, new Hashtable(), [])).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("cash")]
    [InlineData("=5")]
    [InlineData("")]
    [InlineData(" =5")]
    public void Load_AssignmentWithoutKeyOrValue_IsQuoted(string assignment)
    {
        var message = Assert.Throws<SettingException>(() => SettingsLoader.Load(null, new Hashtable(), [assignment])).Message;
        Assert.Equal($"--set {assignment}: a setting is given as key=value", message);
    }

    private static Dictionary<string, string> Load(TemporaryFolder folder, string json, Hashtable? environment = null, params string[] assignments)
    {
        File.WriteAllText(folder["settings.json"], json);
        return SettingsLoader.Load(folder["settings.json"], environment ?? [], assignments);
    }
}
