using System.Diagnostics;
using TradeBooks.EndToEnd.Tests.Running;
using TradeBooks.Feeds.Kafka;
using TradeBooks.Tests.Kafka;

namespace TradeBooks.EndToEnd.Tests.Kafka;

/// <summary>Records that can't be processed end in the dead-letter topic, and trading goes on as if they were not there.</summary>
public sealed class PoisonTests(SharedBroker shared) : IClassFixture<SharedBroker>
{
    [Fact]
    public void Trade_PoisonBetweenBars_BrokerGetsDeadLettersInEnvelopes()
    {
        var broker = shared.Broker;
        Trade(shared.Side, topics => broker.CreateTopics([.. topics.Select(topic => (topic, 1))]), wait: null);
    }

    [Fact]
    public void Trade_PoisonBetweenBars_MockGetsDeadLettersWithHeaders()
    {
        using var cluster = MockCluster.Start();
        Trade(BrokerSide.Of(cluster), topics => topics.ForEach(topic => cluster.CreateTopic(topic, 1)), wait: null);
    }

    [Fact]
    public void Trade_PoisonAndKilled_BrokerGetsEachAndTheStateCountsEachOnce()
    {
        var broker = shared.Broker;
        Trade(shared.Side, topics => broker.CreateTopics([.. topics.Select(topic => (topic, 1))]), new Random(3));
    }

    [Fact]
    public void Trade_PoisonAndKilled_MockGetsEachAndTheStateCountsEachOnce()
    {
        using var cluster = MockCluster.Start();
        Trade(BrokerSide.Of(cluster), topics => topics.ForEach(topic => cluster.CreateTopic(topic, 1)), new Random(4));
    }

    /// <param name="side">The broker.</param>
    /// <param name="create">Creates topics.</param>
    /// <param name="wait">How long, at random, before each of some kills; null for none.</param>
    private static void Trade(BrokerSide side, Action<List<string>> create, Random? wait)
    {
        using var folder = new TemporaryFolder();
        var data = MarketData.Sample();
        var template = TestBroker.NewName("p") + "-{symbol}";
        using var producer = new RecordProducer(side, template);
        create([.. data.Symbols.Select(producer.TopicOf)]);
        var trader = new Trader(side, folder["out"], template, data.Symbols, "--set", "save_seconds=0.02");

        // Each kind in each topic, at different places, also at the top and behind the last bar.
        var expected = new Dictionary<(string Topic, long Offset), Poison>();
        const int Parts = 6;
        for (var part = 0; part < Parts; part++)
        {
            foreach (var symbol in data.Symbols)
                SendPart(producer, data.Bars[symbol], part, Parts, Poison.All(symbol), expected);
            producer.Flush();
            if (wait is not null)
                StartAndKill(trader, wait);
        }

        producer.SendEnds(data.Symbols);
        producer.Flush();
        var run = trader.Run("--until-end", "--resume").ShouldExit(0);

        trader.Results.ShouldTradeAs(data.Backtest(folder["backtest"]));
        trader.Saved!.ShouldHaveCounted(deadLetters: expected.Count, duplicates: 0, lost: 0);
        Assert.Contains($"{expected.Count} records left out", run.Output, StringComparison.Ordinal);
        foreach (var topic in data.Symbols.Select(producer.TopicOf))
        {
            var mine = expected.Where(entry => entry.Key.Topic == topic).ToDictionary(entry => entry.Key.Offset, entry => entry.Value);
            CompareDeadLetters(side, topic, mine, isOnce: wait is null);
        }
    }

    private static void SendPart(
        RecordProducer producer, IReadOnlyList<BarRecord> bars, int part, int parts, Poison[] poisons,
        Dictionary<(string Topic, long Offset), Poison> expected)
    {
        var topic = producer.TopicOf(bars[0].Symbol);
        var (begin, end) = (bars.Count * part / parts, bars.Count * (part + 1) / parts);
        var mine = poisons.Where((_, i) => i % parts == part).ToList();
        var sent = expected.Count(entry => entry.Key.Topic == topic) + begin;
        for (var i = begin; i <= end; i++)
        {
            // One at each end, the others between.
            while (mine.Count > 0 && (i - begin) >= (end - begin) * (poisons.Length / parts + 1 - mine.Count) / (poisons.Length / parts + 1.0))
            {
                producer.Send(topic, mine[0].Key, mine[0].Value);
                expected.Add((topic, sent++), mine[0]);
                mine.RemoveAt(0);
            }

            if (i < end)
            {
                producer.Send(bars[i]);
                sent++;
            }
        }
    }

    private static void StartAndKill(Trader trader, Random wait)
    {
        var before = trader.LogLength;
        using var program = trader.Start("--resume");
        Until.Seen(program, () => trader.LogLength > before && trader.LogLength > 0, "it trades");
        // The moment is what is random here.
        for (var (time, length) = (Stopwatch.StartNew(), wait.Next(150)); time.ElapsedMilliseconds < length;)
            Thread.Sleep(1);
        program.Kill();
    }

    private static void CompareDeadLetters(BrokerSide side, string topic, Dictionary<long, Poison> expected, bool isOnce)
    {
        var records = TopicReader.ReadAll(side.Client, DeadLetter.TopicOf(topic));
        var letters = new Dictionary<long, DeadLetter>();
        var otherReasons = new List<string>();
        foreach (var record in records)
        {
            Assert.Null(DeadLetter.TryRead(record.Message, out var letter));
            Assert.Equal(side.HasHeaders, record.Message.Headers is { Count: > 0 });
            Assert.Equal((topic, 0), (letter!.Topic, letter.Partition));
            Assert.True(!letters.ContainsKey(letter.Offset) || !isOnce, $"{topic} offset {letter.Offset} has two dead letters");
            letters[letter.Offset] = letter;
            var poison = expected.GetValueOrDefault(letter.Offset);
            Assert.True(poison is not null, $"{topic} offset {letter.Offset} is a dead letter: {letter.Reason}");
            if (!letter.Reason.Contains(poison.Reason, StringComparison.Ordinal))
                otherReasons.Add($"{poison.Name}: {letter.Reason}");
            Assert.DoesNotContain('\n', letter.Reason);
            Assert.True(AreSame(poison.Key, letter.Key), $"{poison.Name}: key {Show(letter.Key)} instead of {Show(poison.Key)}");
            Assert.True(AreSame(poison.Value, letter.Value), $"{poison.Name}: value {Show(letter.Value)} instead of {Show(poison.Value)}");
            Assert.InRange(DateTimeOffset.UtcNow - letter.Time, TimeSpan.Zero, TimeSpan.FromMinutes(5));
        }

        Assert.True(otherReasons.Count == 0, string.Join('\n', otherReasons));
        var missing = expected.Where(entry => !letters.ContainsKey(entry.Key)).Select(entry => $"{entry.Value.Name} at {entry.Key}");
        Assert.True(letters.Count == expected.Count, $"{topic}: {letters.Count} of {expected.Count} dead letters; missing: {string.Join(", ", missing)}");
    }

    private static bool AreSame(byte[]? one, byte[]? other) =>
        one is null ? other is null : other is not null && one.AsSpan().SequenceEqual(other);

    private static string Show(byte[]? bytes) => bytes is null ? "none" : $"{bytes.Length} bytes {Convert.ToHexString(bytes.AsSpan(0, Math.Min(60, bytes.Length)))}";
}
