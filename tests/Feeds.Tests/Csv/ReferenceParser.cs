using System.Globalization;
using TradeBooks.Domain.Market;

namespace TradeBooks.Feeds.Tests.Csv;

/// <summary>Well-formed files in the obvious way: split, parse, compute.</summary>
internal static class ReferenceParser
{
    private static readonly string[] TimeNames = ["datetime", "date", "dt", "time", "timestamp"];

    public static IEnumerable<string> Read(string text)
    {
        var lines = text.Split('\n');
        var header = lines[0].Trim().TrimStart('\uFEFF').Split(',').Select(name => name.Trim().ToLowerInvariant()).ToList();
        var time = header.FindIndex(TimeNames.Contains);
        var volume = header.FindIndex(name => name is "volume" or "vol");
        var change = header.IndexOf("% change");
        decimal previous = 0;
        for (var i = 1; i < lines.Length; i++)
        {
            if (lines[i].Trim().Length == 0)
                continue;
            var fields = lines[i].TrimEnd('\r').Split(',');
            decimal[] prices = [.. new[] { "open", "high", "low", "close" }.Select(name => Number(fields[header.IndexOf(name)]))];
            var scale = prices.Max(price => price.Scale);
            var percent = change >= 0 ? Number(fields[change])
                : previous == 0 ? 0.0000m
                : Math.Round((prices[3] - previous) * 100m / previous, 4, MidpointRounding.AwayFromZero);
            previous = prices[3];
            var percentScale = change >= 0 ? percent.Scale : (byte)4;
            var stamp = DateTimeOffset.Parse(fields[time], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
            long[] mantissas = [.. prices.Select(price => (long)(price * Power(scale)))];
            var bar = new Bar(
                EventTime.FromUtc(stamp.UtcDateTime), mantissas[0], mantissas[1], mantissas[2], mantissas[3], scale,
                new Decimal64((long)(percent * Power(percentScale)), percentScale),
                volume >= 0 ? Exact(Number(fields[volume])) : null);
            yield return Reading.Show(bar, i + 1);
        }
    }

    private static decimal Number(string text) => decimal.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);

    private static Decimal64 Exact(decimal value) => new((long)(value * Power(value.Scale)), value.Scale);

    private static decimal Power(int exponent) => exponent == 0 ? 1m : 10m * Power(exponent - 1);
}
