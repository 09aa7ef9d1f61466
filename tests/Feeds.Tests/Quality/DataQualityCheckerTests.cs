using System.Globalization;
using System.Text;
using System.Text.Json;
using TradeBooks.Feeds.Csv;
using TradeBooks.Feeds.Quality;
using TradeBooks.Feeds.Tests.Csv;

namespace TradeBooks.Feeds.Tests.Quality;

public sealed class DataQualityCheckerTests
{
    private static readonly DateTime Monday = new(2026, 1, 5, 14, 30, 0, DateTimeKind.Utc);

    [Fact]
    public void Check_WholeSessions_FindsNothing()
    {
        var report = Check(Sessions(5));
        Assert.Empty(report.Findings);
        Assert.False(report.HasProblems);
        Assert.Equal("AAPL.csv", report.File);
        Assert.Equal(5 * 78, report.Rows);
        Assert.Equal(5 * 78, report.Bars);
        Assert.Equal(5, report.Sessions);
        Assert.Equal(TimeSpan.FromMinutes(5), report.Interval);
        Assert.Equal(Monday, report.FirstTime);
        Assert.Equal(Monday.AddDays(4).AddMinutes(385), report.LastTime);
        Assert.Equal(0, report.MissingBars);
        Assert.Equal(0, report.ZeroRangeBars);
        Assert.Null(report.ZeroVolumeBars);
    }

    [Fact]
    public void Check_ChangeOfClock_IsNoShift()
    {
        var rows = Sessions(10).Select(row => row.Time >= Monday.AddDays(5) ? row with { Time = row.Time.AddHours(-1) } : row);
        Assert.Empty(Check(rows).Findings);
    }

    [Fact]
    public void Check_BadRows_AreCountedByKind()
    {
        var lines = Sessions(3).Select(row => row.ToString()).ToList();
        lines[1] = lines[1].Replace(",", ";", StringComparison.Ordinal);
        lines[4] = lines[3];
        lines[7] = lines[5];
        lines[9] = lines[9] + "x";
        var report = CheckText(string.Join('\n', lines));
        Assert.Equal(3 * 78, report.Rows);
        Assert.Equal(3 * 78 - 4, report.Bars);
        Assert.True(report.HasProblems);
        var bad = Single(report, DataQualityIssue.BadRows, DataQualitySeverity.Problem);
        Assert.Equal(2, bad.Count);
        Assert.Equal([3L, 11L], bad.Examples.Select(example => example.Line));
        Assert.Equal("1 columns where the header has 5", bad.Examples[0].Text);
        Assert.Equal(5, Assert.Single(Single(report, DataQualityIssue.DuplicateTimes, DataQualitySeverity.Problem).Examples).Line - 1);
        Assert.Equal(9, Assert.Single(Single(report, DataQualityIssue.OutOfOrderTimes, DataQualitySeverity.Problem).Examples).Line);
    }

    [Fact]
    public void Check_NewestRowFirst_AsksWhetherItIs()
    {
        var rows = Sessions(3).Reverse().ToList();
        var finding = Single(Check(rows), DataQualityIssue.OutOfOrderTimes, DataQualitySeverity.Problem);
        Assert.EndsWith("; is the newest row first?", finding.Message);
        Assert.Equal(5, finding.Examples.Count);
        Assert.Empty(Check(rows, new DataQualityOptions { Reading = new CsvBarFeedOptions { Order = RowOrder.Descending } }).Findings);
    }

