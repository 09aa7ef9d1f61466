namespace TradeBooks.Streaming.Kafka;

/// <summary>What a provider, or one of its partitions, is doing.</summary>
public enum KafkaStreamState
{
    /// <summary>Not started, or stopped.</summary>
    Stopped,

    /// <summary>Waiting for brokers, topics or the committed offset.</summary>
    Starting,

    /// <summary>Reading, or waiting for records.</summary>
    Reading,

    /// <summary>Not reading until a consumer catches up.</summary>
    Paused,

    /// <summary>Not reading until someone acts; the last error says why.</summary>
    Failed,
}
