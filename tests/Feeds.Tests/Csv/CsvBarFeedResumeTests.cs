using System.Text;
using TradeBooks.Domain.Market;
using TradeBooks.Feeds.Csv;

namespace TradeBooks.Feeds.Tests.Csv;

public sealed class CsvBarFeedResumeTests
{
    public static TheoryData<RowOrder, bool, int> Ways => new()
    {
        { RowOrder.Ascending, false, 0 },
        { RowOrder.Ascending, false, 1 },
        { RowOrder.Ascending, false, 150 },
        { RowOrder.Ascending, true, 100 },
        { RowOrder.Descending, false, 0 },
        { RowOrder.Descending, false, 1 },
        { RowOrder.Descending, false, 150 },
        { RowOrder.Descending, true, 100 },
    };

    [Theory]
    [MemberData(nameof(Ways))]
    public void StartAfter_EveryBar_GoesOnAsIfNeverInterrupted(RowOrder order, bool isPacked, int chunkBytes)
    {
        using var folder = SmallFile(order, isPacked);
        var options = new CsvBarFeedOptions { Order = order, BadRows = BadRows.Skip, ChunkBytes = chunkBytes, Workers = 0 };
        var whole = folder.Read(options);
        Assert.Equal(36, whole.Events.Count);
        Assert.Equal(4, whole.Rejected.Count);
        foreach (var (line, position) in PositionsOf(folder, options))
        {
            var done = whole.Events.FindIndex(e => e.Position.Offset == line) + 1;
            var rejectedBefore = whole.Rejected.Count(row => (row.Line - line) * (order == RowOrder.Ascending ? 1 : -1) < 0);
            foreach (var start in new[] { position, position with { ByteOffset = -1 } })
            {
                var rest = folder.Read(options with { StartAfter = After(start) });
                Assert.Null(rest.Error);
                Assert.Equal(whole.Lines.Skip(done), rest.Lines);
                Assert.Equal(whole.Rejected.Skip(rejectedBefore), rest.Rejected);
            }
        }
    }

    [Fact]
    public void PositionAt_AfterResuming_KnowsWhereItStarted()
    {
        using var folder = SmallFile(RowOrder.Ascending, isPacked: false);
        var options = new CsvBarFeedOptions { BadRows = BadRows.Skip };
        var start = PositionsOf(folder, options).ElementAt(3).Value;
        using var set = folder.Open(options with { StartAfter = After(start) });
        Assert.Equal(start, set.Feeds[0].PositionAt(start.Line));
        Assert.Throws<ArgumentOutOfRangeException>(() => set.Feeds[0].PositionAt(start.Line + 1));
        set.Feeds[0].NextBatch();
        Assert.Equal(start, set.Feeds[0].PositionAt(start.Line));
        Assert.Equal(start.Line + 1, set.Feeds[0].PositionAt(start.Line + 1).Line);
    }

    [Theory]
    [InlineData(RowOrder.Ascending, true)]
    [InlineData(RowOrder.Ascending, false)]
    [InlineData(RowOrder.Descending, true)]
    [InlineData(RowOrder.Descending, false)]
    public void StartAfter_FileChanged_SaysSo(RowOrder order, bool knowsOffset)
    {
        var options = new CsvBarFeedOptions { Order = order, BadRows = BadRows.Skip };
        using var folder = SmallFile(order, isPacked: false);
        var position = PositionsOf(folder, options)[30];
        if (!knowsOffset)
            position = position with { ByteOffset = -1 };
        var path = Path.Combine(folder.Path, "AAPL.csv");
        var lines = File.ReadAllLines(path);

        lines[29] = order == RowOrder.Ascending
            ? lines[29].Replace("13:", "12:", StringComparison.Ordinal)
            : lines[29].Replace("13:", "14:", StringComparison.Ordinal);
        AssertChanged($"it is that of {lines[29][..10]}T{lines[29][11..19]}.000Z now");
        lines[29] = "nonsense";
        AssertChanged("now 1 columns where the header has 5");
        lines = lines[..10];
        AssertChanged("the file is shorter now");

        void AssertChanged(string how)
        {
            File.WriteAllLines(path, lines);
            using var set = OpenOrNull(out var error);
            error ??= Assert.Throws<FeedException>(() => set!.Feeds[0].NextBatch());
            Assert.Equal($"AAPL.csv: the file has changed: line 30 was the bar of {position.Time}, {how}", error.Message);
        }

        CsvBarFeedSet? OpenOrNull(out FeedException? error)
        {
            error = null;
            try
            {
                return folder.Open(options with { StartAfter = After(position) });
            }
            catch (FeedException e)
            {
                error = e;
                return null;
            }
        }
    }

