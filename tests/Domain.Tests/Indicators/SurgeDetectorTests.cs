using System.Numerics;
using TradeBooks.Domain.Indicators;
using TradeBooks.Domain.Market;
using TradeBooks.Domain.State;
using TradeBooks.Tests;

namespace TradeBooks.Domain.Tests.Indicators;

public sealed class SurgeDetectorTests
{
    public static TheoryData<string, int, string> Inputs
    {
        get
        {
            var data = new TheoryData<string, int, string>();
            foreach (var kind in Kinds.Keys)
            {
                data.Add(kind, 20, "3.0");
                data.Add(kind, 1, "1");
                data.Add(kind, 3, "2.5");
                data.Add(kind, 7, "0.000001");
                data.Add(kind, 5, "999.999999");
            }

            return data;
        }
    }

    private static Dictionary<string, Func<Random, Decimal64>> Kinds => new()
    {
        ["percent changes"] = r => new(r.Next(0, 400), 4),
        ["ties"] = r => new(r.Next(0, 3), 0),
        ["mixed scales"] = r => new(r.Next(0, 5000), (byte)r.Next(0, 7)),
        ["volumes of 18 digits"] = r => new(r.NextInt64(0, 1_000_000_000_000_000_000), 2),
        ["any mantissa"] = r => new(r.NextInt64(long.MinValue, long.MaxValue) >> r.Next(0, 63), 3),
        ["any scale"] = r => new(r.NextInt64(0, long.MaxValue) >> r.Next(0, 63), (byte)r.Next(0, 29)),
        ["a giant now and then"] = r => r.Next(50) == 0 ? new(long.MaxValue, 0) : new(r.Next(0, 400), 4),
        ["a dwarf now and then"] = r => r.Next(50) == 0 ? new(1, 28) : new(r.Next(0, 1_000_000), 2),
        ["zeros of any scale"] = r => r.Next(3) == 0 ? new(r.Next(0, 9), 1) : new(0, (byte)r.Next(0, 29)),
    };

    [Theory]
    [MemberData(nameof(Inputs))]
    public void Update_RandomValues_AgreesWithRationalArithmetic(string kind, int window, string multiplier)
    {
        var factor = decimal.Parse(multiplier, System.Globalization.CultureInfo.InvariantCulture);
        var detector = new SurgeDetector(window, factor);
        var random = new Random(kind.Length * 1000 + window);
        var next = Kinds[kind];
        var earlier = new Queue<Decimal64>();
        for (var i = 0; i < 2000; i++)
        {
            var value = next(random);
            Assert.Equal(earlier.Count == window, detector.IsReady);
            var expected = Expected(earlier, window, factor, value);
            Assert.True(
                expected == detector.Update(value),
                $"value {i}: {value.Mantissa}e-{value.Scale} is {(expected ? "a" : "no")} surge over {window} × {factor}");
            Assert.Equal(expected, detector.IsSurge);
            earlier.Enqueue(value);
            if (earlier.Count > window)
                earlier.Dequeue();
        }
    }

    [Theory]
    [InlineData("0.3000", false)]
    [InlineData("0.3001", true)]
    [InlineData("0.30000000000000000", false)]
    [InlineData("0.30000000000000001", true)]
    public void Update_Tie_IsNoSurge(string value, bool expected)
    {
        // In doubles, 0.1 twenty times adds up to 2.0000000000000004.
        var detector = new SurgeDetector(20, 3.0m);
        for (var i = 0; i < 20; i++)
            Assert.False(detector.Update(new Decimal64(1000, 4)));
        var number = decimal.Parse(value, System.Globalization.CultureInfo.InvariantCulture);
        Assert.Equal(expected, detector.Update(new Decimal64((long)(number * 1e17m), 17)));
    }

    [Fact]
    public void Update_MeanOfZero_IsNoSurge()
    {
        var detector = new SurgeDetector(3, 2m);
        for (var i = 0; i < 3; i++)
            detector.Update(new Decimal64(0, 4));
        Assert.True(detector.IsReady);
        Assert.False(detector.Update(new Decimal64(5, 4)));
        Assert.True(detector.Update(new Decimal64(5, 4)));
    }

    [Fact]
    public void Update_ValueItself_IsNotInTheMean()
    {
        var detector = new SurgeDetector(2, 3m);
        detector.Update(new Decimal64(1, 0));
        detector.Update(new Decimal64(1, 0));
        Assert.True(detector.Update(new Decimal64(4, 0)));
        Assert.False(detector.Update(new Decimal64(4, 0)));
    }

