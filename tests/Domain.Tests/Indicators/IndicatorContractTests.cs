using TradeBooks.Domain.State;
using TradeBooks.Tests;

namespace TradeBooks.Domain.Tests.Indicators;

/// <summary>What every indicator promises.</summary>
public sealed class IndicatorContractTests
{
    public static TheoryData<string> Names => Probe.Names;

    [Theory]
    [MemberData(nameof(Names))]
    public void Reset_AfterUpdates_IsAsNew(string name)
    {
        var used = Probe.All[name]();
        foreach (var sample in Sample.Walk(1, 123))
            used.Update(sample);
        used.Update(new Sample(double.NaN, double.NaN, double.NaN, double.NaN, 3));
        used.Reset();

        var fresh = Probe.All[name]();
        Assert.Equal(StateCopy.Save(fresh.Part), StateCopy.Save(used.Part));
        foreach (var sample in Sample.Walk(2, 200))
        {
            used.Update(sample);
            fresh.Update(sample);
            Assert.Equal(fresh.IsReady, used.IsReady);
            Assert.Equal(fresh.Bits, used.Bits);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Persist_AtAnyPoint_ContinuesBitForBit(string name)
    {
        var samples = Sample.Walk(3, 100);
        for (var stop = 0; stop <= 40; stop++)
        {
            var original = Probe.All[name]();
            foreach (var sample in samples[..stop])
                original.Update(sample);

            // Into one that has seen other things, so that a field left out shows.
            var restored = Probe.All[name]();
            foreach (var sample in Sample.Walk(4, 33))
                restored.Update(sample);
            StateCopy.Load(restored.Part, StateCopy.Save(original.Part));

            Assert.Equal(original.IsReady, restored.IsReady);
            Assert.Equal(original.Bits, restored.Bits);
            foreach (var sample in samples[stop..])
            {
                original.Update(sample);
                restored.Update(sample);
                Assert.Equal(original.IsReady, restored.IsReady);
                Assert.Equal(original.Bits, restored.Bits);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Update_ManyTimes_AllocatesNothing(string name)
    {
        var probe = Probe.All[name]();
        var samples = Sample.Walk(5, 1000);
        var sum = Feed(probe, samples, 1);
        Assert.Equal(0, Allocations.Least(() => sum += Feed(probe, samples, 100)));
        Assert.True(double.IsFinite(sum), $"the values add up to {sum}");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Update_Nan_ShowsInEveryValueThatDependsOnIt(string name)
    {
        var probe = Probe.All[name]();
        foreach (var sample in Sample.Walk(6, 40))
            probe.Update(sample);
        probe.Update(new Sample(double.NaN, double.NaN, double.NaN, double.NaN, 0));
        Assert.Contains(probe.Values, double.IsNaN);
        Assert.True(double.IsNaN(probe.Values[0]), $"the value is {probe.Values[0]}");

        // Windowed values recover with the window, a session's with the session; the recursive ones show it for good.
        foreach (var sample in Sample.Walk(7, 51))
            probe.Update(sample);
        var forgets = name is not ("Ema" or "Rsi" or "Macd" or "WilderAtr" or "WilderAtr(SkipFirstBar)");
        Assert.Equal(!forgets, double.IsNaN(probe.Values[0]));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Update_Zeros_StaysFinite(string name)
    {
        var probe = Probe.All[name]();
        foreach (var sample in Sample.Constant(0, 0, 60))
        {
            probe.Update(sample);
            Assert.All(probe.Values, v => Assert.True(double.IsFinite(v), $"a value is {v}"));
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Update_HugePrices_StaysFiniteAndIsForgottenByWindows(string name)
    {
        var probe = Probe.All[name]();
        foreach (var sample in Sample.Walk(8, 200))
        {
            probe.Update(sample with { High = sample.High * 1e13, Low = sample.Low * 1e13, Close = sample.Close * 1e13 });
            Assert.All(probe.Values, v => Assert.True(double.IsFinite(v), $"a value is {v}"));
        }

        if (name is "Ema" or "Rsi" or "Macd" or "WilderAtr" or "WilderAtr(SkipFirstBar)" or "SessionVwap")
            return;
        var fresh = Probe.All[name]();
        foreach (var sample in Sample.Walk(9, 50))
        {
            probe.Update(sample);
            fresh.Update(sample);
        }

        foreach (var (expected, actual) in fresh.Values.Zip(probe.Values))
            Assert.Equal(expected, actual, 1e-9 * Math.Max(1, Math.Abs(expected)));
    }

    [Theory]
    [InlineData("RollingSum", "\"position\":3", "\"position\":7")]
    [InlineData("RollingDeviation", "\"position\":3", "\"position\":-1")]
    public void Persist_DamagedIndex_IsRefused(string name, string good, string bad)
    {
        var probe = Probe.All[name]();
        foreach (var sample in Sample.Walk(10, 10))
            probe.Update(sample);
        var saved = StateCopy.Save(probe.Part);
        Assert.Contains(good, saved);
        var error = Assert.Throws<StateException>(() => StateCopy.Load(probe.Part, saved.Replace(good, bad)));
        Assert.Contains("'position'", error.Message);
    }

    private static double Feed(Probe probe, Sample[] samples, int times)
    {
        var sum = 0.0;
        for (var i = 0; i < times; i++)
        {
            foreach (var sample in samples)
            {
                probe.Update(sample);
                sum += probe.Sum();
            }
        }

        return sum;
    }
}