    [Theory]
    [InlineData(2, DataQualitySeverity.Note)]
    [InlineData(12, DataQualitySeverity.Problem)]
    public void Check_BarsMissingInSession_AreGap(int missing, DataQualitySeverity severity)
    {
        var rows = Sessions(10).ToList();
        rows.RemoveRange(100, missing);
        var report = Check(rows);
        Assert.Equal(missing, report.MissingBars);
        var gap = Assert.Single(Assert.Single(report.Findings).Examples);
        Assert.Equal(DataQualityIssue.Gaps, report.Findings[0].Issue);
        Assert.Equal(severity, report.Findings[0].Severity);
        Assert.Equal(102, gap.Line);
        Assert.Equal(rows[99].Time, gap.Time);
        Assert.StartsWith(FormattableString.Invariant($"{missing} missing until {rows[100].Time:yyyy-MM-ddTHH:mm}"), gap.Text);
    }

    [Fact]
    public void Check_MostBarsMissing_IsProblem()
    {
        var rows = Sessions(10).Where((_, i) => i % 6 < 2);
        Single(Check(rows), DataQualityIssue.Gaps, DataQualitySeverity.Problem);
    }

    [Fact]
    public void Check_ThinTrading_IsNote()
    {
        var random = new Random(1);
        var report = Check(Sessions(10).Where(_ => random.Next(10) > 0));
        Assert.Equal([DataQualityIssue.Gaps], report.Findings.Select(finding => finding.Issue));
        Assert.False(report.HasProblems);
    }

    [Theory]
    [InlineData(0.5, "like a split 2:1")]
    [InlineData(0.143, "like a split 7:1")]
    [InlineData(10, "like a reverse split 1:10")]
    [InlineData(1.65, "no usual split")]
    public void Check_PriceJumpsOverNight_IsProblem(double ratio, string text)
    {
        var rows = Sessions(4).Select((row, i) => i >= 156 ? row with { Price = row.Price * ratio } : row);
        var jump = Assert.Single(Single(Check(rows), DataQualityIssue.PriceJumps, DataQualitySeverity.Problem).Examples);
        Assert.Equal(158, jump.Line);
        Assert.EndsWith(text, jump.Text);
    }

    [Fact]
    public void Check_OrdinaryMoves_AreNoJumps()
    {
        var rows = Sessions(4).Select((row, i) => i >= 156 ? row with { Price = row.Price * 0.7 } : row);
        Assert.Empty(Check(rows).Findings);
    }

    [Fact]
    public void Check_SessionsOfOtherLength_AreLongOrShort()
    {
        var rows = Sessions(10).ToList();
        // Half a day; an hour more; the last ends early.
        rows.RemoveRange(9 * 78 + 20, 58);
        rows.InsertRange(5 * 78, Enumerable.Range(0, 12).Select(i => rows[5 * 78 - 1] with { Time = rows[5 * 78 - 1].Time.AddMinutes(5 * i + 5) }));
        rows.RemoveRange(2 * 78 + 42, 36);
        var report = Check(rows);
        Assert.Equal(
            [DataQualityIssue.LongSessions, DataQualityIssue.ShortSessions, DataQualityIssue.PartialLastBar],
            report.Findings.Select(finding => finding.Issue));
        Assert.Equal(DataQualitySeverity.Problem, report.Findings[0].Severity);
        Assert.Equal(DataQualitySeverity.Note, report.Findings[1].Severity);
        Assert.Equal(DataQualitySeverity.Note, report.Findings[2].Severity);
        Assert.Equal(Monday.AddDays(4), Assert.Single(report.Findings[0].Examples).Time);
        Assert.StartsWith("90 bars until", report.Findings[0].Examples[0].Text);
        Assert.StartsWith("42 bars until", Assert.Single(report.Findings[1].Examples).Text);
        Assert.Equal(rows[^1].Time, Assert.Single(report.Findings[2].Examples).Time);
    }

    [Fact]
    public void Check_SessionAtAnotherTime_IsProblem()
    {
        var rows = Sessions(10).Select((row, i) => i / 78 == 4 ? row with { Time = row.Time.AddHours(-5) } : row);
        var shifted = Single(Check(rows), DataQualityIssue.ShiftedSessions, DataQualitySeverity.Problem);
        Assert.Equal(Monday.AddDays(4).AddHours(-5), Assert.Single(shifted.Examples).Time);
    }

