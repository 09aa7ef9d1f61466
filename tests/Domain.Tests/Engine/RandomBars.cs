using TradeBooks.Domain.Market;

namespace TradeBooks.Domain.Tests.Engine;

/// <summary>
/// Made-up bars of one to five symbols with what real ones do: gaps, missing bars, symbols that start late or end
/// early, standstill, bars without range, prices from fractions of a cent to tens of thousands. The same seed gives
/// the same bars.
/// </summary>
internal static class RandomBars
{
    private static readonly string[] Names = ["A", "AB", "B", "a", "Z"];

    public static Dictionary<string, List<TestBar>> Make(int seed, int count = 250, int? symbols = null)
    {
        var random = new Random(seed);
        var names = Names.OrderBy(_ => random.Next()).Take(symbols ?? random.Next(1, 6)).ToList();
        return names.ToDictionary(name => name, _ => Symbol(random, count));
    }

    private static List<TestBar> Symbol(Random random, int count)
    {
        var decimals = random.Next(1, 7);
        var tick = 1m / (decimal)Math.Pow(10, decimals);
        var price = Math.Max(60 * tick, decimal.Round((decimal)Math.Pow(10, random.NextDouble() * 7 - 3), decimals));
        var usualMove = random.Next(4) switch { 0 => 1, 1 => 5, 2 => 40, _ => Math.Max(1, (int)(price / tick / 400)) };
        var (from, to) = (random.Next(4) == 0 ? random.Next(count / 2) : 0, random.Next(4) == 0 ? random.Next(count / 2, count) : count);
        var missing = random.Next(3) * random.Next(15);
        var start = new DateTime(2026, 3, 12, 13, 30, 0, DateTimeKind.Utc);
        var bars = new List<TestBar>();
        for (var i = from; i < to; i++)
        {
            if (random.Next(100) < missing)
                continue;
            var last = bars.Count == 0 ? price : bars[^1].Close;
            var (low, close, high, open) = Shape(random, last, tick, usualMove);
            var change = decimal.Round((close / last - 1) * 100, 4, MidpointRounding.AwayFromZero);
            // Sixty bars a day, so that days change.
            var time = start.AddDays(i / 60).AddMinutes(i % 60);
            bars.Add(new TestBar(EventTime.FromUtc(time), open, high, low, close, bars.Count == 0 ? 0 : change));
        }

        return bars;
    }

    private static (decimal Low, decimal Close, decimal High, decimal Open) Shape(
        Random random, decimal last, decimal tick, int usualMove)
    {
        var scale = random.Next(12) switch { 0 => 12, 1 => 0, 2 => 5, _ => 1 };
        var gap = random.Next(5) == 0 ? Move() : 0;
        var open = AtLeast(last + gap);
        var close = AtLeast(random.Next(6) == 0 ? open : open + Move());
        // Many bars close at their extreme or at exact tenths of their range, where a rejection is a matter of equality.
        var (up, down) = (random.Next(3) * random.Next(1 + usualMove), random.Next(3) * random.Next(1 + usualMove));
        var high = Math.Max(open, close) + up * tick;
        var low = AtLeast(Math.Min(open, close) - down * tick);
        if (random.Next(8) == 0 && high - low >= 10 * tick)
            close = low + decimal.Floor((high - low) / tick / 10) * tick * (random.Next(2) == 0 ? 7 : 3);
        return (low, close, high, open);

        decimal Move() => random.Next(-usualMove, usualMove + 1) * scale * tick;
        decimal AtLeast(decimal value) => Math.Max(tick, value);
    }
}
