using System.Globalization;
using TradeBooks.Feeds.Generation;

namespace TradeBooks.Feeds.Tests.Generation;

public sealed class NyseCalendarTests
{
    [Theory]
    [InlineData("2024-01-01")] // New Year
    [InlineData("2023-01-02")] // New Year on a Sunday
    [InlineData("2024-01-15")] // Martin Luther King
    [InlineData("2024-02-19")] // Presidents
    [InlineData("2024-03-29")] // Good Friday
    [InlineData("2021-04-02")] // Good Friday
    [InlineData("2008-03-21")] // Good Friday of an early Easter
    [InlineData("2024-05-27")] // Memorial
    [InlineData("2022-06-20")] // Juneteenth on a Sunday
    [InlineData("2027-06-18")] // Juneteenth on a Saturday
    [InlineData("2024-07-04")] // Independence
    [InlineData("2020-07-03")] // Independence on a Saturday
    [InlineData("2021-07-05")] // Independence on a Sunday
    [InlineData("2024-09-02")] // Labor
    [InlineData("2023-11-23")] // Thanksgiving
    [InlineData("2024-12-25")] // Christmas
    [InlineData("2021-12-24")] // Christmas on a Saturday
    [InlineData("2022-12-26")] // Christmas on a Sunday
    [InlineData("2024-06-15")] // a Saturday
    [InlineData("2024-06-16")] // a Sunday
    public void IsSession_Closed_IsFalse(string date) => Assert.False(NyseCalendar.IsSession(Date(date)));

    [Theory]
    [InlineData("2021-12-31")] // New Year's Day on a Saturday is not made up for
    [InlineData("2021-06-18")] // before Juneteenth was a holiday
    [InlineData("2024-03-28")]
    [InlineData("2024-04-01")] // Easter Monday
    [InlineData("2024-10-14")] // Columbus Day
    [InlineData("2024-11-11")] // Veterans Day
    [InlineData("2023-11-24")] // a half day counts
    public void IsSession_Open_IsTrue(string date) => Assert.True(NyseCalendar.IsSession(Date(date)));

    [Theory]
    [InlineData(2015, 252)]
    [InlineData(2017, 251)]
    [InlineData(2019, 252)]
    [InlineData(2020, 253)]
    [InlineData(2021, 252)]
    [InlineData(2022, 251)]
    [InlineData(2023, 250)]
    [InlineData(2024, 252)]
    public void IsSession_WholeYear_HasTheExchangesNumberOfDays(int year, int expected)
    {
        var first = new DateOnly(year, 1, 1);
        var days = first.AddYears(1).DayNumber - first.DayNumber;
        Assert.Equal(expected, Enumerable.Range(0, days).Count(d => NyseCalendar.IsSession(first.AddDays(d))));
    }

    [Theory]
    [InlineData("2024-03-08", 14)]
    [InlineData("2024-03-11", 13)]
    [InlineData("2024-11-01", 13)]
    [InlineData("2024-11-04", 14)]
    [InlineData("2026-03-06", 14)]
    [InlineData("2026-03-09", 13)]
    [InlineData("2007-03-12", 13)]
    [InlineData("2015-11-02", 14)]
    public void OpenMinuteUtc_AroundClockChange_IsHalfPast(string date, int hour) =>
        Assert.Equal(hour * 60 + 30, NyseCalendar.OpenMinuteUtc(Date(date)));

    [Fact]
    public void AnyQuestion_Before2007_IsRefused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => NyseCalendar.IsSession(new DateOnly(2006, 12, 29)));
        Assert.Throws<ArgumentOutOfRangeException>(() => NyseCalendar.OpenMinuteUtc(new DateOnly(2006, 12, 29)));
    }

    private static DateOnly Date(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);
}
