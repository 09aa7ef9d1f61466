namespace TradeBooks.Streaming.Kafka;

/// <summary>How one partition of this silo fares.</summary>
/// <param name="Topic">Its topic.</param>
/// <param name="Partition">Its number.</param>
/// <param name="State">What is being done with it.</param>
/// <param name="LastError">The last error, in one line; null where there was none since it was taken over.</param>
/// <param name="Position">Offset of the next record to be read; -1 while not known.</param>
/// <param name="Delivered">Offset that all records before are delivered; -1 while not known.</param>
/// <param name="Committed">Offset that reading would start from again; -1 where none is committed.</param>
/// <param name="Lag">Records of the log that are not read yet; -1 while not known.</param>
/// <param name="DeliveryLag">Records of the log that are not delivered yet; -1 while not known.</param>
public sealed record KafkaPartitionHealth(
    string Topic, int Partition, KafkaStreamState State, string? LastError,
    long Position, long Delivered, long Committed, long Lag, long DeliveryLag);
