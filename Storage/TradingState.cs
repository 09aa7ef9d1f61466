using TradeBooks.Domain.Market;

namespace TradeBooks.Storage;

/// <summary>What <c>trading_state.json</c> says beside the engine's own state.</summary>
public sealed record TradingState
{
    /// <summary>Whether every input was processed to its end.</summary>
    public required bool IsFinished { get; init; }

    /// <summary>Bytes of the trade log at this moment.</summary>
    public required long TradeLogBytes { get; init; }

    /// <summary>Settings in force.</summary>
    public required IReadOnlyDictionary<string, string> Settings { get; init; }

    /// <summary>How far every input was processed, by symbol; an input that has not begun is absent.</summary>
    public required IReadOnlyList<InputPosition> Inputs { get; init; }

    /// <summary>How far every partition was processed, where events come from Kafka. Default: none.</summary>
    public IReadOnlyList<PartitionPosition> Partitions { get; init; } = [];
}
