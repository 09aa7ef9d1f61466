using TradeBooks.Domain.Analytics;
using TradeBooks.Domain.Market;
using TradeBooks.Domain.State;
using TradeBooks.Tests;
using static TradeBooks.Domain.Tests.Analytics.Recording;

namespace TradeBooks.Domain.Tests.Analytics;

/// <summary>Figures small enough to work out by hand, and the edges where a figure is not defined.</summary>
public sealed class PerformanceRecorderTests
{
    [Fact]
    public void Summarize_NothingHappened_HasNoUndefinedFigure()
    {
        var summary = new PerformanceRecorder(Options()).Summarize(Figures(100_000m));
        Assert.Equal(
            new PerformanceSummary
            {
                Bars = 0,
                Fills = 0,
                Start = null,
                End = null,
                InitialCash = 100_000m,
                FinalEquity = 100_000m,
                Cash = 100_000m,
                RealizedPnl = 0,
                UnrealizedPnl = 0,
                Fees = 0,
                TotalReturn = 0,
                Cagr = null,
                Sharpe = null,
                Sortino = null,
                MaxDrawdown = 0,
                Calmar = null,
                WinRate = null,
                ProfitFactor = null,
                Expectancy = null,
                Exposure = 0,
                Turnover = 0,
                Trades = 0,
                RefusedOrders = 0,
            },
            summary);
    }

    [Fact]
    public void Summarize_ThreeDays_AreTheTextbookFigures()
    {
        // Daily returns +10 %, −10 %, +20 %: mean 1/15, sample variance 7/300, downside mean square 1/300.
        var recorder = new PerformanceRecorder(Options(100m) with { DaysPerYear = 365 });
        recorder.OnSlot(At(2024, 1, 1, 10), 50, 0, false);
        recorder.OnSlot(At(2024, 1, 1, 23, 59), 110, 55, true);
        recorder.OnSlot(At(2024, 1, 2), 99, 0, false);
        recorder.OnSlot(At(2024, 1, 3, 10), 118.8, 0, false);
        var summary = recorder.Summarize(Figures(118.8m));

        Assert.Equal(1.0 / 15 / Math.Sqrt(7.0 / 300) * Math.Sqrt(365), summary.Sharpe!.Value, 9);
        Assert.Equal(1.0 / 15 / Math.Sqrt(1.0 / 300) * Math.Sqrt(365), summary.Sortino!.Value, 9);
        Assert.Equal(0.5, summary.MaxDrawdown);
        Assert.Equal(0.188, summary.TotalReturn, 12);
        Assert.Equal(Math.Pow(1.188, 365.0 / 2) - 1, summary.Cagr!.Value, 3);
        Assert.Equal(summary.Cagr.Value / 0.5, summary.Calmar!.Value, 9);
        Assert.Equal(0.25, summary.Exposure);
    }

    [Fact]
    public void Summarize_EquityThatNeverMoves_HasNoRatio()
    {
        var recorder = new PerformanceRecorder(Options());
        for (var day = 1; day <= 20; day++)
            recorder.OnSlot(At(2024, 1, day), 100_000, 0, false);
        var summary = recorder.Summarize(Figures(100_000m));
        Assert.Null(summary.Sharpe);
        Assert.Null(summary.Sortino);
        Assert.Null(summary.Calmar);
        Assert.Equal(0, summary.Cagr);
    }

    [Fact]
    public void Summarize_OneGoodDay_HasNoRatioAndNoAnnualGrowth()
    {
        var recorder = new PerformanceRecorder(Options());
        recorder.OnSlot(At(2024, 1, 1, 9), 100_000, 0, false);
        recorder.OnSlot(At(2024, 1, 1, 10), 101_000, 0, false);
        var summary = recorder.Summarize(Figures(101_000m));
        Assert.Null(summary.Sharpe);
        Assert.Null(summary.Sortino);
        Assert.Null(summary.Cagr);
        Assert.Equal(0.01, summary.TotalReturn, 12);
    }

    [Fact]
    public void Summarize_EquityBelowZero_LeavesRatiosUndefined()
    {
        var recorder = new PerformanceRecorder(Options(100m));
        recorder.OnSlot(At(2024, 1, 31), -10, 60, true);
        recorder.OnSlot(At(2024, 2, 1), 20, 60, true);
        recorder.OnSlot(At(2024, 2, 2), -5, 60, true);
        var report = recorder.BuildReport(Figures(-5m), NoSettings);

        Assert.Null(report.Summary.Sharpe);
        Assert.Null(report.Summary.Sortino);
        Assert.Null(report.Summary.Cagr);
        Assert.Equal(1.1, report.Summary.MaxDrawdown, 12);
        Assert.Equal(-1.05, report.Summary.TotalReturn, 12);
        Assert.Equal([new MonthlyReturn(2024, 1, -10.0 / 100 - 1)], report.MonthlyReturns);
        Assert.Equal([0, 3, 0], report.Equity.Select(p => p.Exposure));
    }

