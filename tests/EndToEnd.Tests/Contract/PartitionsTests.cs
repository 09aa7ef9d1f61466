using System.Net;
using System.Net.Sockets;
using TradeBooks.EndToEnd.Tests.Running;

namespace TradeBooks.EndToEnd.Tests.Contract;

public sealed class PartitionsTests
{
    private const int Columns = 80;

    private const string Map = "{\n  \"apeusdt\": 1,\n  \"btcusdt\": 0,\n  \"ethusdt\": 1\n}\n";

    [Fact]
    public void Partitions_Rates_PrintsAndWritesTheMap()
    {
        using var folder = new TemporaryFolder();
        var run = RunningProgram.RunIn(
            folder.Root, null, "partitions", "--symbols", "btcusdt,ethusdt,apeusdt", "--partitions", "2",
            "--rates", "btcusdt=120,ethusdt=80,apeusdt=5", "--out", "binance-config.json").ShouldExit(0);
        Assert.Equal(
            """
            Symbol   Partition     Share
            btcusdt          0   58.54 %
            ethusdt          1   39.02 %
            apeusdt          1    2.44 %

            3 symbols on 2 partitions; busiest 58.54 %, equal share 50.00 %
            Written: binance-config.json

            """, run.Output);
        Assert.Equal(Map, File.ReadAllText(folder["binance-config.json"]));
        Assert.Equal(["binance-config.json"], new RunResults(folder.Root).FileNames);
    }

