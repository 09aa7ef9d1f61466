using System.Text;
using TradeBooks.Domain.Market;
using TradeBooks.Feeds.Csv;

namespace TradeBooks.Feeds.Tests.Csv;

public sealed class CsvBarFeedTimeTests
{
    private const string Prices = ",10,12,9,11,0.5";

    private static readonly TimeZoneInfo NewYork = TimeZoneInfo.FindSystemTimeZoneById("America/New_York");
    private static readonly CsvBarFeedOptions InNewYork = new() { TimeZone = NewYork };

    [Theory]
    [InlineData("2026-03-06 09:30:00", "2026-03-06T14:30:00Z")]
    [InlineData("2026-03-08 01:59:59", "2026-03-08T06:59:59Z")]
    [InlineData("2026-03-08 03:00:00", "2026-03-08T07:00:00Z")]
    [InlineData("2026-03-09 09:30:00", "2026-03-09T13:30:00Z")]
    [InlineData("2026-03-09", "2026-03-09T04:00:00Z")]
    [InlineData("2026-03-09 09:30:00Z", "2026-03-09T09:30:00Z")]
    [InlineData("1741380840", "2025-03-07T20:54:00Z")]
    [InlineData("2026-11-01 01:30:00", "2026-11-01T05:30:00Z")]
    [InlineData("2026-11-01 02:00:00", "2026-11-01T07:00:00Z")]
    public void Time_InZone_BecomesUtc(string text, string expected) =>
        Assert.Equal(CsvFolder.Utc(expected), CsvFolder.ReadOne(CsvFolder.Header + text + Prices, InNewYork).Time);

    [Fact]
    public void Time_ThatClockSkips_IsBad() => Assert.Equal(
        "time '2026-03-08 02:30:00' does not exist: the clocks of America/New_York skip it",
        CsvFolder.ReasonOf(CsvFolder.Header + "2026-03-08 02:30:00" + Prices, InNewYork));

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Time_ThatHappensTwice_IsFirstUnlessOutOfOrder(int chunkBytes)
    {
        using var folder = CsvFolder.WithRows(
            "2026-11-01 00:30:00" + Prices, "2026-11-01 01:00:00" + Prices, "2026-11-01 01:30:00" + Prices,
            "2026-11-01 01:00:00" + Prices, "2026-11-01 01:30:00" + Prices, "2026-11-01 02:00:00" + Prices);
        var reading = folder.Read(InNewYork with { ChunkBytes = chunkBytes });
        Assert.Null(reading.Error);
        Assert.Equal(
            ["04:30", "05:00", "05:30", "06:00", "06:30", "07:00"],
            reading.Events.Select(e => e.Time.ToString().Substring(11, 5)));
    }

    [Fact]
    public void Time_YearOfDaysInZone_EqualsSystemConversion()
    {
        var text = new StringBuilder(CsvFolder.Header);
        var expected = new List<EventTime>();
        for (var local = new DateTime(2026, 1, 1, 0, 10, 0); local.Year == 2026; local = local.AddHours(3))
        {
            text.Append(local.ToString("yyyy-MM-dd HH:mm:ss", null)).Append(Prices).Append('\n');
            expected.Add(EventTime.FromUtc(TimeZoneInfo.ConvertTimeToUtc(local, NewYork)));
        }

        using var folder = CsvFolder.With(text.ToString());
        Assert.Equal(expected, folder.Read(InNewYork).Events.Select(e => e.Time));
    }

    [Fact]
    public void Label_End_InfersIntervalFromFirstRows()
    {
        using var folder = CsvFolder.WithRows(
            "2026-03-12 13:35:00" + Prices, "2026-03-12 13:45:00" + Prices, "bad", "2026-03-12 13:50:00" + Prices,
            "2026-03-13 13:35:00" + Prices);
        var reading = folder.Read(new CsvBarFeedOptions { Label = BarLabel.End, BadRows = BadRows.Skip });
        Assert.Equal(
            ["2026-03-12T13:30", "2026-03-12T13:40", "2026-03-12T13:45", "2026-03-13T13:30"],
            reading.Events.Select(e => e.Time.ToString()[..16]));
        Assert.All(reading.Events, e => Assert.Equal(e.Time, e.Bar.Time));
    }

    [Fact]
    public void Label_End_TakesGivenInterval()
    {
        var options = new CsvBarFeedOptions { Label = BarLabel.End, Interval = TimeSpan.FromMinutes(1) };
        Assert.Equal(
            CsvFolder.Utc("2026-03-12T13:34:00Z"), CsvFolder.ReadOne(CsvFolder.Header + "2026-03-12 13:35:00Z" + Prices, options).Time);
        Assert.Equal(
            CsvFolder.Utc("2026-03-12T13:34:00Z"), CsvFolder.ReadOne(CsvFolder.Header + "2026-03-12 13:35:00" + Prices, options).Time);
    }

    [Fact]
    public void Label_EndWithOneRow_CannotInfer()
    {
        using var folder = CsvFolder.WithRows("2026-03-12 13:35:00" + Prices);
        var error = Assert.Throws<FeedException>(() => folder.Open(new CsvBarFeedOptions { Label = BarLabel.End }));
        Assert.Equal("AAPL.csv: the length of a bar cannot be inferred from fewer than two rows: set the interval", error.Message);
    }

    [Theory]
    [InlineData(0, "\n")]
    [InlineData(1, "\n")]
    [InlineData(64, "")]
    [InlineData(100, "\n\n")]
    [InlineData(150, "\r\n")]
    public void Order_Descending_ServesOldestFirst(int chunkBytes, string end)
    {
        var lines = Enumerable.Range(0, 50).Select(i => FormattableString.Invariant(
            $"2026-03-12 13:{59 - i:00}:00,{100 - i},{100 - i},{100 - i},{100 - i}")).ToList();
        lines[10] = "";
        lines[20] = "bad";
        using var folder = CsvFolder.With("datetime,open,high,low,close\n" + string.Join('\n', lines) + end);
        var options = new CsvBarFeedOptions { Order = RowOrder.Descending, BadRows = BadRows.Skip, ChunkBytes = chunkBytes };
        var reading = folder.Read(options);
        Assert.Null(reading.Error);
        var rows = Enumerable.Range(0, 50).Where(i => i is not (10 or 20)).Reverse().ToList();
        Assert.Equal(rows.Select(i => i + 2L), reading.Events.Select(e => e.Position.Offset));
        Assert.Equal(rows.Select(i => 100m - i), reading.Events.Select(e => e.Bar.Close.ToDecimal()));
        Assert.Equal(22, Assert.Single(reading.Rejected).Line);
        // 51 at the bottom of the file is the first, so 52 after it is 1/51 more.
        Assert.Equal(["0.0000", "1.9608"], reading.Events.Take(2).Select(e => e.Bar.PercentChange.ToString()));

        var stopped = folder.Read(options with { BadRows = BadRows.Stop });
        Assert.Equal(22, Assert.IsType<BadRowException>(stopped.Error).Line);
        Assert.Equal(29, stopped.Events.Count);
    }

    [Fact]
    public void Order_DescendingOnAscendingFile_IsOutOfOrder()
    {
        using var folder = CsvFolder.WithRows("2026-03-12 13:30:00" + Prices, "2026-03-12 13:31:00" + Prices);
        var reading = folder.Read(new CsvBarFeedOptions { Order = RowOrder.Descending });
        Assert.Equal(2, Assert.IsType<BadRowException>(reading.Error).Line);
        Assert.Equal(3, Assert.Single(reading.Events).Position.Offset);
    }
}