    [Fact]
    public void Summarize_OnlyThePositionFlagChanges_CountsItsSlots()
    {
        // Few points, so that the later slots are inside one stretch.
        var recorder = new PerformanceRecorder(Options() with { EquityPoints = 2 });
        foreach (var any in new[] { true, false, false, false, false, true, true, false })
            recorder.OnSlot(At(2024, 1, 1), 100_000, 0, any);
        Assert.Equal(3.0 / 8, recorder.Summarize(Figures(100_000m)).Exposure);
    }

    [Fact]
    public void Summarize_AGrowthTooFastForAYear_HasNoAnnualGrowth()
    {
        var recorder = new PerformanceRecorder(Options(1m));
        recorder.OnSlot(At(2024, 1, 1), 1, 0, false);
        recorder.OnSlot(At(2024, 1, 2), 1e6, 0, false);
        Assert.Null(recorder.Summarize(Figures(1e6m)).Cagr);
    }

    [Fact]
    public void OnFill_PartialClosesAndReversal_MatchFirstInFirstOut()
    {
        var recorder = new PerformanceRecorder(Options() with { Multipliers = [10m, 1m] });
        recorder.OnFill(Fill(Side.Buy, 3, 100m, fee: 0.3m, minute: 1));
        recorder.OnFill(Fill(Side.Buy, 2, 110m, fee: 0.4m, minute: 2));
        recorder.OnFill(Fill(Side.Sell, 4, 120m, fee: 0.8m, minute: 3));
        recorder.OnFill(Fill(Side.Sell, 3, 90m, fee: 0.6m, minute: 4));
        var report = recorder.BuildReport(Figures(100_000m), NoSettings);

        RoundTrip Trip(decimal quantity, int entry, decimal entryPrice, int exit, decimal exitPrice, decimal fees) => new(
            "AAPL", "lss", Side.Buy, quantity, new EventTime(entry * EventTime.Minute), entryPrice,
            new EventTime(exit * EventTime.Minute), exitPrice, fees, (exitPrice - entryPrice) * quantity * 10 - fees)
        { Multiplier = 10 };
        Assert.Equal(
            [Trip(3, 1, 100m, 3, 120m, 0.9m), Trip(1, 2, 110m, 3, 120m, 0.4m), Trip(1, 2, 110m, 4, 90m, 0.4m)],
            report.Trades);
        Assert.Equal(
            [new OpenLot("AAPL", "lss", Side.Sell, 2, new EventTime(4 * EventTime.Minute), 90m, 1800m, 0.4m)],
            recorder.OpenLots());
        Assert.Equal(2.0 / 3, report.Summary.WinRate);
        Assert.Equal((599.1 + 99.6) / 200.4, report.Summary.ProfitFactor!.Value, 12);
        Assert.Equal((599.1 + 99.6 - 200.4) / 3, report.Summary.Expectancy!.Value, 12);
        Assert.Equal(12_700m, report.SymbolResults[0].Turnover);
    }

    [Fact]
    public void OnFill_StrategiesInOneSymbol_DoNotCloseEachOther()
    {
        var recorder = new PerformanceRecorder(Options());
        recorder.OnFill(Fill(Side.Buy, 1, 100m, strategy: 0));
        recorder.OnFill(Fill(Side.Sell, 1, 101m, strategy: 1));
        Assert.Equal(0, recorder.Summarize(Figures(100_000m)).Trades);
        Assert.Equal([Side.Buy, Side.Sell], recorder.OpenLots().Select(l => l.Side));
    }

    [Fact]
    public void OnFill_FeeThatDoesNotDivide_IsSplitWithoutLoss()
    {
        var recorder = new PerformanceRecorder(Options());
        recorder.OnFill(Fill(Side.Buy, 3, 100m, fee: 1m));
        for (var i = 0; i < 3; i++)
            recorder.OnFill(Fill(Side.Sell, 1, 100m));
        var fees = recorder.BuildReport(Figures(100_000m), NoSettings).Trades.Select(t => t.Fees).ToList();
        Assert.Equal([0.333333333333m, 0.333333333333m, 0.333333333334m], fees);
    }

