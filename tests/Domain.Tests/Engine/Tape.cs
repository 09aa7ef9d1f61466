using System.Globalization;
using TradeBooks.Domain.Market;

namespace TradeBooks.Domain.Tests.Engine;

/// <summary>Short ways to write down events and to run one strategy over them.</summary>
internal static class Tape
{
    public const string Symbol = "X";

    /// <summary>A day (0 is 2026-03-12) and a minute of it.</summary>
    public static EventTime At(int minute, int day = 0) =>
        EventTime.FromUtc(new DateTime(2026, 3, 12, 13, 30, 0, DateTimeKind.Utc).AddDays(day).AddMinutes(minute));

    /// <summary>Bars a minute apart, as <c>open high low close</c>, separated by commas; <c>|</c> begins a new day.</summary>
    public static List<TestBar> Bars(string text)
    {
        var bars = new List<TestBar>();
        var days = text.Split('|');
        for (var day = 0; day < days.Length; day++)
        {
            var rows = days[day].Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            for (var minute = 0; minute < rows.Length; minute++)
            {
                var prices = rows[minute].Split(' ').Select(Number).ToArray();
                // One price is a bar that stands still.
                var (high, low, close) = prices.Length == 1 ? (prices[0], prices[0], prices[0]) : (prices[1], prices[2], prices[3]);
                bars.Add(new TestBar(At(minute, day), prices[0], high, low, close));
            }
        }

        return bars;
    }

    public static MarketEvent Trade(int minute, decimal price, long row, int day = 0) =>
        new(new Trade(At(minute, day), Decimal64.FromDecimal(price), new Decimal64(1, 0), Side.Buy, row), SourcePosition.Row(row));

    public static MarketEvent Quote(int minute, decimal bid, decimal ask, long row) => new(
        new Quote(At(minute), Decimal64.FromDecimal(bid), new Decimal64(1, 0), Decimal64.FromDecimal(ask), new Decimal64(1, 0)),
        SourcePosition.Row(row));

    /// <summary>Runs strategies over bars of one symbol; entries trade 10 units.</summary>
    public static TradingRun Run(string bars, string settings, params ScriptedStrategy[] strategies) =>
        Run(TestBar.Events(Bars(bars)), settings, strategies);

    public static TradingRun Run(
        IReadOnlyList<MarketEvent> events, string settings, params ScriptedStrategy[] strategies) => TradingRun.Of(
            [.. strategies.Select((strategy, i) => TradingRun.Own($"s{i}", _ => strategy))],
            new Dictionary<string, IReadOnlyList<MarketEvent>> { [Symbol] = events },
            (settings.Contains("sizing=", StringComparison.Ordinal) ? "" : "sizing=quantity quantity=10 ") + settings).ToEnd();

    /// <summary>The run's fills as <c>13:31 BUY 10 @ 100.5</c>.</summary>
    public static string[] Fills(this TradingRun run) =>
    [
        .. run.Ledger.Records.Select(record => string.Create(
            CultureInfo.InvariantCulture,
            $"{record.Fill.Time.ToString()[11..16]} {(record.Fill.Side == Side.Buy ? "BUY" : "SELL")} {record.Fill.Quantity:0.####} @ {record.Fill.Price:0.########}")),
    ];

    private static decimal Number(string text) => decimal.Parse(text, CultureInfo.InvariantCulture);
}
