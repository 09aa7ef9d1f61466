using TradeBooks.Cli.Commands;
using TradeBooks.Cli.Output;
using TradeBooks.Domain.Market;
using TradeBooks.Storage;

namespace TradeBooks.Cli.Tests;

/// <summary>What is printed of a run from Kafka, by the way and by <c>status</c>, on a terminal of 80 columns.</summary>
public sealed class PartitionLinesTests
{
    private const int Columns = 80;
    private static readonly DateTime SavedAt = new(2026, 3, 12, 14, 5, 6, DateTimeKind.Utc);

    private static readonly PartitionPosition Usual = new()
    {
        Topic = "topic_aapl",
        Partition = 0,
        NextOffset = 12_345,
        ReadTo = 12_400,
        EndOffset = 13_000,
        RecordsPerSecond = 812.4,
        LastTime = EventTime.FromUtc(new DateTime(2026, 3, 12, 13, 53, 0, DateTimeKind.Utc)),
    };

    private static readonly PartitionPosition Extreme = Usual with
    {
        Topic = new string('t', 249),
        Partition = 123_456,
        NextOffset = 1,
        EndOffset = 999_999_499_999,
        RecordsPerSecond = 999_949,
        DeadLetters = 999_999,
        Duplicates = 999_999_499_999,
        Revisions = 999_999_499_999,
        Lost = 999_999_499_999,
    };

    [Fact]
    public void Status_RunFromKafka_ShowsEveryPartitionAfterThePortfolio()
    {
        var lines = Describe(
            Usual,
            Usual with { Topic = "topic_msft", NextOffset = 5, EndOffset = 5, LastTime = EventTime.MinValue, RecordsPerSecond = 0 },
            Usual with { Topic = "topic_tsla", DeadLetters = 3, Duplicates = 1200, Lost = 7 },
            Usual with { Topic = "topic_xom", Revisions = 2 });
        Assert.Equal(
            [
                "Kafka, as of the last save (2026-03-12 14:05:06 UTC)",
                "Partition          Next       Lag      Rate    Dead       Last event",
                "topic_aapl[0]    12,345       655     812/s       0 2026-03-12 13:53",
                "topic_msft[0]         5         0       0/s       0                –",
                "topic_tsla[0]    12,345       655     812/s       3 2026-03-12 13:53",
                "  1,200 duplicates, 7 lost",
                "topic_xom[0]     12,345       655     812/s       0 2026-03-12 13:53",
                "  2 revisions",
            ],
            lines.SkipWhile(line => !line.StartsWith("Kafka", StringComparison.Ordinal)));
        Assert.StartsWith("default: running, ", lines[0], StringComparison.Ordinal);
        Assert.Contains(lines, line => line.StartsWith("Total equity", StringComparison.Ordinal));
        Assert.DoesNotContain(lines, line => line.StartsWith("Late slots", StringComparison.Ordinal));
    }

    [Fact]
    public void Status_RunFromFiles_HasNoPartitions() =>
        Assert.DoesNotContain(Describe(), line => line.Contains("Kafka", StringComparison.Ordinal));

    [Fact]
    public void Status_LateSlots_AreCounted()
    {
        var feed = new TwoBars();
        var backtest = ProgressRun.Create(100_000, feed);
        feed.Next = 1;
        Assert.True(backtest.AdvanceArrived());
        feed.Next = 0;
        Assert.True(backtest.AdvanceArrived());
        using var saved = Save(backtest);
        Assert.Matches(@"(?m)^Late slots +1$", StatusCommand.Describe("state", saved, SavedAt));
    }

    [Fact]
    public void Status_ManyPartitionsAndLongNames_FitsAndLeavesNoneOut()
    {
        var partitions = Enumerable.Range(0, 100).Select(number => Extreme with { Partition = number * 1000 }).ToArray();
        var lines = Describe(partitions);
        Assert.All(lines, line => Assert.True(line.Length <= Columns, $"{line.Length} columns: {line}"));
        // The end of a name tells them apart.
        Assert.Equal(
            partitions.Select(partition => $"t[{partition.Partition}] "),
            lines.Where(line => line.StartsWith('…')).Select(line => line[(line.IndexOf('[', StringComparison.Ordinal) - 1)..(line.IndexOf(']', StringComparison.Ordinal) + 2)]));
        Assert.Equal(100, lines.Count(line => line == "  999,999 M duplicates, 999,999 M revisions, 999,999 M lost"));
    }

