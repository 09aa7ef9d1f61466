using System.Text;
using TradeBooks.EndToEnd.Tests.Running;
using TradeBooks.Tests;
using TradeBooks.Tests.Kafka;

namespace TradeBooks.EndToEnd.Tests.Produce;

/// <summary>What stands in the topics, on a real broker and where it is said on the mock cluster.</summary>
public sealed class ProduceTests
{
    private static readonly string[] Symbols = ["ACME", "BOLT", "CRUX", "DUNE"];

    [Fact]
    public void Produce_TopicForEachSymbol_HoldsItsRowsAndAnEnd()
    {
        using var broker = KafkaBroker.Start();
        var produce = new ProduceCase(broker, Repository.Sample);
        var run = produce.Run().ShouldExit(0);
        Assert.StartsWith(
            "4,684 records of 4 symbols in 4 topics: 4,680 bars, 4 ends of data\nAll acknowledged in ", run.Output, StringComparison.Ordinal);
        foreach (var symbol in Symbols)
        {
            var records = produce.Read($"topic_{symbol.ToLowerInvariant()}");
            ProduceCase.ShouldHold(BarRow.Read(Repository.Sample, symbol), records);
            Assert.Equal("{\"control\":\"end-of-data\"}", Encoding.UTF8.GetString(records[^1].Message.Value));
        }

        Assert.Equal(
            """{"datetime":"2025-03-05 14:31:00","open":22.15,"high":22.19,"low":22.15,"close":22.17,"% change":0.0903}""",
            Encoding.UTF8.GetString(produce.Read("topic_acme")[1].Message.Value));
    }

    [Fact]
    public void Produce_RealStocks_FillSevenTopics()
    {
        var data = SharedData.Path("bars");
        using var broker = KafkaBroker.Start();
        var produce = new ProduceCase(broker, data);
        produce.Run("--topic", "bars.{SYMBOL}").ShouldExit(0);
        foreach (var file in Directory.EnumerateFiles(data, "*.csv"))
        {
            var symbol = Path.GetFileNameWithoutExtension(file);
            ProduceCase.ShouldHold(BarRow.Read(data, symbol), produce.Read($"bars.{symbol}"));
        }
    }

    [Fact]
    public void Produce_OneTopic_InterleavesAllSymbolsByTime()
    {
        using var broker = KafkaBroker.Start();
        var produce = new ProduceCase(broker, Repository.Sample);
        produce.Run("--topic", "all", "--symbols", "DUNE,ACME,CRUX").ShouldExit(0);
        var records = produce.Read("all");
        ProduceCase.ShouldHold(BarRow.Read(Repository.Sample, "ACME", "CRUX", "DUNE"), records);
        Assert.Equal(3513, records.Count);
        Assert.Equal(["ACME", "ACME", "CRUX", "CRUX", "DUNE", "DUNE"], records.TakeLast(6).Select(ProduceCase.KeyOf));
    }

