using Confluent.Kafka;
using TradeBooks.Domain.Market;
using TradeBooks.Domain.Settings;
using TradeBooks.Feeds.Kafka;
using TradeBooks.Feeds.Tests.Kafka.Partitions;

namespace TradeBooks.Feeds.Tests.Kafka.Reading;

/// <summary>Reading from a broker: back-pressure, shared partitions, dead letters, gaps, restarts.</summary>
public sealed class KafkaFeedSetTests
{
    private const int Flood = 30_000;

    // 1,024 symbols share the room that there is, and a poll reads 8,192 records at most.
    private const int MostWaiting = 1024 + 8192;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>A symbol far ahead is not read on; when it is wanted again, nothing is missing.</summary>
    [Fact]
    public void Poll_SymbolFarAhead_IsHeldBackAndComesWholeLater()
    {
        using var topics = new MockTopics();
        using var map = ManySymbols(besideA: "");
        topics.Cluster.CreateTopic("bars", 3);
        topics.Append("bars", 0, Enumerable.Range(0, Flood).Select(minute => MockTopics.BarOf("A", minute)));
        using var set = topics.Open(topics.Options("bars", map.Path), new KafkaFeedOptions { Symbols = Names, Group = "tests" });
        var (a, z) = (set.Feeds.Single(feed => feed.Symbol == "A"), set.Feeds.Single(feed => feed.Symbol == "Z"));

        MockTopics.PollUntil(set, () => a.WaitingCount >= 1024, "A does not come");
        // Its partition is held; another one is read.
        topics.Append("bars", 1, Enumerable.Range(0, 100).Select(minute => MockTopics.BarOf("Z", minute)));
        MockTopics.PollUntil(set, () => z.WaitingCount == 100, "Z does not come");
        Assert.InRange(a.WaitingCount, 1024, MostWaiting);

        var minutes = new List<EventTime>();
        var most = 0;
        MockTopics.PollUntil(
            set,
            () =>
            {
                most = Math.Max(most, a.WaitingCount);
                var batch = a.NextBatch();
                minutes.AddRange(batch.Events[..Math.Max(0, batch.Count)].Select(e => e.Time));
                return minutes.Count >= Flood;
            },
            "A does not go on");
        Assert.Equal(Enumerable.Range(0, Flood).Select(TestBars.At), minutes);
        Assert.InRange(most, 1024, MostWaiting);
        Assert.Equal(0, set.Positions([.. set.Feeds.Select(_ => EventTime.MinValue)]).Sum(partition => partition.Lost));
    }

    /// <summary>Symbols of one partition that come one after the other, each more than may wait: trading gets through.</summary>
    [Fact]
    public void Poll_SymbolsOneAfterTheOtherInAPartition_NeverStandsStill()
    {
        using var topics = new MockTopics();
        using var map = ManySymbols(besideA: "B");
        topics.Cluster.CreateTopic("bars", 3);
        topics.Append("bars", 0, new[] { "A", "B" }.SelectMany(symbol => Enumerable.Range(0, 12_000).Select(minute => MockTopics.BarOf(symbol, minute))));
        topics.Append("bars", 1, Enumerable.Range(0, 12_000).Select(minute => MockTopics.BarOf("Z", minute)));
        topics.Append("bars", 0, [MockTopics.EndOf("A"), MockTopics.EndOf("B")]);
        topics.Append("bars", 1, [MockTopics.EndOf("Z")]);
        topics.Append("bars", 2, Names.Except(["A", "B", "Z"]).Select(MockTopics.EndOf));
        using var set = topics.Open(topics.Options("bars", map.Path), new KafkaFeedOptions { Symbols = Names, Group = "tests" });
        var tape = new BarTape(set.Feeds);

        MockTopics.PollUntil(
            set,
            () =>
            {
                tape.Backtest.Advance(500);
                return set.HasEnded;
            },
            "trading stands still");
        Assert.Equal(36_000, tape.Bars.Count);
        Assert.Equal(tape.Bars.Select(entry => entry.Bar.Time).Order(), tape.Bars.Select(entry => entry.Bar.Time));

        // All have ended; one comes back.
        topics.Append("bars", 0, [MockTopics.BarOf("A", 12_001)]);
        MockTopics.PollUntil(
            set,
            () =>
            {
                tape.Backtest.Advance(500);
                return tape.Bars.Count == 36_001;
            },
            "what comes after the end of data is not read");
        Assert.False(set.HasEnded);
    }