    [Fact]
    public void Persist_AtAnyPoint_ContinuesTheSame()
    {
        foreach (var (kind, next) in Kinds)
        {
            var random = new Random(77);
            var values = Enumerable.Range(0, 120).Select(_ => next(random)).ToArray();
            for (var stop = 0; stop < 60; stop++)
            {
                var original = new SurgeDetector(5, 1.1m);
                foreach (var value in values[..stop])
                    original.Update(value);
                var restored = new SurgeDetector(5, 1.1m);
                foreach (var value in values[60..])
                    restored.Update(value);
                StateCopy.Load(restored, StateCopy.Save(original));
                Assert.Equal(original.IsSurge, restored.IsSurge);
                foreach (var value in values[stop..])
                {
                    Assert.True(original.Update(value) == restored.Update(value), $"{kind}, saved after {stop}");
                    Assert.Equal(StateCopy.Save(original), StateCopy.Save(restored));
                }
            }
        }
    }

    [Fact]
    public void Persist_IntoLargerMultiplier_StaysExact()
    {
        // Fits 64 bits times 5, but not times 5,000,000,000.
        var saved = new SurgeDetector(5, 1m);
        for (var i = 0; i < 5; i++)
            saved.Update(new Decimal64(1_000_000_000_000_000, 0));
        foreach (var (mantissa, expected) in
            new[] { (1, false), (999_999_999_000_000_000, false), (999_999_999_000_000_001, true) })
        {
            var restored = new SurgeDetector(5, 999.999999m);
            StateCopy.Load(restored, StateCopy.Save(saved));
            Assert.Equal(expected, restored.Update(new Decimal64(mantissa, 0)));
        }
    }

    [Theory]
    [InlineData("\"count\":5", "\"count\":6", "'count'")]
    [InlineData("\"next\":2", "\"next\":5", "'next'")]
    [InlineData("\"scale\":4", "\"scale\":29", "'scale'")]
    [InlineData("\"scales\":[0,", "\"scales\":[-1,", "'scales'")]
    public void Persist_DamagedState_IsRefused(string good, string bad, string named)
    {
        var detector = new SurgeDetector(5, 3m);
        for (var i = 0; i < 7; i++)
            detector.Update(new Decimal64(i, 4));
        var saved = StateCopy.Save(detector);
        Assert.Contains(good, saved);
        var error = Assert.Throws<StateException>(() => StateCopy.Load(detector, saved.Replace(good, bad)));
        Assert.Contains(named, error.Message);
    }

    [Fact]
    public void Reset_AfterUpdates_IsAsNew()
    {
        var detector = new SurgeDetector(5, 3m);
        for (var i = 0; i < 7; i++)
            detector.Update(new Decimal64(long.MaxValue - i, (byte)(i * 4)));
        detector.Reset();
        Assert.Equal(StateCopy.Save(new SurgeDetector(5, 3m)), StateCopy.Save(detector));
        Assert.False(detector.IsReady);
    }

    [Fact]
    public void Update_OneScaleOrLargeVolumes_AllocatesNothing()
    {
        var detector = new SurgeDetector(20, 2.5m);
        var surges = Feed(detector, 2, 400) + Feed(detector, 2, 1_000_000_000_000_000_000);
        var allocated = Allocations.Least(() =>
        {
            for (var i = 0; i < 50; i++)
                surges += Feed(detector, 2, 400) + Feed(detector, 2, 1_000_000_000_000_000_000);
        });
        Assert.Equal(0, allocated);
        Assert.True(surges > 0, $"{surges} surges");
    }

    private static int Feed(SurgeDetector detector, byte scale, long below)
    {
        var surges = 0;
        var state = 1UL;
        for (var i = 0; i < 1000; i++)
        {
            state = state * 6364136223846793005 + 1442695040888963407;
            var value = (long)((state >> 1) % (ulong)below) >> (int)(state >> 60);
            surges += detector.Update(new Decimal64(value, scale)) ? 1 : 0;
        }

        return surges;
    }

    private static bool Expected(Queue<Decimal64> earlier, int window, decimal factor, Decimal64 value)
    {
        if (earlier.Count < window)
            return false;
        var sum = earlier.Aggregate(BigInteger.Zero, (total, e) => total + Whole(e));
        return sum > 0 && Whole(value) * window * 1_000_000 > new BigInteger(factor * 1_000_000) * sum;
    }

    /// <summary>The number in units of 10⁻²⁸.</summary>
    private static BigInteger Whole(Decimal64 value) => value.Mantissa * BigInteger.Pow(10, 28 - value.Scale);
}
