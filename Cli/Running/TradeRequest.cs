using TradeBooks.Feeds.Kafka;

namespace TradeBooks.Cli.Running;

/// <summary>What a run from Kafka was asked to do.</summary>
internal sealed record TradeRequest
{
    public required KafkaOptions Kafka { get; init; }

    public required IReadOnlyList<string> Symbols { get; init; }

    /// <summary>Strategies as given: <c>lss</c> or <c>id=type</c>.</summary>
    public required IReadOnlyList<string> Strategies { get; init; }

    /// <summary>Folder of the results.</summary>
    public required string Out { get; init; }

    /// <summary>Settings as key and text, without those of Kafka.</summary>
    public required IReadOnlyDictionary<string, string> Settings { get; init; }

    public bool Resume { get; init; }

    /// <summary>Whether slots close after a while, instead of waiting for every symbol.</summary>
    public bool IsArrival { get; init; }

    /// <summary>Whether the run ends when all symbols' data have ended; else it goes on until it is stopped.</summary>
    public bool UntilEnd { get; init; }

    /// <summary>Whether a new run begins with the first record; else with the next one that is appended.</summary>
    public bool FromBeginning { get; init; }

    public bool ContinuesOnGap { get; init; }

    /// <summary>Consumer group whose offsets follow; null for <c>tradebooks-PORTFOLIO</c>.</summary>
    public string? Group { get; init; }

    /// <summary>Zone of times that name none.</summary>
    public TimeZoneInfo TimeZone { get; init; } = TimeZoneInfo.Utc;
}
