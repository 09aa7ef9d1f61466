using TradeBooks.Feeds;
using TradeBooks.Feeds.Csv;
using TradeBooks.Feeds.Kafka;

namespace TradeBooks.Cli.Running;

/// <summary>What is to be sent, and how.</summary>
internal sealed record ProduceRequest
{
    /// <summary>Folder of the bar files.</summary>
    public required string Data { get; init; }

    /// <summary>Symbols; empty for all that the folder has.</summary>
    public required IReadOnlyList<string> Symbols { get; init; }

    public required KafkaOptions Kafka { get; init; }

    public CsvBarFeedOptions Feed { get; init; } = new();

    public ReplayRange Range { get; init; } = new();

    public ReplaySpeed Speed { get; init; } = ReplaySpeed.Max;

    /// <summary>Whether the data is sent again and again, moved on in time.</summary>
    public bool Loop { get; init; }

    /// <summary>Whether each symbol's end of data is sent; never where the data is repeated.</summary>
    public bool WithEnd { get; init; } = true;

    /// <summary>Whether to go on behind what the topics have.</summary>
    public bool Resume { get; init; }
}
