using TradeBooks.Domain.Analytics;

namespace TradeBooks.Domain.Tests.Analytics;

/// <summary>The recorder against definitions that keep everything, on made-up runs.</summary>
public sealed class PerformanceRecorderPropertyTests
{
    public static TheoryData<int, int> Runs => new()
    {
        { 1, 1 }, { 2, 2 }, { 3, 15 }, { 4, 16 }, { 5, 17 }, { 6, 64 }, { 7, 300 }, { 8, 1000 }, { 9, 1025 },
        { 10, 2000 },
    };

    [Theory]
    [MemberData(nameof(Runs))]
    public void Summarize_RandomRun_EqualsTheDefinitions(int seed, int slots)
    {
        var (recorder, naive, run, _) = Play(seed, slots);
        var summary = recorder.Summarize(Recording.Figures(run.Equity) with { OtherEvents = 5 });
        var trips = naive.RoundTrips();

        Assert.Equal(naive.Bars.Sum(b => b.Count) + 5, summary.Bars);
        Assert.Equal(naive.Fills.Count, summary.Fills);
        Assert.Equal(naive.Slots[0].Time, summary.Start);
        Assert.Equal(naive.Slots[^1].Time, summary.End);
        Assert.Equal(naive.Fills.Sum(f => f.Fee), summary.Fees);
        Assert.Equal(naive.Refused, summary.RefusedOrders);
        Assert.Equal(naive.MaxDrawdown, summary.MaxDrawdown);
        Assert.Equal(naive.Exposure, summary.Exposure);
        Assert.Equal(trips.Count, summary.Trades);
        var turnover = naive.Fills.Sum(f => f.Quantity * f.Price * (f.SymbolIndex == 0 ? 1m : 5m));
        AssertClose((double)turnover / naive.MeanEquity, summary.Turnover);
        AssertClose(naive.Sharpe(), summary.Sharpe);
        AssertClose(naive.Sortino(), summary.Sortino);
        Assert.Equal(trips.Count == 0 ? null : (double)trips.Count(t => t.Pnl > 0) / trips.Count, summary.WinRate);
        AssertClose(trips.Count == 0 ? null : (double)trips.Average(t => t.Pnl), summary.Expectancy);
        var profit = trips.Where(t => t.Pnl > 0).Sum(t => t.Pnl);
        var loss = -trips.Where(t => t.Pnl < 0).Sum(t => t.Pnl);
        AssertClose(loss == 0 ? null : (double)(profit / loss), summary.ProfitFactor);
    }

    [Theory]
    [MemberData(nameof(Runs))]
    public void BuildReport_RandomRun_EqualsTheDefinitions(int seed, int slots)
    {
        var (recorder, naive, run, options) = Play(seed, slots);
        var report = recorder.BuildReport(Recording.Figures(run.Equity), Recording.NoSettings);

        for (var symbol = 0; symbol < options.Symbols.Count; symbol++)
        {
            Assert.Equal(naive.Prices(symbol), report.Prices[symbol]);
            Assert.InRange(report.Prices[symbol].Count, 0, options.PricePoints);
        }

        var curve = naive.Curve();
        Assert.InRange(report.Equity.Count, 1, options.EquityPoints);
        Assert.Equal(curve.Select(p => p with { Exposure = 0 }), report.Equity.Select(p => p with { Exposure = 0 }));
        Assert.All(curve.Zip(report.Equity), pair => AssertClose(pair.First.Exposure, pair.Second.Exposure));
        Assert.Equal(naive.MonthlyReturns(), report.MonthlyReturns);
        AssertTrips(naive.RoundTrips(), report, options.RoundTrips);
    }

    [Theory]
    [MemberData(nameof(Runs))]
    public void BuildReport_RandomRun_GroupsAddUpToTheSummary(int seed, int slots)
    {
        var (recorder, _, _, _) = Play(seed, slots);
        PositionFigures[] positions = [new(0, 0, 10m, -3m), new(0, 1, 20m, 5m), new(1, 1, -70m, 7m)];
        var report = recorder.BuildReport(new PortfolioFigures(1m, 2m, positions), Recording.NoSettings);

        Assert.Equal([10m, -50m], report.SymbolResults.Select(g => g.GrossRealizedPnl));
        Assert.Equal([30m, -70m], report.StrategyResults.Select(g => g.GrossRealizedPnl));
        foreach (var groups in new[] { report.SymbolResults, report.StrategyResults })
        {
            Assert.Equal(report.Summary.Fills, groups.Sum(g => g.Fills));
            Assert.Equal(report.Summary.Trades, groups.Sum(g => g.Trades));
            Assert.Equal(report.Summary.Fees, groups.Sum(g => g.Fees));
            Assert.Equal(report.Summary.RealizedPnl + report.Summary.UnrealizedPnl, groups.Sum(g => g.NetPnl));
        }
    }

