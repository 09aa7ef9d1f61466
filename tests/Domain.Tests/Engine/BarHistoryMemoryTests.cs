using TradeBooks.Domain.Engine;
using TradeBooks.Domain.Market;
using TradeBooks.Tests;

namespace TradeBooks.Domain.Tests.Engine;

public sealed class BarHistoryMemoryTests
{
    [Fact]
    public void Read_RandomBars_GivesTheLatestAsTheyWere()
    {
        var random = new Random(20260312);
        for (var round = 0; round < 200; round++)
        {
            var (capacity, width) = (random.Next(1, 150), random.Next(10) == 0 ? random.Next(5, 80) : random.Next(0, 5));
            var history = new BarHistory(capacity, width);
            var bars = new List<Bar>();
            var figures = new List<double[]>();
            for (var i = random.Next(0, 400); i > 0; i--)
            {
                bars.Add(RandomBar(random, bars.Count == 0 ? 0 : bars[^1].Time.Microseconds));
                figures.Add([.. Enumerable.Range(0, width).Select(_ => RandomFigure(random))]);
                history.Add(bars[^1], figures[^1]);
            }

            var limit = random.Next(0, 200);
            var kept = Math.Min(limit, Math.Min(capacity, bars.Count));
            Assert.Equal((bars.Count, Math.Min(capacity, bars.Count)), (history.Total, history.Count));
            Assert.Equal(bars.TakeLast(kept), history.Read(EventTime.MinValue, limit, out var read));
            for (var figure = 0; figure < width; figure++)
                Assert.Equal(figures.TakeLast(kept).Select(values => Bits(values[figure])), read[figure].Select(Bits));
        }
    }

    [Fact]
    public void Add_MinuteBarsWithFigures_TakesLittleMemoryAndThenNone()
    {
        const int Capacity = 128;
        var history = new BarHistory(Capacity, 4);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < Capacity; i++)
            Add(history, i);

        // A bar and its figures are 96 bytes in memory.
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 1, 44 * Capacity);
        var least = Allocations.Least(() =>
        {
            for (var i = 0; i < 10 * Capacity; i++)
                Add(history, i);
        });
        Assert.InRange(least, 0, 60 * 32);
    }

    private static void Add(BarHistory history, int i)
    {
        var bar = new Bar(
            new EventTime(1_770_000_000_000_000 + i * 60_000_000L), 3_045_050 + i, 3_045_900, 3_044_100, 3_045_600, 4, new Decimal64(-123, 4));
        history.Add(bar, [304.56 + i / 7.0, 304.5 - i / 9.0, 0.123 + i / 1e5, i % 20 == 0 ? 1 : 0]);
    }

    private static long Bits(double figure) => BitConverter.DoubleToInt64Bits(figure);

    private static double RandomFigure(Random random) => random.Next(6) switch
    {
        0 => double.NaN,
        1 => random.Next(2),
        2 => BitConverter.Int64BitsToDouble(random.NextInt64(long.MinValue, long.MaxValue)),
        _ => 300 + random.NextDouble(),
    };

    private static Bar RandomBar(Random random, long last)
    {
        long Number() => random.Next(5) == 0 ? random.NextInt64(long.MinValue, long.MaxValue) : random.Next(-500, 500_000);
        return new Bar(
            new EventTime(random.Next(4) > 0 ? unchecked(last + 60_000_000) : Number()), Number(), Number(), Number(), Number(), (byte)random.Next(29),
            new Decimal64(Number(), (byte)random.Next(29)), random.Next(2) == 0 ? null : new Decimal64(Number(), (byte)random.Next(29)));
    }
}
