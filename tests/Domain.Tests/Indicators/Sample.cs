namespace TradeBooks.Domain.Tests.Indicators;

/// <summary>One bar's worth of input for any indicator.</summary>
internal readonly record struct Sample(double High, double Low, double Close, double Volume, int Day)
{
    /// <summary>A random walk around 100 with days of 50 bars; the same for the same seed.</summary>
    public static Sample[] Walk(int seed, int count)
    {
        var random = new Random(seed);
        var samples = new Sample[count];
        var price = 100.0;
        for (var i = 0; i < count; i++)
        {
            var close = Math.Max(1, price + random.NextDouble() * 2 - 1);
            var high = Math.Max(price, close) + random.NextDouble();
            var low = Math.Max(0.5, Math.Min(price, close) - random.NextDouble());
            samples[i] = new Sample(high, low, close, random.Next(0, 10_000), i / 50);
            price = close;
        }

        return samples;
    }

    public static Sample[] Constant(double price, double volume, int count) =>
        Enumerable.Repeat(new Sample(price, price, price, volume, 0), count).ToArray();
}
