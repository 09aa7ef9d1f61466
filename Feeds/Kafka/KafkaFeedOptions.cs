using TradeBooks.Domain.Market;

namespace TradeBooks.Feeds.Kafka;

/// <summary>How bars are read from Kafka.</summary>
public sealed record KafkaFeedOptions
{
    /// <summary>The symbols, each once.</summary>
    public required IReadOnlyList<string> Symbols { get; init; }

    /// <summary>Consumer group that the offsets are committed for, so that tools can tell the lag.</summary>
    public required string Group { get; init; }

    /// <summary>Zone of times that name none. Default UTC.</summary>
    public TimeZoneInfo TimeZone { get; init; } = TimeZoneInfo.Utc;

    /// <summary>
    /// Whether partitions without a saved position are read from their first record. Default true; else only what is
    /// appended from now on.
    /// </summary>
    public bool FromBeginning { get; init; } = true;

    /// <summary>Whether reading goes on behind records that are lost. Default false: they are an error.</summary>
    public bool ContinuesOnGap { get; init; }

    /// <summary>How long brokers and topics are waited for at the start. Default 30 s.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Where a saved run was; empty for a new one.</summary>
    public IReadOnlyList<PartitionPosition> Partitions { get; init; } = [];

    /// <summary>The symbols' last processed events in a saved run.</summary>
    public IReadOnlyList<KafkaFeedPosition> Positions { get; init; } = [];
}
