namespace TradeBooks.Benchmarks.Kafka;

/// <summary>Median, least and most of some figures; written as <c>median (least to most)</c>.</summary>
internal readonly record struct Spread(double Median, double Least, double Most) : IFormattable
{
    public static Spread Of(IEnumerable<double> figures)
    {
        var sorted = figures.Order().ToArray();
        return new Spread((sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2, sorted[0], sorted[^1]);
    }

    public string ToString(string? format, IFormatProvider? formatProvider) =>
        $"{Median.ToString(format, formatProvider)} ({Least.ToString(format, formatProvider)} to {Most.ToString(format, formatProvider)})";
}
