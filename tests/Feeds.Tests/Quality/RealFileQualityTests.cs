using TradeBooks.Feeds.Csv;
using TradeBooks.Feeds.Quality;
using TradeBooks.Tests;

namespace TradeBooks.Feeds.Tests.Quality;

public sealed class RealFileQualityTests
{
    [Theory]
    [InlineData("AAPL.csv", "Gaps")]
    [InlineData("AMZN.csv", "Gaps")]
    [InlineData("GOOG.csv", "Gaps")]
    [InlineData("MSFT.csv", "Gaps")]
    [InlineData("NVDA.csv", "Gaps")]
    [InlineData("TSLA.csv", "Gaps")]
    [InlineData("SPY.csv", "Gaps PartialLastBar")]
    [InlineData("5m/AAPL.csv", "ShortSessions")]
    [InlineData("5m/AMZN.csv", "Gaps ShortSessions")]
    [InlineData("5m/GOOG.csv", "Gaps ShortSessions")]
    [InlineData("5m/MSFT.csv", "Gaps ShortSessions")]
    [InlineData("5m/NVDA.csv", "Gaps ShortSessions")]
    [InlineData("5m/SPY.csv", "ShortSessions")]
    [InlineData("5m/TSLA.csv", "ShortSessions")]
    [InlineData("lean/SPY_2013.csv", "Gaps ZeroRange")]
    [InlineData("lean/SPY_daily.csv", "Gaps")]
    [InlineData("dirty/AAPL_1min_ibkr_offset_plus0300.csv", "")]
    [InlineData("dirty/AAPL_1m_captured_midsession.csv", "PartialLastBar ZeroVolume")]
    public void Check_GoodFile_HasNotesOnly(string file, string issues)
    {
        var report = DataQualityChecker.Check(SharedData.Path("bars/" + file));
        Assert.False(report.HasProblems);
        Assert.Equal(issues, string.Join(' ', report.Findings.Select(finding => finding.Issue)));
        Assert.Equal(report.Rows, report.Bars);
    }

    [Fact]
    public void Check_TwoMinutesMissing_AreFound()
    {
        var report = DataQualityChecker.Check(SharedData.Path("bars/AAPL.csv"));
        Assert.Equal(4678, report.Bars);
        Assert.Equal(12, report.Sessions);
        Assert.Equal(2, report.MissingBars);
        var gap = Assert.Single(Assert.Single(report.Findings).Examples);
        Assert.Equal(new DateTime(2026, 3, 27, 15, 24, 0, DateTimeKind.Utc), gap.Time);
        Assert.Equal("2 missing until 2026-03-27T15:27:00.000Z", gap.Text);
    }

    [Fact]
    public void Check_HalfDay_IsShortSession()
    {
        var report = DataQualityChecker.Check(SharedData.Path("bars/5m/TSLA.csv"));
        Assert.Equal(60, report.Sessions);
        var day = Assert.Single(Assert.Single(report.Findings).Examples);
        Assert.Equal(new DateTime(2025, 12, 24, 14, 30, 0, DateTimeKind.Utc), day.Time);
        Assert.Equal("42 bars until 2025-12-24T17:55:00.000Z", day.Text);
    }

    [Fact]
    public void Check_FileWithSplit_FindsIt()
    {
        var report = DataQualityChecker.Check(SharedData.Path("bars/lean/AAPL.csv"));
        Assert.True(report.HasProblems);
        Assert.Equal(DataQualityIssue.PriceJumps, report.Findings[0].Issue);
        var split = Assert.Single(report.Findings[0].Examples);
        Assert.Equal(new DateTime(2014, 6, 9, 8, 0, 0, DateTimeKind.Utc), split.Time);
        Assert.EndsWith("like a split 7:1", split.Text);
        Assert.DoesNotContain(report.Findings.Skip(1), finding => finding.Severity == DataQualitySeverity.Problem);
    }

    [Theory]
    [InlineData("AAPL_daily.csv")]
    [InlineData("AAPL_hour.csv")]
    public void Check_YearsWithSplits_FindsAll(string file)
    {
        var report = DataQualityChecker.Check(SharedData.Path("bars/lean/" + file));
        Assert.Equal(
            ["2000-06-21", "2000-09-29", "2005-02-28", "2014-06-09", "2020-08-31"],
            report.Findings[0].Examples.Select(example => example.Time!.Value.ToString("yyyy-MM-dd", null)));
        Assert.Equal(DataQualityIssue.PriceJumps, report.Findings[0].Issue);
    }

    [Fact]
    public void Check_TwoTimeZonesMerged_SaysSo()
    {
        var report = DataQualityChecker.Check(SharedData.Path("bars/dirty/AAPL_2026-03_5m_mixed_timezones.csv"));
        Assert.True(report.HasProblems);
        Assert.Equal(1890, report.Bars);
        Assert.Equal(53, report.ZeroVolumeBars);
        var repeats = Assert.Single(report.Findings, finding => finding.Issue == DataQualityIssue.RepeatedHours);
        Assert.Equal(DataQualitySeverity.Problem, repeats.Severity);
        Assert.Contains("stamps of different time zones", repeats.Message);
        Assert.StartsWith("138 bars until 2026-03-02T20:55:00.000Z", repeats.Examples[0].Text);
        var longer = Assert.Single(report.Findings, finding => finding.Issue == DataQualityIssue.LongSessions);
        Assert.Equal(5, longer.Count);
    }

    [Fact]
    public void Check_PartialLastBar_IsNamed()
    {
        var report = DataQualityChecker.Check(SharedData.Path("bars/dirty/AAPL_1m_captured_midsession.csv"));
        var partial = Assert.Single(report.Findings, finding => finding.Issue == DataQualityIssue.PartialLastBar);
        Assert.Equal(new DateTime(2026, 3, 24, 16, 16, 0, DateTimeKind.Utc), Assert.Single(partial.Examples).Time);
    }

    [Fact]
    public void Check_EndLabels_MoveTimes()
    {
        var options = new DataQualityOptions { Reading = new CsvBarFeedOptions { Label = BarLabel.End } };
        var report = DataQualityChecker.Check(SharedData.Path("bars/AAPL.csv"), options);
        Assert.Equal(new DateTime(2026, 3, 12, 13, 29, 0, DateTimeKind.Utc), report.FirstTime);
    }
}
