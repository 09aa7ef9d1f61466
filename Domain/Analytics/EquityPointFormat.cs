using TradeBooks.Domain.Market;

namespace TradeBooks.Domain.Analytics;

internal readonly struct EquityPointFormat : IPointFormat<EquityPoint>
{
    public static int Width => 5;

    public static EquityPoint Merge(in EquityPoint earlier, in EquityPoint later) => new(
        later.Time,
        later.Equity,
        Math.Min(earlier.LowestEquity, later.LowestEquity),
        Math.Max(earlier.HighestEquity, later.HighestEquity),
        Math.Max(earlier.Drawdown, later.Drawdown),
        (earlier.Exposure + later.Exposure) / 2);

    public static EventTime TimeOf(in EquityPoint point) => point.Time;

    public static void Write(in EquityPoint point, Span<double> numbers)
    {
        numbers[0] = point.Equity;
        numbers[1] = point.LowestEquity;
        numbers[2] = point.HighestEquity;
        numbers[3] = point.Drawdown;
        numbers[4] = point.Exposure;
    }

    public static EquityPoint Read(EventTime time, ReadOnlySpan<double> numbers) =>
        new(time, numbers[0], numbers[1], numbers[2], numbers[3], numbers[4]);
}
