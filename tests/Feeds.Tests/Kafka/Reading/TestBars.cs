using TradeBooks.Domain.Market;

namespace TradeBooks.Feeds.Tests.Kafka.Reading;

/// <summary>Bars that are told apart by their price.</summary>
internal static class TestBars
{
    /// <summary>Minutes from 2026-03-12 13:30 UTC.</summary>
    public static EventTime At(int minute) =>
        new(EventTime.FromUtc(new DateTime(2026, 3, 12, 13, 30, 0, DateTimeKind.Utc)).Microseconds + minute * EventTime.Minute);

    public static Bar Make(int minute, decimal price = 10) => Bar.Create(At(minute), price, price, price, price);
}