    [Fact]
    public void Partitions_FromAMap_AddsAndMovesNothing()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["binance-config.json"], Map);
        File.WriteAllText(folder["rates.csv"], "symbol,rate\nbtcusdt,1\napeusdt,1\nethusdt,1\nsolusdt,100\n");
        var run = RunningProgram.RunIn(
            folder.Root, null, "partitions", "--symbols", "solusdt", "--rates", "rates.csv",
            "--from", "binance-config.json", "--out", "binance-config.json").ShouldExit(0);
        Assert.Contains("solusdt          0   97.09 %  new\n", run.Output, StringComparison.Ordinal);
        Assert.Equal(Map.Replace("\n}", ",\n  \"solusdt\": 0\n}", StringComparison.Ordinal), File.ReadAllText(folder["binance-config.json"]));
    }

    [Fact]
    public void Partitions_LongSymbols_Fit()
    {
        var symbols = string.Join(',', Enumerable.Range(0, 40).Select(i => new string((char)('a' + i % 26), 70) + i));
        var run = RunningProgram.Run("partitions", "--symbols", symbols, "--partitions", "100000").ShouldExit(0);
        Assert.All(run.Output.Split('\n'), line => Assert.True(line.Length <= Columns, $"{line.Length} columns: {line}"));
    }

    [Fact]
    public void Partitions_WrongInput_SaysSoAndWritesNothing()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["binance-config.json"], Map);
        File.WriteAllText(folder["bad-config.json"], "{\"btcusdt\":\"0\"}");
        var before = new RunResults(folder.Root).Content();
        Say("how many partitions are there? Give --partitions N", "--symbols", "a");
        Say("which symbols? Give --symbols A,B", "--partitions", "2");
        Say("--partitions 0: give a number from 1 to 100000", "--symbols", "a", "--partitions", "0");
        Say("--rates has no rate of b", "--symbols", "a,b", "--partitions", "2", "--rates", "a=1");
        Say("bad-config.json: symbol btcusdt: '0' is not a number", "--symbols", "a", "--from", "bad-config.json");
        Say("--brokers is for --check alone", "--symbols", "a", "--partitions", "2", "--brokers", "localhost:1");
        Say("--partitions does not go with --check", "--check", "binance-config.json", "--partitions", "2");
        Say("no broker is named: give --brokers HOST:PORT", "--check", "binance-config.json");
        Say("absent-config.json: there is no such file", "--check", "absent-config.json", "--brokers", "localhost:1");
        Say(
            "a property of librdkafka can't be: No such configuration property: \"nonsense\"",
            "--check", "binance-config.json", "--brokers", "localhost:1", "--set", "Kafka:Client:nonsense=1");
        Say(
            "--out binance-config.json: it has apeusdt, which would be lost. Keep it with --from binance-config.json",
            "--symbols", "btcusdt", "--partitions", "2", "--out", "binance-config.json");
        Say(
            "--out binance-config.json: it has apeusdt on partition 1, not 0; to move it would break the order of its records. "
            + "Keep it with --from binance-config.json",
            "--symbols", "apeusdt,btcusdt,ethusdt", "--partitions", "2", "--out", "binance-config.json");
        Say("--out map.json: the file of a map is named EXCHANGE-config.json", "--symbols", "a", "--partitions", "2", "--out", "map.json");
        Assert.Equal(before, new RunResults(folder.Root).Content());

        void Say(string message, params string[] arguments) =>
            Assert.Equal(
                $"tradebooks: {message}",
                Assert.Single(RunningProgram.RunIn(folder.Root, null, ["partitions", .. arguments]).ShouldExit(2).ErrorLines));
    }

    [Fact]
    public void Partitions_PlaceThatCannotBeWritten_SaysSo()
    {
        using var folder = new TemporaryFolder();
        RunningProgram.Run("partitions", "--symbols", "a", "--partitions", "1", "--out", folder["absent/x-config.json"])
            .ShouldExit(3).ShouldSayInOneLine("absent/x-config.json can't be written");
    }

    [Fact]
    public void Check_TopicsThatFit_SaysSo()
    {
        using var folder = new TemporaryFolder();
        using var broker = new MockBroker("binance-orderbook", "binance-trades", "other");
        File.WriteAllText(folder["binance-config.json"], Map);
        File.WriteAllText(folder["other-config.json"], "{\"btcusdt\":3}");
        Assert.Equal(
            "binance-config.json: 3 symbols, all on partitions that binance-orderbook and\nbinance-trades have\n",
            Check("--check", "binance-config.json").ShouldExit(0).Output);
        Assert.Equal(
            "other-config.json: 1 symbol, all on partitions that other has\n",
            Check("--check", "other-config.json", "--topic", "other").ShouldExit(0).Output);

        ProgramResult Check(params string[] arguments) =>
            RunningProgram.RunIn(folder.Root, null, ["partitions", "--brokers", broker.Address, .. arguments]);
    }

    [Fact]
    public void Check_TopicsThatDoNotFit_SaysEachProblem()
    {
        using var folder = new TemporaryFolder();
        using var broker = new MockBroker("binance-orderbook");
        File.WriteAllText(folder["binance-config.json"], "{\"btcusdt\":4,\"apeusdt\":3,\"ethusdt\":17}");
        Directory.CreateDirectory(folder["old"]);
        File.WriteAllText(folder["old/binance-config.json"], "{\"apeusdt\":2}");
        var run = RunningProgram.RunIn(
            folder.Root, new Dictionary<string, string> { ["TRADEBOOKS_KAFKA__BROKERS"] = broker.Address },
            "partitions", "--check", "binance-config.json", "--check", "old/binance-config.json").ShouldExit(1);
        Assert.Equal(
            """
            binance-config.json: symbol apeusdt is on partition 3, but in old/binance-config.json on partition 2
            binance-config.json: symbol btcusdt is on partition 4, but topic binance-orderbook has only 4
            binance-config.json: symbol ethusdt is on partition 17, but topic binance-orderbook has only 4
            binance-config.json: there is no topic binance-trades
            old/binance-config.json: there is no topic binance-trades

            """, run.Output);
        // To ask for a topic must not make it.
        Assert.Equal(run.Output, RunningProgram.RunIn(
            folder.Root, null, "partitions", "--check", "binance-config.json", "--check", "old/binance-config.json",
            "--brokers", broker.Address).ShouldExit(1).Output);
    }

    [Fact]
    public void Check_NoBroker_SaysSoInOneLine()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["binance-config.json"], Map);
        // A port that nobody listens on, and one that takes connections and never answers.
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        var port = ((IPEndPoint)silent.LocalEndpoint).Port;
        RunningProgram.RunIn(folder.Root, null, "partitions", "--check", "binance-config.json", "--brokers", $"127.0.0.1:{port}", "--set", "Kafka:StartTimeout=1")
            .ShouldExit(4).ShouldSayInOneLine($"Kafka at 127.0.0.1:{port} does not answer: ");
        silent.Stop();
        RunningProgram.RunIn(folder.Root, null, "partitions", "--check", "binance-config.json", "--brokers", $"127.0.0.1:{port}", "--set", "Kafka:StartTimeout=1")
            .ShouldExit(4).ShouldSayInOneLine($"Kafka at 127.0.0.1:{port} does not answer: ", "Connection refused");
    }
}
