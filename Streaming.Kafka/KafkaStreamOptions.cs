namespace TradeBooks.Streaming.Kafka;

/// <summary>
/// How a stream provider reaches Kafka, what it reads, and how much of it it holds. Values of <see cref="Client"/>,
/// <see cref="Consumer"/> and <see cref="Producer"/> may be secrets: none of them is logged.
/// </summary>
public sealed class KafkaStreamOptions
{
    /// <summary>
    /// <c>host:port</c>, several separated by commas. Default: <c>bootstrap.servers</c> of <see cref="Client"/>; one of
    /// the two must be given.
    /// </summary>
    public string Brokers { get; set; } = "";

    /// <summary>
    /// Topics that silos read, every partition of each unless <see cref="Partitions"/> says otherwise. Default none; either
    /// this or <see cref="TopicPattern"/>.
    /// </summary>
    public IList<string> Topics { get; set; } = [];

    /// <summary>
    /// The partitions to read of some of <see cref="Topics"/>, by topic; at least one of each. The start waits for one that
    /// is not there. Default none: all partitions of all topics.
    /// </summary>
    public IDictionary<string, IReadOnlyCollection<int>> Partitions { get; set; } = new Dictionary<string, IReadOnlyCollection<int>>();

    /// <summary>
    /// Regular expression (.NET) that the whole name of a topic must match to be read, instead of <see cref="Topics"/>.
    /// Dead-letter topics and Kafka's own (<c>__</c>) never match. Default null.
    /// </summary>
    public string? TopicPattern { get; set; }

    /// <summary>
    /// Consumer group that positions are committed under; it is a place to keep offsets only, as partitions are shared
    /// out by Orleans. Two clusters that must each see every record need two groups, and no consumer that subscribes may
    /// use it. Required on silos.
    /// </summary>
    public string GroupId { get; set; } = "";

    /// <summary>librdkafka properties of every client, passed on as they are. Default none.</summary>
    public IDictionary<string, string> Client { get; set; } = new Dictionary<string, string>();

    /// <summary>librdkafka properties of the consumer; they win over <see cref="Client"/>. Default none.</summary>
    public IDictionary<string, string> Consumer { get; set; } = new Dictionary<string, string>();

    /// <summary>librdkafka properties of the producer; they win over <see cref="Client"/>. Default none.</summary>
    public IDictionary<string, string> Producer { get; set; } = new Dictionary<string, string>();

    /// <summary>
    /// Most records of one event. More make a backlog cheaper to deliver, fewer let a grain answer others sooner.
    /// Default 1,000.
    /// </summary>
    public int MaxRecordsPerEvent { get; set; } = 1000;

    /// <summary>
    /// Bytes of values after which an event is full, unless it holds a single record. Default 65,536, which stays out of
    /// the large object heap.
    /// </summary>
    public int MaxBytesPerEvent { get; set; } = 64 * 1024;

    /// <summary>
    /// Bytes of values that a partition may be read ahead of its slowest consumer; reading pauses beyond. It bounds memory, and what
    /// is delivered again after a crash. Default 16 MiB.
    /// </summary>
    public int MaxPendingBytes { get; set; } = 16 * 1024 * 1024;

    /// <summary>The same in events. Default 16,384.</summary>
    public int MaxPendingEvents { get; set; } = 16 * 1024;

    /// <summary>How often what was delivered is committed. Default 0.5 s.</summary>
    public TimeSpan CommitInterval { get; set; } = TimeSpan.FromMilliseconds(500);

    /// <summary>
    /// How long a read of an empty partition waits for records before it answers. A longer wait costs fewer wake-ups of
    /// an idle silo, and delays its stop; it does not delay records. Default 50 ms.
    /// </summary>
    public TimeSpan PollWait { get; set; } = TimeSpan.FromMilliseconds(50);

    /// <summary>
    /// How long a silo's start waits for the brokers and for every topic to be there, before it fails. Default: without
    /// end (<see cref="Timeout.InfiniteTimeSpan"/>).
    /// </summary>
    public TimeSpan TopicWait { get; set; } = Timeout.InfiniteTimeSpan;

    /// <summary>
    /// How often it is checked that the topics have the partitions that they had at start. Default 30 s.
    /// </summary>
    public TimeSpan TopologyCheckInterval { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Whether events carry record headers. Default: where the broker has them (Kafka 0.11 and later; a lower
    /// <c>broker.version.fallback</c> with <c>api.version.request=false</c> says that it has not).
    /// </summary>
    public bool? Headers { get; set; }

    /// <summary>
    /// What a topic's name is extended by for its dead letters; null sends none, and what cannot be delivered is then
    /// logged and dropped. Default <c>.dead-letter</c>.
    /// </summary>
    public string? DeadLetterSuffix { get; set; } = ".dead-letter";

    /// <summary>
    /// What the names of a dead letter's own headers start with: <c>reason</c>, <c>topic</c>, <c>partition</c>,
    /// <c>offset</c> and <c>time</c> follow. Default <c>dead-letter-</c>.
    /// </summary>
    public string DeadLetterHeaderPrefix { get; set; } = "dead-letter-";

    // Without the properties: they may be secrets.
    public override string ToString() => $"Kafka topics {TopicPattern ?? string.Join(",", Topics)} for group {GroupId}";
}
