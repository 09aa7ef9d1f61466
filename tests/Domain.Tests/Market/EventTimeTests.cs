using TradeBooks.Domain.Market;

namespace TradeBooks.Domain.Tests.Market;

public sealed class EventTimeTests
{
    [Theory]
    [InlineData(0, "1970-01-01T00:00:00.000Z")]
    [InlineData(1_773_323_580_000_000, "2026-03-12T13:53:00.000Z")]
    [InlineData(1_773_323_580_123_999, "2026-03-12T13:53:00.123Z")]
    [InlineData(-1, "1969-12-31T23:59:59.999Z")]
    public void ToString_Moment_IsIsoInUtcWithMilliseconds(long microseconds, string expected) =>
        Assert.Equal(expected, new EventTime(microseconds).ToString());

    [Fact]
    public void ToString_Bounds_AreInfinite()
    {
        Assert.Equal("-∞", EventTime.MinValue.ToString());
        Assert.Equal("∞", EventTime.MaxValue.ToString());
        Assert.False(EventTime.MinValue.IsKnown || EventTime.MaxValue.IsKnown, "a bound is no moment");
        Assert.True(new EventTime(0).IsKnown, "1970 is a moment");
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 0)]
    [InlineData(EventTime.DayLength - 1, 0)]
    [InlineData(EventTime.DayLength, 1)]
    [InlineData(-1, -1)]
    [InlineData(-EventTime.DayLength, -1)]
    [InlineData(-EventTime.DayLength - 1, -2)]
    public void Day_Moment_IsTheFloorOfDays(long microseconds, int expected) =>
        Assert.Equal(expected, new EventTime(microseconds).Day);

    [Fact]
    public void FromUtc_AndBack_KeepsMicroseconds()
    {
        var utc = new DateTime(2026, 3, 12, 13, 53, 0, DateTimeKind.Utc).AddTicks(1_234_560);
        Assert.Equal(utc, EventTime.FromUtc(utc).ToUtc());
        Assert.Equal(DateTimeKind.Utc, EventTime.FromUtc(utc).ToUtc().Kind);
        var first = new DateTime(1, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        Assert.Equal(first, EventTime.FromUtc(first).ToUtc());
    }

    [Theory]
    [InlineData(long.MaxValue)]
    [InlineData(long.MinValue)]
    [InlineData(253_402_300_800_000_000)]
    [InlineData(-62_135_596_800_000_001)]
    public void ToUtc_OutsideTheYears1To9999_IsRefused(long microseconds) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new EventTime(microseconds).ToUtc());

    [Fact]
    public void Comparison_Moments_IsThatOfTheirMicroseconds()
    {
        EventTime[] times = [EventTime.MinValue, new(-5), new(0), new(7), EventTime.MaxValue];
        for (var i = 0; i < times.Length; i++)
        {
            for (var j = 0; j < times.Length; j++)
            {
                Assert.Equal(
                    [(i < j), (i > j), i <= j, i >= j, i == j],
                    new[] { (times[i] < times[j]), (times[i] > times[j]), times[i] <= times[j], times[i] >= times[j], times[i] == times[j] });
                Assert.Equal(i.CompareTo(j), times[i].CompareTo(times[j]));
            }
        }
    }
}
