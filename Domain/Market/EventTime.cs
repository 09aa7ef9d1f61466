using System.Globalization;

namespace TradeBooks.Domain.Market;

/// <summary>
/// A moment of event time: microseconds since 1970-01-01T00:00:00Z. The wall clock never makes one in simulation.
/// </summary>
public readonly record struct EventTime(long Microseconds) : IComparable<EventTime>
{
    /// <summary>Microseconds in a second.</summary>
    public const long Second = 1_000_000;

    /// <summary>Microseconds in a minute.</summary>
    public const long Minute = 60 * Second;

    /// <summary>Microseconds in a day.</summary>
    public const long DayLength = 86_400 * Second;

    /// <summary>Before every real event.</summary>
    public static readonly EventTime MinValue = new(long.MinValue);

    /// <summary>After every real event.</summary>
    public static readonly EventTime MaxValue = new(long.MaxValue);

    /// <summary>Days since 1970-01-01 in UTC (floor, so that times before 1970 are right too).</summary>
    public int Day
    {
        get
        {
            var day = Microseconds / DayLength;
            return (int)(Microseconds < day * DayLength ? day - 1 : day);
        }
    }

    /// <summary>Whether this is a real moment, neither <see cref="MinValue"/> nor <see cref="MaxValue"/>.</summary>
    public bool IsKnown => Microseconds is not long.MinValue and not long.MaxValue;

    public static EventTime FromUtc(DateTime utc) => new((utc.Ticks - DateTime.UnixEpoch.Ticks) / 10);

    /// <summary>The same moment as a UTC date and time, years 1 to 9999.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Outside these years.</exception>
    public DateTime ToUtc() => Microseconds is > long.MaxValue / 10 or < long.MinValue / 10
        ? throw new ArgumentOutOfRangeException(nameof(Microseconds), Microseconds, "is outside the years 1 to 9999")
        : DateTime.UnixEpoch.AddTicks(Microseconds * 10);

    public int CompareTo(EventTime other) => Microseconds.CompareTo(other.Microseconds);

    public static bool operator <(EventTime left, EventTime right) => left.Microseconds < right.Microseconds;

    public static bool operator >(EventTime left, EventTime right) => left.Microseconds > right.Microseconds;

    public static bool operator <=(EventTime left, EventTime right) => left.Microseconds <= right.Microseconds;

    public static bool operator >=(EventTime left, EventTime right) => left.Microseconds >= right.Microseconds;

    /// <summary>ISO 8601, UTC, milliseconds and <c>Z</c>: <c>2026-03-12T13:53:00.000Z</c>.</summary>
    public override string ToString() => IsKnown
        ? ToUtc().ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture)
        : Microseconds < 0 ? "-∞" : "∞";
}
