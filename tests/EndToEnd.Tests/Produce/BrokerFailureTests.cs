using System.Diagnostics;
using TradeBooks.EndToEnd.Tests.Running;
using TradeBooks.Tests.Kafka;

namespace TradeBooks.EndToEnd.Tests.Produce;

/// <summary>Brokers that die, refuse or are not there.</summary>
public sealed class BrokerFailureTests
{
    [Fact]
    public void Produce_BrokerKilledAndStartedAgain_LosesNothing()
    {
        using var broker = KafkaBroker.Start();
        var produce = new ProduceCase(broker, Repository.Sample);
        using var program = produce.Start("--speed", "every:0.005", "--set", "Kafka:Client:reconnect.backoff.max.ms=500");
        foreach (var count in new[] { 150, 600 })
        {
            produce.WaitForCount(program, "topic_acme", count);
            broker.Kill();
            broker.Restart();
        }

        program.WaitForExit().ShouldExit(0);
        foreach (var symbol in new[] { "ACME", "BOLT", "CRUX", "DUNE" })
        {
            // This broker can't tell a record that is sent again, after an answer that was lost: such runs may repeat.
            var times = produce.Read($"topic_{symbol.ToLowerInvariant()}").Where(record => !ProduceCase.IsEnd(record))
                .Select(record => BarRow.OfValue(symbol, record.Message.Value)).ToList();
            var rows = BarRow.Read(Repository.Sample, symbol);
            var next = 0;
            foreach (var row in times)
            {
                if (next < rows.Count && row == rows[next])
                    next++;
                else
                    Assert.True(rows.IndexOf(row) is >= 0 and var place && place < next, $"{row} comes before {rows[next]}");
            }

            Assert.Equal(rows.Count, next);
        }
    }

    [Fact]
    public void Produce_BrokerGoneForGood_ReportsRowsAndLeavesWithFour()
    {
        using var broker = KafkaBroker.Start();
        var produce = new ProduceCase(broker, Repository.Sample);
        using (var program = produce.Start("--speed", "every:0.005", "--set", "Kafka:Producer:message.timeout.ms=1500"))
        {
            produce.WaitForCount(program, "topic_acme", 100);
            broker.Kill();
            var run = program.WaitForExit().ShouldExit(4);
            var failed = run.ErrorLines.Where(line => line.StartsWith("not delivered: ", StringComparison.Ordinal)).ToList();
            Assert.Equal(5, failed.Count);
            Assert.Matches(
                @"^not delivered: topic_(acme|bolt|crux|dune) partition 0, key (ACME|BOLT|CRUX|DUNE), \2\.csv line \d+, 2025-03-05T\d\d:\d\d:00\.000Z: ",
                failed[0]);
            Assert.Contains("not acknowledged within 1.5 s (message.timeout.ms)", failed[0], StringComparison.Ordinal);
            Assert.Contains(run.ErrorLines, line => line.StartsWith("and ", StringComparison.Ordinal));
            Assert.Contains("Go on with --resume", run.ErrorLines);
            Assert.StartsWith($"tradebooks: Kafka at {broker.Address} did not take ", run.ErrorLines[^1], StringComparison.Ordinal);
        }

        broker.Restart();
        produce.Run("--resume").ShouldExit(0);
        foreach (var symbol in new[] { "ACME", "BOLT", "CRUX", "DUNE" })
            ProduceCase.ShouldHold(BarRow.Read(Repository.Sample, symbol), produce.Read($"topic_{symbol.ToLowerInvariant()}"));
    }

    [Fact]
    public void Produce_StoppedWhileTheBrokerIsDown_LeavesSoon()
    {
        using var broker = KafkaBroker.Start();
        var produce = new ProduceCase(broker, Repository.Sample);
        using var program = produce.Start("--speed", "every:0.005");
        produce.WaitForCount(program, "topic_acme", 100);
        broker.Kill();
        var time = Stopwatch.StartNew();
        program.Signal("INT");
        var run = program.WaitForExit().ShouldExit(130);
        Assert.True(time.Elapsed < TimeSpan.FromSeconds(25), $"it took {time.Elapsed}");
        Assert.Matches(
            @"^Interrupted after [\d,]+ records, acknowledged up to 2025-03-05T\d\d:\d\d:00\.000Z; [\d,]+ are not, and may be in the topics "
            + "or not. Go on with --resume$",
            run.ErrorLines[^1]);
    }

    [Fact]
    public void Produce_NoBroker_SaysSoAndLeavesWithFour()
    {
        var run = RunningProgram.Run(
            "produce", "--data", Repository.Sample, "--brokers", "127.0.0.1:1", "--set", "Kafka:StartTimeout=1.5").ShouldExit(4);
        Assert.StartsWith("tradebooks: Kafka at 127.0.0.1:1 does not answer: ", run.ErrorLines[^1], StringComparison.Ordinal);
        Assert.Contains("Connection refused", run.ErrorLines[^1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Kafka:Producer:nonsense=1", "nonsense")]
    [InlineData("Kafka:Producer:acks=17x", "acks")]
    [InlineData("Kafka:Producer:message.timeout.ms=soon", "message.timeout.ms")]
    [InlineData("fast=10", "fast")]
    public void Produce_SettingThatCannotBe_NamesIt(string setting, string name)
    {
        using var cluster = MockCluster.Start();
        new ProduceCase(cluster.Client, Repository.Sample).Run("--set", setting, "--set", "Kafka:Client:client.id=hunter2")
            .ShouldExit(2).ShouldSayInOneLine(name);
    }

    [Fact]
    public void Produce_SecretUnderAWrongName_IsNotShown()
    {
        var run = RunningProgram.Run(
            "produce", "--data", Repository.Sample, "--brokers", "127.0.0.1:1", "--set", "Kafka:Client:sasl.passwort=hunter2").ShouldExit(2);
        run.ShouldSayInOneLine("sasl.passwort");
        Assert.DoesNotContain("hunter2", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Produce_NoBrokerNamed_SaysSo() =>
        RunningProgram.Run("produce", "--data", Repository.Sample).ShouldExit(2).ShouldSayInOneLine("give --brokers HOST:PORT");
}
