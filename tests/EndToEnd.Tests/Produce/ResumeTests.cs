using System.Globalization;
using TradeBooks.EndToEnd.Tests.Running;
using TradeBooks.Tests.Kafka;

namespace TradeBooks.EndToEnd.Tests.Produce;

/// <summary>A producer that is stopped or killed, and goes on: each row once, in order, nothing left out.</summary>
public sealed class ResumeTests
{
    private static readonly string[] Symbols = ["AAA", "BBB", "CCC"];

    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    public void Resume_AfterAStop_SendsTheRestOnce(string signal)
    {
        using var broker = KafkaBroker.Start();
        var produce = new ProduceCase(broker, Repository.Sample);
        using (var program = produce.Start("--speed", "every:0.002"))
        {
            produce.WaitForCount(program, "topic_crux", 200);
            program.Signal(signal);
            var run = program.WaitForExit().ShouldExit(130);
            var counts = TopicsOf("ACME", "BOLT", "CRUX", "DUNE").Select(topic => produce.Count(topic)).ToList();
            var last = BarRow.OfValue("", produce.Read("topic_acme")[^1].Message.Value).Time;

            // All that was sent was acknowledged before it left, and it says how far that is.
            Assert.Equal(
                $"Interrupted after {counts.Sum().ToString("N0", CultureInfo.InvariantCulture)} records, all acknowledged, "
                + $"up to {last.Replace(' ', 'T')}.000Z. Go on with --resume", run.ErrorLines[^1]);
        }

        produce.Run("--resume").ShouldExit(0);
        ShouldBeWhole(produce, Repository.Sample, "ACME", "BOLT", "CRUX", "DUNE");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Resume_AfterManyKills_HasEachRowOnce(int seed)
    {
        using var folder = new TemporaryFolder();
        Generate(folder);
        using var broker = KafkaBroker.Start();
        var produce = new ProduceCase(broker, folder["bars"]);
        var rows = BarRow.Read(folder["bars"], Symbols).Count / Symbols.Length;
        var random = new Random(seed);
        const int Kills = 6;
        for (var kill = 0; kill < Kills; kill++)
        {
            using var program = produce.Start("--resume", "--speed", "200000x");
            produce.WaitForCount(program, "topic_bbb", (long)(rows * 0.9 * (kill + random.NextDouble()) / Kills));
            program.Kill();
        }

        produce.Run("--resume").ShouldExit(0);
        ShouldBeWhole(produce, folder["bars"], Symbols);
    }

    [Fact]
    public void Resume_KillsAtFullSpeedOnOneTopic_HasEachRowOnce()
    {
        using var folder = new TemporaryFolder();
        Generate(folder, days: 400);
        using var broker = KafkaBroker.Start();
        var produce = new ProduceCase(broker, folder["bars"]);
        var random = new Random(3);
        var rows = BarRow.Read(folder["bars"], Symbols);
        for (var kill = 1; kill <= 4; kill++)
        {
            using var program = produce.Start("--resume", "--topic", "all");
            produce.WaitForCount(program, "all", Math.Min(produce.Count("all") + random.Next(1, 20_000), rows.Count));
            program.Kill();
        }

        Assert.True(produce.Count("all") < rows.Count, "the kills came too late");
        produce.Run("--resume", "--topic", "all").ShouldExit(0);

        // Of each symbol every row once, in order; symbols may have got unequally far before a kill.
        var records = produce.Read("all");
        Assert.Equal(rows.Count + Symbols.Length, records.Count);
        foreach (var symbol in Symbols)
            ProduceCase.ShouldHold([.. rows.Where(row => row.Symbol == symbol)], records.Where(record => ProduceCase.KeyOf(record) == symbol));
    }

    [Fact]
    public void Resume_AllIsThere_SendsNothing()
    {
        using var broker = KafkaBroker.Start();
        var produce = new ProduceCase(broker, Repository.Sample);
        produce.Run("--symbols", "ACME,BOLT").ShouldExit(0);
        Assert.Equal("Nothing was left to produce\n", produce.Run("--symbols", "ACME,BOLT", "--resume").ShouldExit(0).Output);
        ShouldBeWhole(produce, Repository.Sample, "ACME", "BOLT");
    }

    [Fact]
    public void Resume_OnlyEndsAreMissing_AddsThem()
    {
        using var broker = KafkaBroker.Start();
        var produce = new ProduceCase(broker, Repository.Sample);
        produce.Run("--symbols", "ACME,BOLT", "--no-end").ShouldExit(0);
        produce.Run("--symbols", "ACME").ShouldExit(0);
        var run = produce.Run("--symbols", "BOLT,CRUX", "--resume").ShouldExit(0);
        Assert.StartsWith(
            "1,172 records of 2 symbols in 2 topics: 1,170 bars, 2 ends of data\n", run.Output, StringComparison.Ordinal);
        ShouldBeWhole(produce, Repository.Sample, "BOLT", "CRUX");
    }

    [Fact]
    public void Resume_FileHasGrown_AddsTheNewRowsAndAnotherEnd()
    {
        using var folder = new TemporaryFolder();
        var lines = File.ReadAllLines(Path.Combine(Repository.Sample, "ACME.csv"));
        File.WriteAllLines(folder["ACME.csv"], lines[..1001]);
        using var broker = KafkaBroker.Start();
        var produce = new ProduceCase(broker, folder.Root);
        produce.Run().ShouldExit(0);
        File.WriteAllLines(folder["ACME.csv"], lines);
        produce.Run("--resume").ShouldExit(0);

        var records = produce.Read("topic_acme");
        Assert.Equal([1000, 1171], Enumerable.Range(0, records.Count).Where(i => ProduceCase.IsEnd(records[i])));
        ProduceCase.ShouldHold(BarRow.Read(folder.Root, "ACME"), records);
    }

    [Fact]
    public void Resume_SymbolsFarApartInOnePartition_FindsEach()
    {
        using var folder = new TemporaryFolder();
        Generate(folder, days: 30);
        using var broker = KafkaBroker.Start();
        var produce = new ProduceCase(broker, folder["bars"]);
        // The last record of AAA stands more than 10,000 records before the end, and CCC has none.
        produce.Run("--topic", "all", "--symbols", "AAA", "--to", "2010-01-06").ShouldExit(0);
        produce.Run("--topic", "all", "--symbols", "BBB").ShouldExit(0);
        produce.Run("--topic", "all", "--resume").ShouldExit(0);
        var records = produce.Read("all").ToLookup(ProduceCase.KeyOf);
        var rows = BarRow.Read(folder["bars"], Symbols).ToLookup(row => row.Symbol);
        Assert.Equal(rows["AAA"].Count() + 2, records["AAA"].Count());
        foreach (var symbol in Symbols)
            ProduceCase.ShouldHold([.. rows[symbol]], records[symbol]);
    }

    [Fact]
    public void Resume_Loop_GoesOnInTheRoundThatItWasIn()
    {
        using var broker = KafkaBroker.Start();
        var produce = new ProduceCase(broker, Repository.Sample);
        for (var stop = 1; stop <= 3; stop++)
        {
            using var program = produce.Start("--symbols", "ACME,BOLT", "--loop", "--resume");
            produce.WaitForCount(program, "topic_acme", produce.Count("topic_acme") + 5000);
            if (stop == 2)
                program.Kill();
            else
                program.Signal("INT");
            program.WaitForExit();
        }

        var rows = BarRow.Read(Repository.Sample, "ACME");
        var records = produce.Read("topic_acme");
        Assert.True(records.Count > 15_000, $"only {records.Count} records");
        for (var i = 0; i < records.Count; i++)
        {
            var row = rows[i % rows.Count];
            var time = DateTime.ParseExact(row.Time, "yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture).AddDays(7 * (i / rows.Count));
            var expected = row with { Time = time.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture) };
            Assert.True(expected == BarRow.OfValue("ACME", records[i].Message.Value), $"record {i} is not {expected}");
        }
    }

    private static void Generate(TemporaryFolder folder, int days = 10) => RunningProgram.Run(
        "generate", "--out", folder["bars"], "--symbols", string.Join(',', Symbols),
        "--days", days.ToString(CultureInfo.InvariantCulture)).ShouldExit(0);

    private static IEnumerable<string> TopicsOf(params IEnumerable<string> symbols) =>
        symbols.Select(symbol => $"topic_{symbol.ToLowerInvariant()}");

    private static void ShouldBeWhole(ProduceCase produce, string data, params string[] symbols)
    {
        foreach (var symbol in symbols)
        {
            var rows = BarRow.Read(data, symbol);
            var records = produce.Read($"topic_{symbol.ToLowerInvariant()}");
            ProduceCase.ShouldHold(rows, records);
            Assert.Equal(rows.Count + 1, records.Count);
        }
    }
}
