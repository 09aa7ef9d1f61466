namespace TradeBooks.Tests.Kafka;

/// <summary>Kinds of request that a mock broker can be told to fail, by their number in Kafka's protocol.</summary>
internal enum MockRequest : short
{
    Produce = 0,
    Fetch = 1,
    ListOffsets = 2,
    Metadata = 3,
    OffsetCommit = 8,
    OffsetFetch = 9,
    FindCoordinator = 10,
    JoinGroup = 11,
    Heartbeat = 12,
    SyncGroup = 14,
    InitProducerId = 22,
}
