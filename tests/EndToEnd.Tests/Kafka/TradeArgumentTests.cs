using TradeBooks.EndToEnd.Tests.Running;
using TradeBooks.Tests.Kafka;

namespace TradeBooks.EndToEnd.Tests.Kafka;

/// <summary>What can't be traded is said in one line, without secrets, and nothing is written.</summary>
public sealed class TradeArgumentTests
{
    private const string Secret = "hunter2";

    [Theory]
    [InlineData("no.such.property", "--set", "Kafka:Client:no.such.property=1")]
    [InlineData("fetch.wait.max.ms", "--set", "Kafka:Consumer:fetch.wait.max.ms=soon")]
    [InlineData("security.protocol", "--set", "Kafka:Client:security.protocol=telepathy")]
    [InlineData("Clent", "--set", "Kafka:Clent:sasl.password=" + Secret)]
    [InlineData("sasl.pasword", "--set", "Kafka:Client:sasl.pasword=" + Secret)]
    [InlineData("StartTimeout", "--set", "Kafka:StartTimeout=long")]
    [InlineData("topic_aaa", "--symbols", "AAA,aaa")]
    [InlineData("'AAA' is given twice", "--symbols", "AAA,BBB,AAA")]
    [InlineData("bad topic", "--topic", "bad topic")]
    [InlineData("absent.json", "--topic", "all", "--partition-map", "absent.json")]
    [InlineData("Mars/Olympus", "--timezone", "Mars/Olympus")]
    [InlineData("no-such", "--strategy", "no-such")]
    [InlineData("cash", "--set", "cash=much")]
    public void Trade_WrongValue_SaysSoAndWritesNothing(string part, params string[] wrong)
    {
        using var folder = new TemporaryFolder();
        using var cluster = MockCluster.Start();
        cluster.CreateTopic("topic_aaa", 1);
        string[] symbols = wrong.Contains("--symbols") ? [] : ["--symbols", "AAA"];
        string[] arguments = ["trade", "--from", "kafka", "--brokers", cluster.Address, "--out", folder["out"], .. symbols, .. wrong];

        var result = RunningProgram.RunIn(folder.Root, null, arguments).ShouldExit(2).ShouldSayInOneLine(part);

        Assert.DoesNotContain(Secret, result.Error + result.Output, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder["out"]), "OUT is there");
    }

    [Fact]
    public void Trade_NoBroker_SaysSo()
    {
        using var folder = new TemporaryFolder();
        RunningProgram.RunIn(folder.Root, null, "trade", "--from", "kafka", "--symbols", "AAA", "--out", folder["out"])
            .ShouldExit(2).ShouldSayInOneLine("--brokers");
    }

    [Theory]
    [InlineData("""{"BBB":0}""", "AAA")]
    [InlineData("""{"AAA":7,"BBB":0}""", "7")]
    [InlineData("""{"AAA":0,"AAA":1}""", "AAA")]
    [InlineData("""{"AAA":"0"}""", "AAA")]
    [InlineData("""["AAA"]""", "map.json")]
    public void Trade_WrongPartitionMap_SaysSo(string map, string part)
    {
        using var folder = new TemporaryFolder();
        using var cluster = MockCluster.Start();
        cluster.CreateTopic("all", 2);
        File.WriteAllText(folder["map.json"], map);
        RunningProgram.Run(
                "trade", "--from", "kafka", "--brokers", cluster.Address, "--topic", "all", "--partition-map", folder["map.json"],
                "--symbols", "AAA", "--out", folder["out"])
            .ShouldExit(2).ShouldSayInOneLine("map.json", part);
        Assert.False(Directory.Exists(folder["out"]), "OUT is there");
    }

    [Theory]
    [InlineData(3, "mode", "--mode", "arrival")]
    [InlineData(3, "cash", "--set", "cash=5")]
    [InlineData(3, "the saved run has", "--strategy", "macd-trend")]
    [InlineData(2, "resume with the same topics", "--topic", "other-{symbol}")]
    public void Trade_ResumedAsAnotherRun_SaysSoAndKeepsWhatIsThere(int code, string part, params string[] others)
    {
        using var folder = new TemporaryFolder();
        using var cluster = MockCluster.Start();
        using var run = new HalfRun(BrokerSide.Of(cluster), folder["out"], topics =>
        {
            foreach (var topic in topics)
                cluster.CreateTopic(topic, 1);
        });
        foreach (var symbol in run.Data.Symbols)
            cluster.CreateTopic($"other-{symbol.ToLowerInvariant()}", 1);
        run.TradeFirst();
        var before = new RunResults(folder["out"]).Content();
        var arguments = run.Trader.Arguments("--resume", "--until-end").ToList();
        if (others[0] == "--topic")
            arguments.RemoveRange(arguments.IndexOf("--topic"), 2);

        RunningProgram.Run([.. arguments, .. others]).ShouldExit(code).ShouldSayInOneLine(part);

        Assert.Equal(before, new RunResults(folder["out"]).Content());
    }
}