    [Fact]
    public void Check_TwoTimeZonesMerged_SaysSo()
    {
        // The same session by the clocks of New York and of UTC; where both have a row, New York's stays.
        var rows = Sessions(6)
            .SelectMany(row => new[] { row with { Time = row.Time.AddHours(-5) }, row })
            .GroupBy(row => row.Time).Select(group => group.First()).OrderBy(row => row.Time);
        var repeats = Single(Check(rows), DataQualityIssue.RepeatedHours, DataQualitySeverity.Problem);
        Assert.Equal(6, repeats.Count);
        Assert.EndsWith("of which the later repeat those 5 h before", repeats.Examples[0].Text);
        Assert.Contains("time zones", repeats.Message);
    }

    [Fact]
    public void Check_FlatPrices_AreNoRepetition()
    {
        var report = Check(Sessions(6).Select(row => row with { Price = 100, Range = 0.01 }));
        Assert.Empty(report.Findings);
    }

    [Theory]
    [InlineData(1, null)]
    [InlineData(20, DataQualitySeverity.Note)]
    [InlineData(300, DataQualitySeverity.Problem)]
    public void Check_ZeroRange_CountsFromOnePercentOn(int bars, DataQualitySeverity? severity)
    {
        var report = Check(Sessions(5).Select((row, i) => i < bars ? row with { Range = 0 } : row));
        Assert.Equal(bars, report.ZeroRangeBars);
        Assert.Equal(bars / 390.0, report.ZeroRangeShare, 12);
        if (severity is null)
            Assert.Empty(report.Findings);
        else
            Single(report, DataQualityIssue.ZeroRange, severity.Value);
    }

    [Theory]
    [InlineData(3, DataQualitySeverity.Note)]
    [InlineData(300, DataQualitySeverity.Problem)]
    public void Check_ZeroVolume_IsCounted(int bars, DataQualitySeverity severity)
    {
        var lines = Sessions(5).Select((row, i) => row + (i < bars ? ",0" : ",17"));
        var report = CheckText(string.Join('\n', lines), "dt,open,high,low,close,vol");
        Assert.Equal(bars, report.ZeroVolumeBars);
        Assert.Equal(bars, Single(report, DataQualityIssue.ZeroVolume, severity).Count);
    }

    [Theory]
    [InlineData(1, DataQualitySeverity.Note)]
    [InlineData(100, DataQualitySeverity.Problem)]
    public void Check_TimesOffTheGrid_AreIrregular(int bars, DataQualitySeverity severity)
    {
        var rows = Sessions(5).Select((row, i) => i % 3 == 1 && i / 3 < bars ? row with { Time = row.Time.AddSeconds(17) } : row);
        Assert.Equal(2 * bars, Single(Check(rows), DataQualityIssue.IrregularTimes, severity).Count);
    }

    [Fact]
    public void Check_DailyBars_ExpectWeekendsAndHolidays()
    {
        var days = Enumerable.Range(0, 300).Select(i => Monday.Date.AddDays(i))
            .Where(day => day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday))
            .Where(day => day != new DateTime(2026, 1, 19) && day != new DateTime(2026, 4, 3)).ToList();
        var rows = days.Select((day, i) => new Row(day, 100 + i % 7)).ToList();
        var report = Check(rows);
        Assert.Empty(report.Findings);
        Assert.Equal(rows.Count, report.Sessions);
        Assert.Equal(TimeSpan.FromDays(1), report.Interval);