    [Fact]
    public void Each_MorePartitionsThanLines_ShowsThoseFurthestBehind()
    {
        var partitions = Enumerable.Range(0, 100).Select(number => Usual with { Partition = number, EndOffset = 12_345 + number }).ToList();
        var lines = PartitionLines.Each(partitions, 12).ToList();
        Assert.Equal(12, lines.Count);
        Assert.Equal("  topic_aapl[99]           lag        99     812/s       0 dead 2026-03-12 13:53", lines[0]);
        Assert.StartsWith("  topic_aapl[89] ", lines[10], StringComparison.Ordinal);
        Assert.Equal("  and 89 partitions less far behind", lines[11]);
        Assert.Equal(100, PartitionLines.Each(partitions, 100).Count());
        Assert.Equal(Columns, PartitionLines.One(Extreme).Length);
    }

    [Theory]
    [InlineData(100_000)]
    [InlineData(1_000_000_000_000)]
    public void Total_AnyNumbers_Fits(decimal cash)
    {
        var backtest = ProgressRun.Create(cash);
        Assert.StartsWith("no event yet ", PartitionLines.Total(backtest, [Usual]), StringComparison.Ordinal);
        backtest.Advance(long.MaxValue / 2);
        var usual = PartitionLines.Total(backtest, [Usual, Usual with { DeadLetters = 2 }]);
        Assert.Matches(@"^2026-03-12 \d\d:\d\d  lag 1,310  1.6 k/s  2 dead letters  [\d,]+ fills(  equity [\d,]+\.\d\d)?$", usual);
        Assert.True(usual.Length <= Columns, usual);
        Assert.InRange(PartitionLines.Total(backtest, [Extreme, Extreme]).Length, 40, Columns);
    }

    [Fact]
    public void TradeProgress_Terminal_WritesOverItsLinesAndKeepsWhatIsSaid()
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var progress = new TradeProgress(output, null, Columns);
        var backtest = ProgressRun.Create(100_000);
        progress.Report(backtest, [Usual, Extreme], TimeSpan.Zero);
        // As long as the terminal is wide: nothing is cut off, and nothing wraps.
        Assert.All(output.ToString().Split('\n'), line => Assert.True(line.Length <= Columns, line));
        Assert.All(output.ToString().Split('\n')[1..3], line => Assert.EndsWith("2026-03-12 13:53", line, StringComparison.Ordinal));
        output.GetStringBuilder().Clear();
        progress.Say("kafka: the broker is down");
        Assert.Equal("\u001b[3F\u001b[Jkafka: the broker is down\n", output.ToString());
        output.GetStringBuilder().Clear();
        progress.Report(backtest, [Usual], TimeSpan.Zero);
        Assert.DoesNotContain('\u001b', output.ToString());
    }

    [Fact]
    public void TradeProgress_File_AddsLinesAtTheirInterval()
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var progress = new TradeProgress(output, TimeSpan.FromSeconds(5), Columns);
        var backtest = ProgressRun.Create(100_000);
        foreach (var second in new[] { 0, 4.9, 5, 9.9, 10 })
            progress.Report(backtest, [Usual], TimeSpan.FromSeconds(second));
        Assert.Equal(4, output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.DoesNotContain('\u001b', output.ToString());
    }

    private static string[] Describe(params PartitionPosition[] partitions)
    {
        var backtest = ProgressRun.Create(100_000);
        backtest.Advance(long.MaxValue / 2);
        using var saved = Save(backtest, partitions);
        return StatusCommand.Describe("state", saved, SavedAt).Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    private static SavedState Save(Domain.Engine.Backtest backtest, params PartitionPosition[] partitions)
    {
        using var folder = new TemporaryFolder();
        TradingStateFile.Write(
            folder["state"],
            new TradingState
            {
                IsFinished = false,
                TradeLogBytes = 0,
                Settings = new Dictionary<string, string>(),
                Inputs = [],
                Partitions = partitions,
            },
            backtest);
        return TradingStateFile.Read(folder["state"])!;
    }

    // Two bars a minute apart, of which a test says which is next.
    private sealed class TwoBars : ISymbolFeed
    {
        public int? Next { get; set; }

        public string Symbol => "AAA";

        public bool IsLive => true;

        public EventBatch NextBatch()
        {
            if (Next is not { } next)
                return EventBatch.Pending;
            Next = null;
            var time = new EventTime(EventTime.FromUtc(SavedAt).Microseconds + next * EventTime.Minute);
            return new EventBatch([new MarketEvent(Bar.Create(time, 10, 10, 10, 10), SourcePosition.Row(2 - next))], 1);
        }
    }
}