    [Fact]
    public void OnFill_ZeroResult_IsNeitherWinNorLoss()
    {
        var recorder = new PerformanceRecorder(Options());
        recorder.OnFill(Fill(Side.Buy, 1, 100m));
        recorder.OnFill(Fill(Side.Sell, 1, 100m));
        var summary = recorder.Summarize(Figures(100_000m));
        Assert.Equal(0, summary.WinRate);
        Assert.Null(summary.ProfitFactor);
        Assert.Equal(0, summary.Expectancy);
    }

    [Theory]
    [InlineData(2, 0, 1)]
    [InlineData(0, 2, 1)]
    [InlineData(-1, 0, 1)]
    [InlineData(0, 0, 0)]
    public void OnFill_OutsideTheRun_Throws(int strategy, int symbol, int quantity)
    {
        var recorder = new PerformanceRecorder(Options());
        Assert.Throws<ArgumentOutOfRangeException>(
            () => recorder.OnFill(Fill(Side.Buy, quantity, 1m, symbol: symbol, strategy: strategy)));
    }

    [Fact]
    public void Summarize_PositionOutsideTheRun_Throws()
    {
        var recorder = new PerformanceRecorder(Options());
        var figures = new PortfolioFigures(1m, 1m, [new PositionFigures(0, 2, 1m, 1m)]);
        Assert.Throws<ArgumentOutOfRangeException>(() => recorder.Summarize(figures));
    }

    [Fact]
    public void OnBar_PricesOfVeryDifferentScales_StayRight()
    {
        var recorder = new PerformanceRecorder(Options() with { PricePoints = 2 });
        for (var i = 0; i < 4; i++)
        {
            // 18 digits at scale 17, then whole numbers: no common scale holds both in 64 bits.
            const long Fine = 123456789012345678;
            const long Whole = 900_000_000_000_000_000;
            var bar = i % 2 == 0
                ? new Bar(new EventTime(i), Fine, Fine + 1, Fine - 1, Fine, 17)
                : new Bar(new EventTime(i), Whole, Whole + 1, Whole - 1, Whole, 0);
            recorder.OnBar(1, in bar);
        }

        var points = recorder.BuildReport(Figures(1m), NoSettings).Prices[1];
        Assert.Equal(
            [
                new PricePoint(new EventTime(0), 1.2345678901234568, 9e17, 1.2345678901234568, 9e17),
                new PricePoint(new EventTime(2), 1.2345678901234568, 9e17, 1.2345678901234568, 9e17),
            ],
            points);
    }

    [Fact]
    public void Options_ManySymbols_ShareThePricePoints()
    {
        var symbols = Enumerable.Range(0, 50).Select(i => $"S{i:00}").ToArray();
        var recorder = new PerformanceRecorder(Options() with { Symbols = symbols, TotalPricePoints = 1_000 });
        for (var i = 0; i < 500; i++)
            recorder.OnBar(49, Bar.Create(new EventTime(i), 1, 1, 1, 1));
        Assert.Equal(16, recorder.BuildReport(Figures(1m), NoSettings).Prices[49].Count);
    }

    [Theory]
    [InlineData(new[] { 0.1, 261.42, 262.68 }, true)]
    [InlineData(new[] { 0.00001234, 61.5, 61234.12345678 }, true)]
    [InlineData(new[] { 2.0, 9007199254740992.0 }, true)]
    [InlineData(new[] { 0.5, 2.0, 9007199254740991.0 }, false)]
    [InlineData(new[] { 1.0 / 3, 0.5 }, false)]
    [InlineData(new[] { 5e-324, 1e300 }, false)]
    [InlineData(new[] { -0.0, 1.0 }, false)]
    public void Persist_NumbersOfAnyKind_KeepEveryBit(double[] equity, bool asIntegers)
    {
        // Rising from next to nothing, so that no drawdown is among the numbers.
        var options = Options(1e-20m);
        var recorder = new PerformanceRecorder(options);
        for (var i = 0; i < equity.Length; i++)
            recorder.OnSlot(new EventTime(i), equity[i], 0, false);
        recorder.OnSlot(new EventTime(10), 1e301, 0, false);
        var state = Save(recorder);
        Assert.Equal(!asIntegers, state.Contains("\"decimals\":-1", StringComparison.Ordinal));

        var restored = new PerformanceRecorder(options);
        Restore(restored, state);
        var points = restored.BuildReport(Figures(1m), NoSettings).Equity;
        Assert.Equal(
            equity.Select(BitConverter.DoubleToInt64Bits),
            points.Take(equity.Length).Select(p => BitConverter.DoubleToInt64Bits(p.Equity)));
    }