    [Fact]
    public void Produce_PartitionMap_PutsEachSymbolWhereItSays()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["sim-config.json"], """{"ACME":2,"BOLT":0,"CRUX":2,"DUNE":1}""");
        using var broker = KafkaBroker.Start(new KafkaBrokerOptions { Partitions = 3 });
        var produce = new ProduceCase(broker, Repository.Sample);
        produce.Run("--topic", "sim-bars", "--partition-map", folder["sim-config.json"]).ShouldExit(0);
        var records = produce.Read("sim-bars").ToLookup(record => record.Partition.Value);
        ProduceCase.ShouldHold(BarRow.Read(Repository.Sample, "BOLT"), records[0]);
        ProduceCase.ShouldHold(BarRow.Read(Repository.Sample, "DUNE"), records[1]);
        ProduceCase.ShouldHold(BarRow.Read(Repository.Sample, "ACME", "CRUX"), records[2]);
    }

    [Fact]
    public void Produce_MapWithMorePartitionsThanTheTopic_SendsNothing()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["sim-config.json"], """{"ACME":0,"BOLT":5}""");
        using var broker = KafkaBroker.Start(new KafkaBrokerOptions { Partitions = 2 });
        broker.CreateTopic("sim-bars", 2);
        var produce = new ProduceCase(broker, Repository.Sample);
        string[] arguments = ["--topic", "sim-bars", "--partition-map", folder["sim-config.json"]];
        produce.Run([.. arguments, "--symbols", "ACME,BOLT"]).ShouldExit(2)
            .ShouldSayInOneLine("sim-config.json: symbol BOLT is on partition 5, but topic sim-bars has only 2");
        produce.Run([.. arguments, "--symbols", "ACME,CRUX"]).ShouldExit(2).ShouldSayInOneLine("sim-config.json: symbol CRUX is missing");
        Assert.Empty(produce.Read("sim-bars"));
    }

    [Fact]
    public void Produce_KeyDecides_ChoosesPartitionsAsJavaDoes()
    {
        using var folder = new TemporaryFolder();
        // The hashes that Apache Kafka's own UtilsTest expects of murmur2.
        var hashes = new Dictionary<string, int>
        {
            ["21"] = -973932308,
            ["foobar"] = -790332482,
            ["a-little-bit-long-string"] = -985981536,
            ["a-little-bit-longer-string"] = -1486304829,
        };
        foreach (var symbol in hashes.Keys)
            File.Copy(Path.Combine(Repository.Sample, "ACME.csv"), folder[symbol + ".csv"]);
        using var broker = KafkaBroker.Start(new KafkaBrokerOptions { Partitions = 7 });
        var produce = new ProduceCase(broker, folder.Root);
        produce.Run("--topic", "all").ShouldExit(0);
        var records = produce.Read("all");
        foreach (var (symbol, hash) in hashes)
        {
            var own = records.Where(record => ProduceCase.KeyOf(record) == symbol).ToList();
            Assert.Equal((hash & int.MaxValue) % 7, Assert.Single(own.Select(record => record.Partition.Value).Distinct()));
            ProduceCase.ShouldHold(BarRow.Read(folder.Root, symbol), own);
        }

        Assert.Equal("Nothing was left to produce\n", produce.Run("--topic", "all", "--resume").ShouldExit(0).Output);
        Assert.Equal(records.Count, produce.Read("all").Count);
    }

    [Fact]
    public void Produce_Range_TakesTheFirstTimeInAndTheLastOut()
    {
        using var broker = KafkaBroker.Start();
        var produce = new ProduceCase(broker, Repository.Sample);
        var run = produce.Run(
            "--symbols", "ACME", "--from", "2025-03-05T15:00", "--to", "2025-03-06 14:45", "--no-end", "--json").ShouldExit(0);
        var expected = BarRow.Read(Repository.Sample, "ACME").Where(row =>
            string.CompareOrdinal(row.Time, "2025-03-05 15:00:00") >= 0 && string.CompareOrdinal(row.Time, "2025-03-06 14:45:00") < 0).ToList();
        Assert.Equal("2025-03-06 14:44:00", expected[^1].Time);
        ProduceCase.ShouldHold(expected, produce.Read("topic_acme"), withEnds: false);
        Assert.Contains($"\"records\": {expected.Count},\n", run.Output, StringComparison.Ordinal);
        Assert.Contains("\"acknowledgedUpTo\": \"2025-03-06T14:44:00.000Z\",\n", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Produce_Every_WaitsBetweenTimes()
    {
        using var broker = KafkaBroker.Start();
        var produce = new ProduceCase(broker, Repository.Sample);
        var run = produce.Run("--speed", "every:0.2", "--to", "2025-03-05T14:36", "--json").ShouldExit(0);
        // Six times, so five waits.
        using var summary = System.Text.Json.JsonDocument.Parse(run.Output);
        Assert.InRange(summary.RootElement.GetProperty("sendingSeconds").GetDouble(), 1.0, 30);
        Assert.Equal(24, summary.RootElement.GetProperty("bars").GetInt64());
    }

    [Fact]
    public void Produce_BrokerWithHeaders_EndsWithAHeader()
    {
        using var cluster = MockCluster.Start();
        var produce = new ProduceCase(cluster.Client, Repository.Sample);
        produce.Run("--symbols", "ACME,BOLT").ShouldExit(0);
        foreach (var symbol in new[] { "ACME", "BOLT" })
        {
            var records = produce.Read($"topic_{symbol.ToLowerInvariant()}");
            ProduceCase.ShouldHold(BarRow.Read(Repository.Sample, symbol), records);
            var end = records[^1].Message;
            Assert.True(end.Value is not { Length: > 0 }, "the end has a value");
            Assert.Equal("end-of-data", Encoding.UTF8.GetString(end.Headers.GetLastBytes("tradebooks-control")));
            Assert.All(records.SkipLast(1), record => Assert.Empty(record.Message.Headers));
        }
    }

    [Fact]
    public void Produce_NoTopicAndNoCreation_SaysHowToCreateIt()
    {
        using var broker = KafkaBroker.Start(new KafkaBrokerOptions { AutoCreateTopics = false });
        broker.CreateTopic("topic_acme", 1);
        var produce = new ProduceCase(broker, Repository.Sample);
        produce.Run("--symbols", "ACME,BOLT").ShouldExit(4)
            .ShouldSayInOneLine("topic_bolt", $"kafka-topics.sh --bootstrap-server {broker.Address} --create --topic topic_bolt --partitions 1");
        Assert.Equal(0, produce.Count("topic_acme"));
    }

    [Fact]
    public void Produce_BadRow_SendsWhatComesBeforeIt()
    {
        using var folder = new TemporaryFolder();
        var lines = File.ReadAllLines(Path.Combine(Repository.Sample, "ACME.csv"));
        lines[100] = lines[100].Replace(',', ';');
        File.WriteAllLines(folder["ACME.csv"], lines);
        using var broker = KafkaBroker.Start();
        var produce = new ProduceCase(broker, folder.Root);
        produce.Run().ShouldExit(2).ShouldSayInOneLine("ACME.csv line 101: ");
        ProduceCase.ShouldHold(BarRow.Read(Repository.Sample, "ACME")[..99], produce.Read("topic_acme"), withEnds: false);

        var run = produce.Run("--bad-rows", "skip", "--resume").ShouldExit(0);
        Assert.Contains("ACME.csv line 101: ", run.Error, StringComparison.Ordinal);
        Assert.StartsWith("1 bad row left out\n", run.Output, StringComparison.Ordinal);
        var rows = BarRow.Read(Repository.Sample, "ACME");
        rows.RemoveAt(99);
        ProduceCase.ShouldHold(rows, produce.Read("topic_acme"));
    }
}
