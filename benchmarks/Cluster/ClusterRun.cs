using TradeBooks.Feeds.Kafka;

namespace TradeBooks.Benchmarks.Cluster;

/// <summary>What a cluster is started with.</summary>
/// <param name="Kafka">Broker and topics.</param>
/// <param name="Client">Configuration that the broker takes, as it was given.</param>
/// <param name="Mode"><see cref="EventTime"/> or <see cref="Arrival"/>.</param>
/// <param name="Silos">How many silos.</param>
/// <param name="Symbols">What is traded.</param>
internal sealed record ClusterRun(KafkaOptions Kafka, IReadOnlyList<string> Client, string Mode, int Silos, IReadOnlyList<string> Symbols)
{
    public const string EventTime = "event-time";
    public const string Arrival = "arrival";

    public string Strategy { get; init; } = "lss";

    /// <summary>Settings of the portfolio.</summary>
    public IReadOnlyList<string> Settings { get; init; } = [];
}
