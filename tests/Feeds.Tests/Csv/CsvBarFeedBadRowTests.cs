using TradeBooks.Feeds.Csv;

namespace TradeBooks.Feeds.Tests.Csv;

public sealed class CsvBarFeedBadRowTests
{
    private static readonly CsvBarFeedOptions Skip = new() { BadRows = BadRows.Skip };

    [Theory]
    [InlineData("abc,12,9,11,0.5", "open 'abc' is not a number")]
    [InlineData(",12,9,11,0.5", "open '' is not a number")]
    [InlineData("10,nan,9,11,0.5", "high 'nan' is not a number")]
    [InlineData("10,12,-inf,11,0.5", "low '-inf' is not a number")]
    [InlineData("10,12,9,1e,0.5", "close '1e' is not a number")]
    [InlineData("10,12,9,1.1.1,0.5", "close '1.1.1' is not a number")]
    [InlineData("10,12,9,--11,0.5", "close '--11' is not a number")]
    [InlineData("10,\"1,200\",9,11,0.5", "high '1,200' is not a number")]
    [InlineData("10,12,9,11,NaN", "% change 'NaN' is not a number")]
    [InlineData("0,12,9,11,0.5", "open 0 is not above 0")]
    [InlineData("10,12,0.00,11,0.5", "low 0.00 is not above 0")]
    [InlineData("10,12,9,-11,0.5", "close -11 is not above 0")]
    [InlineData("10,8,9,11,0.5", "low 9 is above high 8")]
    [InlineData("10,12,10.5,11,0.5", "low 10.5 is above open 10")]
    [InlineData("12.25,12.5,12.3,12.2,0.5", "low 12.3 is above open 12.25")]
    [InlineData("12.4,12.5,12.3,12.2,0.5", "low 12.3 is above close 12.2")]
    [InlineData("13,12,9,11,0.5", "high 12 is below open 13")]
    [InlineData("10,12,9,12.01,0.5", "high 12 is below close 12.01")]
    [InlineData("10,12,9,11", "5 columns where the header has 6")]
    [InlineData("10,12,9,11,0.5,7", "7 columns where the header has 6")]
    [InlineData("10,12,9,\"11,0.5", "a quote is not closed")]
    [InlineData("1234567890123456789,1,1,1,0.5", "open '1234567890123456789' has more than 18 digits or 28 decimals")]
    [InlineData("1e30,1,1,1,0.5", "open '1e30' has more than 18 digits or 28 decimals")]
    [InlineData("1e-30,1,1,1,0.5", "open '1e-30' has more than 18 digits or 28 decimals")]
    [InlineData("1e-99999999999,1,1,1,0.5", "open '1e-99999999999' has more than 18 digits or 28 decimals")]
    [InlineData("12345678901234,12345678901234,0.00001,1,0.5", "open 12345678901234 has more than 18 digits with the 5 decimals of the bar's prices")]
    [InlineData("12345678901234,12345678901234,1,0.00001,0.5", "open 12345678901234 has more than 18 digits with the 5 decimals of the bar's prices")]
    public void NextBatch_BadRow_ServesBarsBeforeThenThrows(string fields, string reason)
    {
        using var folder = CsvFolder.WithRows(
            "2026-03-12 13:30:00,10,12,9,11,0", "2026-03-12 13:31:00," + fields, "2026-03-12 13:32:00,10,12,9,11,0");
        using var set = folder.Open();
        var feed = set.Feeds[0];
        Assert.Equal(1, feed.NextBatch().Count);
        var error = Assert.Throws<BadRowException>(() => feed.NextBatch());
        Assert.Equal("AAPL.csv", error.File);
        Assert.Equal(3, error.Line);
        Assert.Equal(reason, error.Reason);
        Assert.Equal("AAPL.csv line 3: " + reason, error.Message);
        Assert.Equal(error.Message, Assert.Throws<BadRowException>(() => feed.NextBatch()).Message);

        var skipped = folder.Read(Skip);
        Assert.Null(skipped.Error);
        Assert.Equal([2L, 4L], skipped.Events.Select(e => e.Position.Offset));
        Assert.Equal([new RejectedRow("AAPL.csv", 3, reason, "2026-03-12 13:31:00," + fields)], skipped.Rejected);
    }

    [Theory]
    [InlineData("-5", "volume -5 is negative")]
    [InlineData("x", "volume 'x' is not a number")]
    [InlineData("", "volume '' is not a number")]
    public void NextBatch_BadVolume_Throws(string volume, string reason) => Assert.Equal(
        reason, CsvFolder.ReasonOf($"datetime,open,high,low,close,volume\n2026-03-12 13:31:00,10,12,9,11,{volume}\n"));

