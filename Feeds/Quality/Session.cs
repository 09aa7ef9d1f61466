using TradeBooks.Domain.Market;

namespace TradeBooks.Feeds.Quality;

/// <summary>A run of bars without a long break.</summary>
/// <param name="Line">Line of its first bar.</param>
/// <param name="First">Time of its first bar.</param>
/// <param name="Last">Time of its last bar.</param>
/// <param name="Bars">Number of its bars.</param>
internal sealed record Session(long Line, EventTime First, EventTime Last, int Bars)
{
    public const long Hour = 60 * EventTime.Minute;

    /// <summary>Microseconds from the first bar's start to the last bar's start.</summary>
    public long Span => Last.Microseconds - First.Microseconds;

    /// <summary>Microseconds from midnight UTC to the first bar.</summary>
    public long Start => First.Microseconds - First.Day * EventTime.DayLength;
}
