using TradeBooks.Domain.Market;

namespace TradeBooks.Domain.Desk;

/// <summary>A connection to an exchange, and what it has seen since it began, over all its reconnections.</summary>
public sealed record ConnectionView
{
    /// <summary>Name of the exchange, such as <c>binance-spot</c>.</summary>
    public required string Exchange { get; init; }

    /// <summary>Number among the host's connections to this exchange, from 1 on.</summary>
    public required int Number { get; init; }

    /// <summary>Whether it is up now.</summary>
    public required bool IsConnected { get; init; }

    /// <summary>Symbols that it carries.</summary>
    public required IReadOnlyList<string> Symbols { get; init; }

    /// <summary>How many of their books are in sync now.</summary>
    public required int InSync { get; init; }

    /// <summary>Frames that came in.</summary>
    public required long Frames { get; init; }

    /// <summary>Their bytes.</summary>
    public required long Bytes { get; init; }

    /// <summary>Frames that could not be read.</summary>
    public required long BadFrames { get; init; }

    /// <summary>Depth updates and trades that came in.</summary>
    public required long Events { get; init; }

    /// <summary>How often it was made; one less is how often it was made again.</summary>
    public required long Connects { get; init; }

    /// <summary>Snapshots that came in, by either way.</summary>
    public required long Snapshots { get; init; }

    /// <summary>How often a book that was in sync needed a new snapshot; lost connections are not counted.</summary>
    public required long Resyncs { get; init; }

    /// <summary>How often the exchange refused a request for its rate.</summary>
    public required long Refusals { get; init; }

    /// <summary>
    /// Milliseconds from the event time of the last event to its receipt, which differing clocks may make negative; null before
    /// the first.
    /// </summary>
    public required double? LatencyMilliseconds { get; init; }

    /// <summary>The same, average of the events of the last minute or so.</summary>
    public required double? AverageLatencyMilliseconds { get; init; }

    /// <summary>When the last frame came in; <see cref="EventTime.MinValue"/> before the first.</summary>
    public required EventTime LastFrame { get; init; }

    /// <summary>Frames in a second, over the last few.</summary>
    public required double FramesPerSecond { get; init; }

    /// <summary>Bytes in a second, over the last few.</summary>
    public required double BytesPerSecond { get; init; }
}