    [Fact]
    public void NextBatch_ChangeTooLarge_Throws()
    {
        const string Text = "datetime,open,high,low,close\n2026-03-12 13:30:00,1e-20,1e-20,1e-20,1e-20\n2026-03-12 13:31:00,1,1,1,1\n";
        using var folder = CsvFolder.With(Text);
        foreach (var chunkBytes in new[] { 0, 1 })
        {
            var reading = folder.Read(new CsvBarFeedOptions { ChunkBytes = chunkBytes });
            Assert.Single(reading.Events);
            Assert.Equal("% change against the previous bar has more than 18 digits", reading.Error?.Reason);
        }
    }

    [Theory]
    [InlineData("2026-03-12 13:30:00", "duplicate time 2026-03-12T13:30:00.000Z")]
    [InlineData("2026-03-12 13:30", "duplicate time 2026-03-12T13:30:00.000Z")]
    [InlineData("2026-03-11 20:00:00", "time 2026-03-11T20:00:00.000Z is before 2026-03-12T13:30:00.000Z, the bar before it")]
    public void NextBatch_NotAfterBarBefore_Throws(string time, string reason)
    {
        using var folder = CsvFolder.WithRows("2026-03-12 13:30:00,10,12,9,11,0", time + ",10,12,9,11,0");
        // One piece, then each row a piece of its own.
        foreach (var chunkBytes in new[] { 0, 1 })
        {
            var reading = folder.Read(new CsvBarFeedOptions { ChunkBytes = chunkBytes });
            Assert.Single(reading.Events);
            Assert.Equal(reason, reading.Error?.Reason);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(50)]
    [InlineData(90)]
    [InlineData(120)]
    public void NextBatch_SkippingMany_ComparesWithLastGoodBar(int chunkBytes)
    {
        using var folder = CsvFolder.With(
            "datetime,open,high,low,close\n"
            + "2026-03-12 13:30:00,10,12,9,10\n"
            + "2026-03-12 13:35:00,bad,12,9,11\n" // 3: would have been the latest
            + "2026-03-12 13:33:00,10,12,9,11\n" // 4: good
            + "2026-03-12 13:33:00,10,12,9,11\n" // 5: twice
            + "2026-03-12 13:31:00,10,12,9,11\n" // 6: early
            + "2026-03-12 13:32:00,10,12,9,11\n" // 7: early, though after 6
            + "2026-03-12 13:34:00,10,12,9,12\n" // 8: good
            + "2026-03-12 13:34:30,10,12,9,-1\n"
            + "2026-03-12 13:34:40,10,12,9\n");
        foreach (var workers in new[] { 0, 2 })
        {
            var reading = folder.Read(Skip with { ChunkBytes = chunkBytes, Workers = workers });
            Assert.Null(reading.Error);
            Assert.Equal([2L, 4L, 8L], reading.Events.Select(e => e.Position.Offset));
            Assert.Equal(["0.0000", "10.0000", "9.0909"], reading.Events.Select(e => e.Bar.PercentChange.ToString()));
            Assert.Equal([3L, 5L, 6L, 7L, 9L, 10L], reading.Rejected.Select(row => row.Line));
        }
    }

    [Fact]
    public void TakeRejectedRows_BetweenBatches_HoldsThoseBeforeLastBarServed()
    {
        using var folder = CsvFolder.WithRows(
            "bad", "2026-03-12 13:30:00,10,12,9,11,0", "bad", "2026-03-12 13:31:00,10,12,9,11,0", "bad");
        using var set = folder.Open(Skip);
        var feed = set.Feeds[0];
        Assert.Empty(feed.TakeRejectedRows());
        Assert.Equal(2, feed.NextBatch().Count);
        Assert.Equal([2L], feed.TakeRejectedRows(upToLine: 3).Select(row => row.Line));
        Assert.Equal([4L], feed.TakeRejectedRows().Select(row => row.Line));
        Assert.Empty(feed.TakeRejectedRows());
        Assert.Equal(0, feed.NextBatch().Count);
        Assert.Equal([6L], feed.TakeRejectedRows().Select(row => row.Line));
    }

    [Fact]
    public void RejectedRow_LongLine_IsCut()
    {
        using var folder = CsvFolder.WithRows(new string('x', 5000));
        var row = Assert.Single(folder.Read(Skip).Rejected);
        Assert.Equal(200, row.Text.Length);
    }
}
