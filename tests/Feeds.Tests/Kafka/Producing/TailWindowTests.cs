using TradeBooks.Feeds.Kafka;

namespace TradeBooks.Feeds.Tests.Kafka.Producing;

public sealed class TailWindowTests
{
    [Theory]
    [InlineData(0, 0)]
    [InlineData(70, 70)]
    public void Last_NoRecords_IsEmpty(long low, long high) => Assert.True(TailWindow.Last(low, high).IsEmpty);

    [Theory]
    [InlineData(0, 1)]
    [InlineData(5, 1005)]
    [InlineData(0, 1000)]
    public void Last_FewRecords_IsAllOfThem(long low, long high)
    {
        var window = TailWindow.Last(low, high);
        Assert.Equal(new TailWindow(low, low, high), window);
        Assert.True(window.IsFirst, $"{window} is not the first");
    }

    [Theory]
    [InlineData(0, 1_001)]
    [InlineData(123, 98_765)]
    [InlineData(1_000_000_000, 1_050_000_000)]
    public void Before_UntilTheFirst_CoversEveryRecordOnceInGrowingPieces(long low, long high)
    {
        var window = TailWindow.Last(low, high);
        var windows = new List<TailWindow> { window };
        while (!window.IsFirst)
            windows.Add(window = window.Before());

        Assert.Equal(low, windows[^1].Start);
        Assert.Equal(high, windows[0].End);
        for (var i = 1; i < windows.Count; i++)
        {
            Assert.False(windows[i].IsEmpty);
            Assert.Equal(windows[i - 1].Start, windows[i].End);
            var (length, before) = (windows[i].End - windows[i].Start, windows[i - 1].End - windows[i - 1].Start);
            Assert.True(length >= before || windows[i].IsFirst, $"{length} records after {before}");
            Assert.True(length <= 1_000_000, $"{length} records at a time");
        }

        Assert.True(windows.Count < 100, $"{windows.Count} windows");
    }
}
