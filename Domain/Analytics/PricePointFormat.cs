using TradeBooks.Domain.Market;

namespace TradeBooks.Domain.Analytics;

internal readonly struct PricePointFormat : IPointFormat<PricePoint>
{
    public static int Width => 4;

    public static PricePoint Merge(in PricePoint earlier, in PricePoint later) => new(
        earlier.Time,
        earlier.Open,
        Math.Max(earlier.High, later.High),
        Math.Min(earlier.Low, later.Low),
        later.Close);

    public static EventTime TimeOf(in PricePoint point) => point.Time;

    public static void Write(in PricePoint point, Span<double> numbers)
    {
        numbers[0] = point.Open;
        numbers[1] = point.High;
        numbers[2] = point.Low;
        numbers[3] = point.Close;
    }

    public static PricePoint Read(EventTime time, ReadOnlySpan<double> numbers) =>
        new(time, numbers[0], numbers[1], numbers[2], numbers[3]);
}
