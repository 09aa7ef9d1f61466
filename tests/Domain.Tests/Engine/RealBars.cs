using System.Globalization;
using TradeBooks.Domain.Market;
using TradeBooks.Tests;

namespace TradeBooks.Domain.Tests.Engine;

/// <summary>Reads the real bars beside the repository, in the plainest way.</summary>
internal static class RealBars
{
    public static readonly string[] Stocks = ["AAPL", "AMZN", "GOOG", "MSFT", "NVDA", "TSLA"];

    /// <summary>The six stocks of <c>bars</c> or <c>bars/5m</c>.</summary>
    public static Dictionary<string, List<TestBar>> SixStocks(string folder) => Stocks.ToDictionary(
        symbol => symbol,
        symbol => File.ReadLines(SharedData.Path($"{folder}/{symbol}.csv")).Skip(1).Select(Parse).ToList());

    public static decimal Number(string text) => decimal.Parse(text, CultureInfo.InvariantCulture);

    public static EventTime Time(string text) => EventTime.FromUtc(DateTime.Parse(text, CultureInfo.InvariantCulture));

    private static TestBar Parse(string line)
    {
        var fields = line.Split(',');
        return new TestBar(
            Time(fields[0]), Number(fields[1]), Number(fields[2]), Number(fields[3]), Number(fields[4]), Number(fields[5]));
    }
}
