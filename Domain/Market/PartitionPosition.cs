namespace TradeBooks.Domain.Market;

/// <summary>How far a partition of a topic was processed, for a restart and for people.</summary>
public sealed record PartitionPosition
{
    public required string Topic { get; init; }

    public required int Partition { get; init; }

    /// <summary>The first record that was not processed: all before it are done with.</summary>
    public required long NextOffset { get; init; }

    /// <summary>The first record that was not read; what lies before it has been counted.</summary>
    public required long ReadTo { get; init; }

    /// <summary>The end of the partition when it was last heard of: the offset of the next record.</summary>
    public long EndOffset { get; init; }

    /// <summary>Records that went to the dead-letter topic.</summary>
    public long DeadLetters { get; init; }

    /// <summary>Offset of the last of them; −1 for none.</summary>
    public long LastDeadLetter { get; init; } = -1;

    /// <summary>Offsets of records whose dead letters had not arrived: a restart sends them again.</summary>
    public IReadOnlyList<long> OpenDeadLetters { get; init; } = [];

    /// <summary>Bars that repeated an earlier one.</summary>
    public long Duplicates { get; init; }

    /// <summary>Bars that differed from the one of their time, which stays.</summary>
    public long Revisions { get; init; }

    /// <summary>Offsets that held no record any more, where a run went on all the same.</summary>
    public long Lost { get; init; }

    /// <summary>Records read per second of wall time, lately.</summary>
    public double RecordsPerSecond { get; init; }

    /// <summary>Time of the last bar that was read; <see cref="EventTime.MinValue"/> for none.</summary>
    public EventTime LastTime { get; init; } = EventTime.MinValue;

    /// <summary>Symbols whose data have ended.</summary>
    public IReadOnlyList<string> Ended { get; init; } = [];

    /// <summary>Records that are not processed yet.</summary>
    public long Lag => Math.Max(0, EndOffset - NextOffset);
}