    [Fact]
    public void Poll_SymbolInTwoPartitionsWithoutMap_TheSecondGoesToTheDeadLetters()
    {
        using var topics = new MockTopics();
        topics.Cluster.CreateTopic("bars", 2);
        topics.Append("bars", 0, [MockTopics.BarOf("A", 1)]);
        using var set = topics.Open("bars", "A", "B");
        MockTopics.PollUntil(set, () => set.Feeds[0].WaitingCount == 1, "A does not come");
        topics.Append("bars", 1, [MockTopics.BarOf("A", 2, 12.5m), MockTopics.EndOf("A"), MockTopics.BarOf("B", 1)]);
        MockTopics.PollUntil(set, () => set.Feeds[1].WaitingCount == 1 && set.OpenDeadLetters == 0, "B or the letters do not come");

        var letters = topics.DeadLetters("bars");
        Assert.Equal([0L, 1L], letters.Select(letter => letter.Offset));
        Assert.All(letters, letter => Assert.Equal(("A is carried by bars[0]", 1), (letter.Reason, letter.Partition)));
        Assert.Equal(MockTopics.BarOf("A", 2, 12.5m).Value, letters[0].Value);
        Assert.Equal(EndOfData.Value.ToArray(), letters[1].Value);
        Assert.Equal(1, set.Feeds[0].WaitingCount);
        var positions = set.Positions([EventTime.MinValue, EventTime.MinValue]);
        Assert.Equal([0, 2], positions.Select(position => position.DeadLetters));
        Assert.Equal([0, 2], positions.Select(position => position.NextOffset));
    }

    /// <summary>A late bar is left out, later ones are traded, and its letter has not arrived when the process dies.</summary>
    [Fact]
    public void Positions_KilledBeforeALateBarsLetterArrived_SendsItAgain()
    {
        using var topics = new MockTopics();
        topics.Cluster.CreateTopic("topic_a", 1);
        topics.Cluster.CreateTopic("topic_b", 1);
        topics.Append("topic_a", 0, [MockTopics.BarOf("A", 1), MockTopics.EndOf("A")]);
        topics.Append("topic_b", 0, Enumerable.Range(1, 9).Select(minute => MockTopics.BarOf("B", minute)));
        var options = new KafkaFeedOptions { Symbols = ["A", "B"], Group = "tests" };
        KafkaFeedOptions saved;
        using (var set = topics.Open(topics.Options(), options))
        {
            var tape = new BarTape(set.Feeds);
            set.Passed = () => tape.Backtest.Time;
            Trade(set, tape, () => tape.Bars.Count == 10);
            topics.Cluster.SetTopicError("topic_a.dead-letter", ErrorCode.UnknownTopicOrPart);
            topics.Append("topic_a", 0, [MockTopics.BarOf("A", 5), MockTopics.BarOf("A", 20)]);
            topics.Append("topic_b", 0, [MockTopics.BarOf("B", 20)]);
            Trade(set, tape, () => tape.Bars.Count == 12);
            Assert.Equal(1, set.OpenDeadLetters);
            saved = MockTopics.After(set, tape, options);
        }

        Assert.Equal([2L], saved.Partitions[0].OpenDeadLetters);
        topics.Cluster.SetTopicError("topic_a.dead-letter", ErrorCode.NoError);
        using var next = topics.Open(topics.Options(), saved);
        next.Passed = () => TestBars.At(20);
        MockTopics.PollUntil(
            next, () => next.Positions([TestBars.At(20), TestBars.At(20)]).Sum(partition => partition.DeadLetters) == 1, "the letter does not arrive");
        Assert.Equal((2L, 0), Assert.Single(topics.DeadLetters("topic_a").Select(letter => (letter.Offset, letter.Partition)).Distinct()));
        Assert.Empty(next.Positions([TestBars.At(20), TestBars.At(20)])[0].OpenDeadLetters);

        static void Trade(KafkaFeedSet set, BarTape tape, Func<bool> isDone) => MockTopics.PollUntil(
            set,
            () =>
            {
                tape.Backtest.Advance(100);
                return isDone();
            },
            "trading stands still");
    }

