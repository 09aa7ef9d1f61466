using FsCheck;
using FsCheck.Fluent;
using TradeBooks.Domain.Market;
using TradeBooks.Grains.Tests.Wire;

namespace TradeBooks.Grains.Tests.Trading;

public sealed class LatestBarsTests
{
    [Fact]
    public void ToArray_RandomBars_GivesTheLatestAsTheyWere() => Prop.ForAll(
        RandomMessages.Bars.ListOf().Select(bars => bars.ToArray()).ToArbitrary(),
        Gen.Choose(0, 3).ToArbitrary(),
        (bars, times) =>
        {
            var latest = new LatestBars();
            var all = Enumerable.Repeat(bars, times * 40).SelectMany(some => some).ToArray();
            foreach (var bar in all)
                latest.Add(bar);
            Assert.Equal(all.TakeLast(LatestBars.Capacity), latest.ToArray());
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Add_MinuteBars_TakesLittleMemory()
    {
        var latest = new LatestBars();
        var time = new EventTime(1_770_000_000_000_000);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < LatestBars.Capacity; i++)
            latest.Add(new Bar(new EventTime(time.Microseconds + i * 60_000_000L), 3_045_050 + i, 3_045_900, 3_044_100, 3_045_600, 4, new Decimal64(-123, 4)));

        // Every array on the way to the last one: twice its size at most.
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 1, 2 * 3 * 20 * LatestBars.Capacity);
        Assert.Equal(LatestBars.Capacity, latest.ToArray().Length);
    }
}