    [Theory]
    [InlineData(11, 2000)]
    [InlineData(12, 1)]
    [InlineData(13, 3)]
    public void OpenLots_WithRoundTrips_AddUpToTheCashMoved(int seed, int openLots)
    {
        var options = Small() with { RoundTrips = 1_000_000, OpenLots = openLots };
        var (recorder, _, run, _) = Play(seed, 1500, options);
        var report = recorder.BuildReport(Recording.Figures(run.Equity), Recording.NoSettings);
        var lots = recorder.OpenLots();

        Assert.True(report.Trades.Count > 250, $"only {report.Trades.Count} round trips");
        Assert.NotEmpty(lots);
        var moved = report.Trades.Sum(t => t.Pnl)
            - lots.Sum(l => l.Fees + (l.Side == Domain.Market.Side.Buy ? l.Cost : -l.Cost));
        Assert.Equal(run.Cash - options.InitialCash, moved);
        Assert.All(lots.GroupBy(l => (l.Symbol, l.Strategy)), g => Assert.InRange(g.Count(), 1, openLots));
    }

    [Theory]
    [InlineData(21, 400)]
    [InlineData(22, 1200)]
    [InlineData(23, 3000)]
    public void Persist_AtRandomPoints_EndsAsAnUninterruptedRun(int seed, int slots)
    {
        var (whole, _, run, options) = Play(seed, slots);
        var random = new Random(seed);
        var naive = new NaiveFigures(options);
        var recorder = new PerformanceRecorder(options);
        var interruptions = 0;
        foreach (var step in run.Steps)
        {
            step(recorder, naive);
            if (random.Next(40) != 0)
                continue;
            interruptions++;
            var state = Recording.Save(recorder);
            recorder = new PerformanceRecorder(options);
            Recording.Restore(recorder, state);
            Assert.Equal(state, Recording.Save(recorder));
        }

        Assert.InRange(interruptions, 10, run.Steps.Count);
        var figures = Recording.Figures(run.Equity);
        Assert.Equal(Recording.Text(whole, figures), Recording.Text(recorder, figures));
        Assert.Equal(Recording.Save(whole), Recording.Save(recorder));
    }

    [Fact]
    public void Persist_IntoAUsedRecorder_ForgetsWhatItHeld()
    {
        var (saved, _, run, options) = Play(31, 200);
        var (used, _, _, _) = Play(32, 900);
        Recording.Restore(used, Recording.Save(saved));
        var figures = Recording.Figures(run.Equity);
        Assert.Equal(Recording.Text(saved, figures), Recording.Text(used, figures));
    }

    [Fact]
    public void Summarize_InTheMiddle_ChangesNothing()
    {
        var (whole, _, run, options) = Play(41, 800);
        var watched = new PerformanceRecorder(options);
        var naive = new NaiveFigures(options);
        var figures = Recording.Figures(run.Equity);
        foreach (var step in run.Steps)
        {
            step(watched, naive);
            watched.Summarize(figures);
        }

        Assert.Equal(Recording.Save(whole), Recording.Save(watched));
    }

    private static PerformanceOptions Small() => Recording.Options() with
    {
        Multipliers = [1m, 5m],
        PricePoints = 16,
        EquityPoints = 32,
        RoundTrips = 50,
        DaysPerYear = 365,
    };

    private static (PerformanceRecorder Recorder, NaiveFigures Naive, RandomRun Run, PerformanceOptions Options) Play(
        int seed, int slots, PerformanceOptions? options = null)
    {
        options ??= Small();
        var run = new RandomRun(seed, options, slots);
        var recorder = new PerformanceRecorder(options);
        var naive = new NaiveFigures(options);
        foreach (var step in run.Steps)
            step(recorder, naive);
        return (recorder, naive, run, options);
    }

    private static void AssertTrips(List<RoundTrip> expected, ReportData report, int kept)
    {
        var leftOut = Math.Max(0, expected.Count - kept);
        Assert.Equal(leftOut, report.TradesLeftOut);
        Assert.Equal(expected.Count - leftOut, report.Trades.Count);
        foreach (var (naive, trip) in expected.Skip(leftOut).Zip(report.Trades))
        {
            Assert.Equal(naive with { Fees = trip.Fees, Pnl = trip.Pnl }, trip);
            AssertClose((double)naive.Fees, (double)trip.Fees);
            AssertClose((double)naive.Pnl, (double)trip.Pnl);
        }
    }

    private static void AssertClose(double? expected, double? actual)
    {
        var close = expected is { } e && actual is { } a
            ? Math.Abs(e - a) <= 1e-9 * Math.Max(1, Math.Abs(e))
            : expected == actual;
        Assert.True(close, $"{actual} is not {expected}");
    }
}