        rows.RemoveRange(100, 5);
        var gap = Single(Check(rows), DataQualityIssue.Gaps, DataQualitySeverity.Note);
        Assert.StartsWith("5 missing until", Assert.Single(gap.Examples).Text);
    }

    [Fact]
    public void Check_MarketThatNeverCloses_HasDaysOfWholeLength()
    {
        var rows = Sessions(20).Take(24 * 12 * 5).Select((row, i) => row with { Time = Monday.AddMinutes(5 * i) });
        var report = Check(rows);
        Assert.Empty(report.Findings);
        Assert.Equal(5, report.Sessions);
    }

    [Fact]
    public void Check_NoBars_IsProblem()
    {
        var report = CheckText("");
        Single(report, DataQualityIssue.NoBars, DataQualitySeverity.Problem);
        Assert.Null(report.FirstTime);
        Assert.Null(report.Interval);
        Assert.Equal(0, report.ZeroRangeShare);
    }

    [Fact]
    public void Check_ReadingEndsEarly_IsProblemAfterTheRest()
    {
        var text = Encoding.UTF8.GetBytes(Text(Sessions(5)));
        using var folder = new CsvFolder();
        folder.Write("AAPL.csv", [.. text, (byte)'\n', 0xFF]);
        var report = DataQualityChecker.Check(Path.Combine(folder.Path, "AAPL.csv"));
        Assert.Equal(390, report.Bars);
        var finding = Single(report, DataQualityIssue.Unreadable, DataQualitySeverity.Problem);
        Assert.Equal("reading ends after the bar of 2026-01-09T20:55:00.000Z: line 392 is not UTF-8 text", finding.Message);
    }

    [Fact]
    public void Check_NoSuchFile_Throws()
    {
        using var folder = new CsvFolder();
        Assert.Throws<FeedException>(() => DataQualityChecker.Check(Path.Combine(folder.Path, "AAPL.csv")));
    }

    [Fact]
    public void Report_AsJson_HoldsFindings()
    {
        var json = JsonSerializer.Serialize(Check(Sessions(4).Skip(3)));
        using var document = JsonDocument.Parse(json);
        var finding = document.RootElement.GetProperty("Findings")[0];
        Assert.Equal("2026-01-05T14:45:00Z", finding.GetProperty("Examples")[0].GetProperty("Time").GetString());
        Assert.False(document.RootElement.GetProperty("HasProblems").GetBoolean());
    }

    private static DataQualityFinding Single(DataQualityReport report, DataQualityIssue issue, DataQualitySeverity severity)
    {
        var finding = Assert.Single(report.Findings, finding => finding.Issue == issue);
        Assert.Equal(severity, finding.Severity);
        return finding;
    }

    private static DataQualityReport Check(IEnumerable<Row> rows, DataQualityOptions? options = null)
    {
        using var folder = CsvFolder.With(Text(rows));
        return DataQualityChecker.Check(Path.Combine(folder.Path, "AAPL.csv"), options);
    }

    private static DataQualityReport CheckText(string rows, string header = "datetime,open,high,low,close")
    {
        using var folder = CsvFolder.With(header + "\n" + rows);
        return DataQualityChecker.Check(Path.Combine(folder.Path, "AAPL.csv"));
    }

    private static string Text(IEnumerable<Row> rows) => "datetime,open,high,low,close\n" + string.Join('\n', rows);

    /// <summary>Sessions of 78 bars of 5 minutes on days in a row, at prices that wander.</summary>
    private static IEnumerable<Row> Sessions(int count)
    {
        var random = new Random(7);
        var price = 100.0;
        for (var day = 0; day < count; day++)
        {
            for (var bar = 0; bar < 78; bar++)
            {
                price *= 1 + (random.NextDouble() - 0.5) * 0.01;
                yield return new Row(Monday.AddDays(day).AddMinutes(5 * bar), price);
            }
        }
    }

    private sealed record Row(DateTime Time, double Price, double Range = 0.002)
    {
        public override string ToString() => string.Create(
            CultureInfo.InvariantCulture,
            $"{Time:yyyy-MM-dd HH:mm:ss},{Price:0.0000},{Price * (1 + Range):0.0000},{Price * (1 - Range):0.0000},{Price:0.0000}");
    }
}