    [Fact]
    public void Persist_PriceTooLongForTheDecimalsOfALaterOne_KeepsEveryBit()
    {
        var recorder = new PerformanceRecorder(Options());
        var longest = 9_007_199_254_740_991;
        recorder.OnBar(0, new Bar(new EventTime(0), longest, longest, longest, longest, 0));
        recorder.OnBar(0, new Bar(new EventTime(1), 5, 5, 5, 5, 1));
        var restored = new PerformanceRecorder(Options());
        Restore(restored, Save(recorder));
        Assert.Equal(
            [9_007_199_254_740_991.0, 0.5],
            restored.BuildReport(Figures(1m), NoSettings).Prices[0].Select(p => p.Close));
    }

    [Fact]
    public void Persist_FullCharts_StaysCompact()
    {
        var recorder = new PerformanceRecorder(Options());
        var random = new Random(1);
        for (int i = 0, price = 26_142; i < 6_000; i++)
        {
            price += random.Next(-30, 31);
            var time = new EventTime(i * EventTime.Minute);
            recorder.OnBar(0, new Bar(time, price, price + random.Next(30), price - random.Next(30), price, 2));
        }

        var length = Save(recorder).Length;
        Assert.True(length < 1_500 * 20 + 4_000, $"1,500 points take {length} characters");
    }

    public static TheoryData<string, PerformanceOptions> BadOptions => new()
    {
        { "InitialCash 0", Options(0m) },
        { "Multipliers: 1 for 2", Options() with { Multipliers = [1m] } },
        { "Multipliers: 0 ", Options() with { Multipliers = [1m, 0m] } },
        { "DaysPerYear NaN", Options() with { DaysPerYear = double.NaN } },
        { "PricePoints 15", Options() with { PricePoints = 15 } },
        { "TotalPricePoints 1", Options() with { TotalPricePoints = 1 } },
        { "EquityPoints 0", Options() with { EquityPoints = 0 } },
        { "RoundTrips 0", Options() with { RoundTrips = 0 } },
        { "OpenLots -1", Options() with { OpenLots = -1 } },
    };

    [Theory]
    [MemberData(nameof(BadOptions))]
    public void Constructor_OptionOutOfRange_NamesOptionAndValue(string expected, PerformanceOptions options)
    {
        var error = Assert.Throws<ArgumentException>(() => new PerformanceRecorder(options));
        Assert.StartsWith(expected, error.Message, StringComparison.Ordinal);
    }

    public static TheoryData<string, PerformanceOptions> OtherOptions => new()
    {
        { "chart", Options() with { PricePoints = 100 } },
        { "chart", Options() with { EquityPoints = 100 } },
        { "round trips", Options() with { RoundTrips = 100 } },
        { "prices", Options() with { Symbols = ["AAPL"] } },
        { "prices", Options() with { Symbols = ["AAPL", "GOOG", "MSFT"] } },
        { "matchers", Options() with { Strategies = ["lss"] } },
        { "open lots", Options() with { OpenLots = 1 } },
    };

    [Theory]
    [MemberData(nameof(OtherOptions))]
    public void Persist_SavedWithOtherOptions_SaysWhat(string expected, PerformanceOptions options)
    {
        var saved = new PerformanceRecorder(Options());
        saved.OnFill(Fill(Side.Buy, 1, 100m, strategy: 1));
        saved.OnFill(Fill(Side.Buy, 1, 100m, strategy: 1));
        var state = Save(saved);
        var error = Assert.Throws<StateException>(() => Restore(new PerformanceRecorder(options), state));
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void OnBarAndOnSlot_InSteadyState_AllocateNothing()
    {
        var recorder = new PerformanceRecorder(Options());
        void Play(int from, int to)
        {
            for (var i = from; i < to; i++)
            {
                var time = new EventTime(i * EventTime.Minute);
                var price = 10_000 + i % 1000;
                recorder.OnBar(i & 1, new Bar(time, price, price + 5, price - 5, price + 1, (byte)(i % 7 == 0 ? 1 : 2)));
                recorder.OnSlot(time, 100_000 + i % 997 / 10, i % 50, i % 50 > 0);
            }
        }

        Play(0, 20_000);
        var next = 20_000;
        Assert.Equal(0, Allocations.Least(() => Play(next, next += 280_000)));
    }
}
