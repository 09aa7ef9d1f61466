using TradeBooks.Domain.Analytics;
using TradeBooks.Domain.Market;

namespace TradeBooks.Storage.Tests.Reporting;

/// <summary>Small runs with known figures, and large ones for the size.</summary>
internal static class ReportSamples
{
    public const string Hostile = "</script><img src=x onerror=alert(1)><!--";

    public static readonly EventTime Open = EventTime.FromUtc(new DateTime(2026, 3, 12, 13, 30, 0, DateTimeKind.Utc));

    public static ReportData Empty { get; } = new()
    {
        Summary = new PerformanceSummary
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
        Symbols = [],
        Strategies = [],
        Settings = new Dictionary<string, string>(),
        Equity = [],
        MonthlyReturns = [],
        SymbolResults = [],
        StrategyResults = [],
        Prices = [],
        Trades = [],
        TradesLeftOut = 0,
    };

    /// <summary>Every figure has a value of its own, so that two mixed up are seen.</summary>
    public static ReportData Full { get; } = Empty with
    {
        Summary = new PerformanceSummary
        {
            Bars = 8_581,
            Fills = 1_467,
            Start = Open,
            End = new EventTime(Open.Microseconds + (11 * EventTime.DayLength) + 1),
            InitialCash = 100_000.01m,
            FinalEquity = 112_345.6789m,
            Cash = 54_321.12m,
            RealizedPnl = 12_000.5m,
            UnrealizedPnl = -345.1789m,
            Fees = 987.6543210987654321m,
            TotalReturn = 0.12345,
            Cagr = 0.0987,
            Sharpe = 1.234,
            Sortino = 1.871,
            MaxDrawdown = 0.0665,
            Calmar = 1.484,
            WinRate = 0.577,
            ProfitFactor = 1.63,
            Expectancy = 0.228,
            Exposure = 0.421,
            Turnover = 12.37,
            Trades = 733,
            RefusedOrders = 17,
        },
        Symbols = ["AAPL", "EURUSD"],
        Strategies = ["lss", "momentum"],
        Settings = new Dictionary<string, string> { ["cash"] = "100000", ["fees.per-share"] = "0.005" },
        Equity =
        [
            new(Open, 100_000.01, 99_990.5, 100_010, 0.0002, 0),
            new(At(1), 100_123.456789012345, 100_000, 1e-7, 0, 0.5),
            new(At(1), -1.5, double.NaN, double.PositiveInfinity, 1, 1e300),
        ],
        MonthlyReturns = [new(2026, 3, 0.0138), new(2026, 4, -0.002)],
        SymbolResults = [new("AAPL", 10, 5, 0.6, 1.5, 120.25m, -3.5m, 1.125m, 50_000m), new("EURUSD", 0, 0, null, null, 0, 0, 0, 0)],
        StrategyResults = [new("lss", 10, 5, 0.6, null, 120.25m, -3.5m, 1.125m, 50_000m)],
        Prices =
        [
            [new(Open, 187.21, 187.5, 187.1, 187.33), new(At(3), 187.33, 188, 187, 0.1 + 0.2)],
            [new(Open, 1.08345, 1.0835, 1.0834, 1.08341)],
        ],
        Trades =
        [
            new("EURUSD", "momentum", Side.Sell, 100_000m, Open, 1.08345m, At(1), 1.08340m, 0.50m, 4.5m),
            new("AAPL", "lss", Side.Buy, 0.00012345m, At(1), 187.2150m, At(3), 187m, 0.3333333333333333333333333333m, -0.75m),
            new("AAPL", "momentum", Side.Buy, 3m, EventTime.MinValue, 187m, EventTime.MaxValue, 188m, 0m, 3m),
            new("AAPL", "lss", Side.Buy, 3m, At(2), 187m, At(4), 187m, 0m, 0m),
        ],
        TradesLeftOut = 729,
    };

    public static ReportData HostileNames { get; } = Full with
    {
        Symbols = [Hostile, "EURUSD"],
        Strategies = [Hostile],
        Settings = new Dictionary<string, string> { [Hostile] = Hostile, ["__proto__"] = "\u2028'\"&" },
        SymbolResults = [Full.SymbolResults[0] with { Name = Hostile }],
        StrategyResults = [Full.StrategyResults[0] with { Name = Hostile }],
        Trades = [Full.Trades[0] with { Symbol = Hostile, Strategy = Hostile }],
    };

    /// <summary>As much as a run may put into a report: six symbols of 1,500 points, 2,000 round trips.</summary>
    public static ReportData Large()
    {
        const int Points = 1_500;
        var random = new Random(7);
        var symbols = Enumerable.Range(0, 6).Select(i => $"SYMBOL{i}").ToArray();
        double Around(double value) => value * (1 + ((random.NextDouble() - 0.5) / 50));
        return Full with
        {
            Symbols = symbols,
            Equity = [.. Enumerable.Range(0, Points).Select(i =>
                new EquityPoint(At(i), Around(1e6), Around(1e6), Around(1e6), random.NextDouble(), random.NextDouble()))],
            Prices = [.. symbols.Select(_ => (IReadOnlyList<PricePoint>)[.. Enumerable.Range(0, Points).Select(i =>
                new PricePoint(At(i), Around(100), Around(101), Around(99), Around(100)))])],
            Trades = [.. Enumerable.Range(0, 2_000).Select(i => Full.Trades[i % 2] with { Symbol = symbols[i % 6] })],
        };
    }

    private static EventTime At(int minutes) => new(Open.Microseconds + (minutes * EventTime.Minute));
}
