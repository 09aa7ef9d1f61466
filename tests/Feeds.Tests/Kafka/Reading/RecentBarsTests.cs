using TradeBooks.Domain.Market;
using TradeBooks.Feeds.Kafka;

namespace TradeBooks.Feeds.Tests.Kafka.Reading;

public sealed class RecentBarsTests
{
    /// <summary>Against a dictionary of all bars and a list of the latest.</summary>
    [Theory]
    [InlineData(10)]
    [InlineData(40)]
    [InlineData(5000)]
    [InlineData(RecentBars.Capacity)]
    [InlineData(30_000)]
    public void IsRevision_AnyBar_AnswersAsADictionary(int count)
    {
        var random = new Random(count);
        var recent = new RecentBars();
        var all = new Dictionary<int, decimal>();
        var times = new List<int>();
        var minute = -500_000;
        for (var i = 0; i < count; i++)
        {
            // Some days have a bar every minute, some every other, and some lack a few.
            minute += (i / 40 % 4) switch { 0 => 1, 1 => 2, 2 => random.Next(30) == 0 ? 3 : 1, _ => random.Next(1, 4) };
            all[minute] = random.Next(1, 4);
            times.Add(minute);
            recent.Add(TestBars.Make(minute, all[minute]));
            if (random.Next(count < 1000 ? 1 : 50) == 0)
                Look(random.Next(Math.Max(-500_002, minute - 12_000), minute + 2));
        }

        var remembered = times.TakeLast(RecentBars.Capacity).ToHashSet();
        foreach (var time in times)
            Look(time);
        Assert.True(remembered.Count == Math.Min(count, RecentBars.Capacity));

        void Look(int at)
        {
            var oldest = times[Math.Max(0, times.Count - RecentBars.Capacity)];
            for (var price = 1; price < 4; price++)
            {
                var isRevision = at >= oldest && all.TryGetValue(at, out var known) && known != price;
                Assert.True(isRevision == recent.IsRevision(TestBars.Make(at, price)), $"minute {at}, price {price} of {times.Count} bars");
            }
        }
    }

    [Fact]
    public void IsRevision_SameNumbersWrittenOtherwise_IsNone()
    {
        var recent = new RecentBars();
        recent.Add(Bar.Create(TestBars.At(1), 10.5m, 11.25m, 10m, 10.75m, 0.1m, 100m));
        Assert.False(recent.IsRevision(Bar.Create(TestBars.At(1), 10.50m, 11.250m, 10.000m, 10.75m, 0.10m, 100.0m)));
    }

    [Fact]
    public void Add_ABarThatComesInPlaceOfOthers_IsTheOneThatIsKnown()
    {
        var recent = new RecentBars();
        for (var minute = 0; minute < 40; minute++)
            recent.Add(TestBars.Make(minute, 1));
        // Three were not applied, so that those of their times are none that came before.
        recent.Add(TestBars.Make(37, 2));
        recent.Add(TestBars.Make(38, 3));
        for (var minute = 0; minute < 41; minute++)
        {
            var price = minute switch { 37 => 2, 38 => 3, _ => 1 };
            Assert.False(recent.IsRevision(TestBars.Make(minute, price)));
            Assert.Equal(minute < 39, recent.IsRevision(TestBars.Make(minute, price + 1)));
        }
    }

    [Fact]
    public void Add_MinuteBarsOfDays_TakesFourBytesABar()
    {
        var recent = new RecentBars();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 128; i++)
            recent.Add(TestBars.Make(i / 60 * 1440 + i % 60, 1));
        // What was there before it grew is counted too.
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 1, 2 * 4 * 128 + 400);
    }

    [Theory]
    [InlineData(10.6, 11.25, 10, 10.75, 0.1, 100.0)]
    [InlineData(10.5, 11.26, 10, 10.75, 0.1, 100.0)]
    [InlineData(10.5, 11.25, 9.9, 10.75, 0.1, 100.0)]
    [InlineData(10.5, 11.25, 10, 10.5, 0.1, 100.0)]
    [InlineData(10.5, 11.25, 10, 10.75, 0.2, 100.0)]
    [InlineData(10.5, 11.25, 10, 10.75, 0.1, 101.0)]
    [InlineData(10.5, 11.25, 10, 10.75, 0.1, null)]
    [InlineData(10.75, 11.25, 10, 10.5, 0.1, 100.0)]
    public void IsRevision_AnyMemberDiffers_IsOne(double open, double high, double low, double close, double change, double? volume)
    {
        var recent = new RecentBars();
        recent.Add(Bar.Create(TestBars.At(1), 10.5m, 11.25m, 10m, 10.75m, 0.1m, 100m));
        Assert.True(recent.IsRevision(Bar.Create(
            TestBars.At(1), (decimal)open, (decimal)high, (decimal)low, (decimal)close, (decimal)change, (decimal?)volume)));
    }
}
