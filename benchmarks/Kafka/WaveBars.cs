using TradeBooks.Domain.Market;

namespace TradeBooks.Benchmarks.Kafka;

/// <summary>
/// Minute bars whose close goes up and down like a saw's teeth, each symbol some bars behind the one before: with averages
/// of one and two bars each turn is a cross, so that in every second slot a position is closed and the opposite one opened.
/// </summary>
internal static class WaveBars
{
    private const int BarsPerTurn = 12;
    private static readonly EventTime Start = EventTime.FromUtc(new DateTime(2025, 1, 1, 0, 0, 0, DateTimeKind.Utc));

    /// <summary>What makes <c>tradebooks trade</c> trade them often.</summary>
    public static readonly string[] Options =
    [
        "--strategy", "sma-cross", "--set", "fast=1", "--set", "slow=2", "--set", "direction=long-short", "--set", "sizing=quantity",
    ];

    public static Bar Create(int symbol, int slot)
    {
        var (before, close) = (Price(symbol, slot - 1), Price(symbol, slot));
        return Bar.Create(
            new EventTime(Start.Microseconds + slot * EventTime.Minute), before, Math.Max(before, close), Math.Min(before, close), close,
            decimal.Round((close / before - 1) * 100, 4));
    }

    public static int SlotOf(DateTime utc) => (int)((EventTime.FromUtc(utc).Microseconds - Start.Microseconds) / EventTime.Minute);

    private static decimal Price(int symbol, int slot)
    {
        var phase = (slot + symbol * 2 + BarsPerTurn) % (2 * BarsPerTurn);
        return 100m + 0.01m * Math.Min(phase, 2 * BarsPerTurn - phase);
    }
}