    /// <summary>Kills at any moment: what is processed, and what is counted, is as if there had been none.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Positions_ManyKills_CountsAreExact(int seed)
    {
        using var topics = new MockTopics();
        topics.Cluster.CreateTopic("bars", 1);
        string[] symbols = ["A", "B", "C"];
        var made = LogRecord.Make(seed, symbols, 300);
        var log = made.Where((record, i) => record.Kind != LogKind.End || i >= made.Count - 3).ToList();
        topics.Append("bars", 0, log.Select(MockTopics.Of));
        var random = new Random(seed);
        var options = new KafkaFeedOptions { Symbols = symbols, Group = "tests" };
        (string, int)? saved = null;
        List<(string, Bar)> before = [];
        var isDone = false;
        for (var lives = 0; !isDone; lives++)
        {
            using var set = topics.Open(topics.Options("bars"), options);
            var tape = new BarTape(set.Feeds, saved, before);
            set.Passed = () => tape.Backtest.Time;
            var start = TimeProvider.System.GetTimestamp();
            do
            {
                set.Poll(TimeSpan.FromMilliseconds(20));
                tape.Backtest.Advance(random.Next(1, 12));
                if (random.Next(3) == 0)
                {
                    (options, saved, before) = (MockTopics.After(set, tape, options), tape.Save(), [.. tape.Bars]);
                    isDone = set.HasEnded && set.OpenDeadLetters == 0;
                }

                Assert.True(TimeProvider.System.GetElapsedTime(start) < Patience, "it does not end");
            }
            while (!isDone && (lives > 25 || random.Next(8) > 0));
        }

        var position = Assert.Single(options.Partitions);
        Assert.Equal((log.Count, log.Count, 0), (position.NextOffset, position.ReadTo, position.Lost));
        var bad = log.Index().Where(entry => entry.Item.Kind == LogKind.Bad).Select(entry => (long)entry.Index).ToList();
        Assert.Equal((bad.Count, bad[^1]), (position.DeadLetters, position.LastDeadLetter));
        Assert.Equal(bad, topics.DeadLetters("bars").Select(letter => letter.Offset).Distinct().Order());
        Assert.Equal(symbols, position.Ended);
        var repeated = 0;
        foreach (var symbol in symbols)
        {
            var expected = new List<decimal>();
            var last = -1;
            foreach (var record in log.Where(record => record.Symbol == symbol && record.Kind == LogKind.Bar))
            {
                repeated += record.Minute <= last ? 1 : 0;
                if (record.Minute > last)
                    expected.Add(record.Price);
                last = Math.Max(last, record.Minute);
            }

            Assert.Equal(expected, before.Where(entry => entry.Item1 == symbol).Select(entry => entry.Item2.Close.ToDecimal()));
        }

        Assert.Equal(repeated, position.Duplicates + position.Revisions);
    }

    [Fact]
    public void Open_RecordsWereDeleted_StopsOrGoesOnAsAsked()
    {
        using var topics = new MockTopics();
        topics.Cluster.CreateTopic("bars", 1);
        topics.Append("bars", 0, Enumerable.Range(0, 5).Select(minute => MockTopics.BarOf("A", minute)));
        var options = new KafkaFeedOptions { Symbols = ["A"], Group = "tests" };
        using (var set = topics.Open(topics.Options("bars"), options))
        {
            MockTopics.PollUntil(set, () => set.Feeds[0].WaitingCount == 5, "A does not come");
            options = options with { Partitions = set.Positions([EventTime.MinValue]) };
        }

        // Each batch of the mock cluster is deleted as a whole.
        topics.Append("bars", 0, [MockTopics.BarOf("A", 7)]);
        topics.Cluster.DeleteRecords("bars", 0, 5);

        var error = Assert.Throws<BrokerException>(() => topics.Open(topics.Options("bars"), options));
        Assert.Contains("bars[0]: offsets 0 to 4 are gone", error.Message, StringComparison.Ordinal);
        Assert.Contains("--on-gap continue", error.Message, StringComparison.Ordinal);

        using var next = topics.Open(topics.Options("bars"), options with { ContinuesOnGap = true });
        MockTopics.PollUntil(next, () => next.Feeds[0].WaitingCount == 1, "A does not go on");
        Assert.Equal(5, Assert.Single(next.Positions([EventTime.MinValue])).Lost);
    }

    [Fact]
    public void Open_SymbolsThatCannotBe_SaysWhy()
    {
        using var topics = new MockTopics();
        Refused("symbol 'A' is given twice", "bars", "A", "A");
        Refused("symbols A and a have the same topic, topic_a", "topic_{symbol}", "A", "a");

        void Refused(string message, string topic, params string[] symbols) => Assert.Equal(
            message, Assert.Throws<SettingException>(() => topics.Open(topic, symbols)).Message);
    }

    private static string[] Names { get; } = ["A", "B", "Z", .. Enumerable.Range(0, 1021).Select(i => FormattableString.Invariant($"S{i:0000}"))];

    // A and what is beside it in partition 0, Z in 1, the others in 2.
    private static MapFile ManySymbols(string besideA) => new(
        "{" + string.Join(',', Names.Select(name => $"\"{name}\":{(name == "A" || name == besideA ? 0 : name == "Z" ? 1 : 2)}")) + "}");
}
