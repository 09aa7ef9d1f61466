using TradeBooks.Domain.Market;

namespace TradeBooks.Cli.Running;

/// <summary>What was sent.</summary>
internal sealed record ProduceResult
{
    /// <summary>Bars that the client was given.</summary>
    public required long Bars { get; init; }

    /// <summary>Ends of data that it was given.</summary>
    public required long Ends { get; init; }

    public required int Symbols { get; init; }

    public required int Topics { get; init; }

    /// <summary>Bad rows that were left out.</summary>
    public required long RejectedRows { get; init; }

    /// <summary>Wall time from the first record to the last acknowledgement.</summary>
    public required TimeSpan Sending { get; init; }

    /// <summary>Wall time from the start of the process.</summary>
    public required TimeSpan Elapsed { get; init; }

    /// <summary>Time of the last row that is acknowledged with all before it; unknown where there is none.</summary>
    public required EventTime AcknowledgedUpTo { get; init; }

    /// <summary>Records that were not acknowledged when the wait for them was given up.</summary>
    public required long Unacknowledged { get; init; }

    /// <summary>Whether it was stopped before the end.</summary>
    public required bool IsInterrupted { get; init; }

    public long Records => Bars + Ends;
}