    [Fact]
    public void StartAfter_LineOfHeader_SaysSo()
    {
        using var folder = SmallFile(RowOrder.Ascending, isPacked: false);
        var start = new CsvBarPosition(1, EventTime.MinValue with { Microseconds = 0 });
        var error = Assert.Throws<FeedException>(() => folder.Open(new CsvBarFeedOptions { StartAfter = After(start) }));
        Assert.StartsWith("the file has changed: line 1 was the bar of", error.Reason);
    }

    [Fact]
    public void StartAfter_SecondOfTwoEqualLocalTimes_IsRecognised()
    {
        using var folder = CsvFolder.WithRows(
            "2026-11-01 01:30:00,10,12,9,11,0", "2026-11-01 01:30:00,10,12,9,11,0", "2026-11-01 02:00:00,10,12,9,11,0");
        var options = new CsvBarFeedOptions { TimeZone = TimeZoneInfo.FindSystemTimeZoneById("America/New_York") };
        var whole = folder.Read(options);
        foreach (var (line, position) in PositionsOf(folder, options))
            Assert.Equal(whole.Lines.Skip((int)line - 1), folder.Read(options with { StartAfter = After(position) }).Lines);
    }

    private static Dictionary<string, CsvBarPosition> After(CsvBarPosition position) => new() { ["AAPL"] = position };

    /// <summary>40 rows, some of them bad, blank lines between, no % change.</summary>
    private static CsvFolder SmallFile(RowOrder order, bool isPacked)
    {
        var rows = Enumerable.Range(0, 40).Select(i => FormattableString.Invariant(
            $"2026-03-12 13:{i:00}:00,{100 + i * i % 17},200,{90 + i % 3}.25,{100 + i * 7 % 13}\n")).ToList();
        rows[5] = "\n" + rows[5];
        rows[9] = "bad\n";
        rows[10] = "2026-03-12 13:08:00,1,1,1,1\n";
        rows[20] = "2026-03-12 13:20:00,1,2,3,4\n";
        rows[39] = "bad";
        if (order == RowOrder.Descending)
        {
            rows.Reverse();
            rows[0] = "bad\n";
            rows[^1] = rows[^1].TrimEnd('\n');
        }

        var bytes = Encoding.UTF8.GetBytes("datetime,open,high,low,close\n" + string.Concat(rows));
        return new CsvFolder().Write(isPacked ? "AAPL.csv.gz" : "AAPL.csv", isPacked ? CsvFolder.Pack(bytes) : bytes);
    }

    private static Dictionary<long, CsvBarPosition> PositionsOf(CsvFolder folder, CsvBarFeedOptions options)
    {
        var positions = new Dictionary<long, CsvBarPosition>();
        using var set = folder.Open(options);
        var feed = set.Feeds[0];
        long last = 0;
        while (feed.NextBatch() is { Count: > 0 } batch)
        {
            foreach (var e in batch.Events.AsSpan(0, batch.Count))
                positions.Add(e.Position.Offset, feed.PositionAt(e.Position.Offset));
            // The last bar before the batch is known too.
            if (last != 0)
                Assert.Equal(positions[last], feed.PositionAt(last));
            last = batch.Events[batch.Count - 1].Position.Offset;
        }

        Assert.Equal(positions[last], feed.PositionAt(last));
        return positions;
    }
}
