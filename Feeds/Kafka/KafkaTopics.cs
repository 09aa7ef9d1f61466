using Confluent.Kafka;
using Confluent.Kafka.Admin;
using TradeBooks.Domain.Settings;

namespace TradeBooks.Feeds.Kafka;

/// <summary>Topics at the broker: which there are, how far they reach, and making what is missing.</summary>
public static class KafkaTopics
{
    // Short, so that a stop is heard soon.
    private static readonly TimeSpan Attempt = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan CreationLimit = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Number of partitions of every topic. All are asked for at once: to ask for one by name can create it.
    /// </summary>
    /// <exception cref="BrokerException">No broker answers within <see cref="KafkaOptions.StartTimeout"/>.</exception>
    /// <exception cref="SettingException">A property of librdkafka can't be.</exception>
    /// <exception cref="OperationCanceledException">Stopped.</exception>
    public static IReadOnlyDictionary<string, int> Find(
        KafkaOptions options, BrokerNotices notices, TimeProvider clock, CancellationToken stop)
    {
        using var client = KafkaClients.CreateAdmin(options, notices);
        return Find(client, options, notices, options.StartTimeout, clock, stop);
    }

    /// <summary>Waits until all topics are there.</summary>
    /// <returns>Number of partitions by topic.</returns>
    /// <exception cref="BrokerException">No broker answers in time, or a topic is still missing.</exception>
    /// <exception cref="OperationCanceledException">Stopped.</exception>
    internal static IReadOnlyDictionary<string, int> WaitFor(
        KafkaOptions options, BrokerNotices notices, IEnumerable<string> topics, TimeSpan patience, TimeProvider clock, CancellationToken stop)
    {
        var wanted = topics.ToList();
        using var client = KafkaClients.CreateAdmin(options, notices);
        for (var start = clock.GetTimestamp(); ; Wait(stop))
        {
            var counts = Find(client, options, notices, patience, clock, stop);
            var missing = wanted.Where(topic => counts.GetValueOrDefault(topic) == 0).ToList();
            if (missing.Count == 0)
                return counts;
            if (clock.GetElapsedTime(start) >= patience)
            {
                throw new BrokerException(
                    $"Kafka at {options.Brokers} has no topic {string.Join(", ", missing)}; fill it first (tradebooks produce), or see --topic and --symbols");
            }

            notices.Say($"waiting for topic {string.Join(", ", missing)} at {options.Brokers}");
        }
    }

    private static Dictionary<string, int> Find(
        IAdminClient client, KafkaOptions options, BrokerNotices notices, TimeSpan patience, TimeProvider clock, CancellationToken stop)
    {
        for (var start = clock.GetTimestamp(); ; Wait(stop))
        {
            try
            {
                return client.GetMetadata(Attempt).Topics.ToDictionary(
                    topic => topic.Topic, topic => topic.Partitions.Count, StringComparer.Ordinal);
            }
            catch (KafkaException e)
            {
                if (clock.GetElapsedTime(start) >= patience)
                    throw NoAnswer(options, notices.LastError ?? e.Error.Reason, e);
            }
        }
    }

    /// <summary>The first and the next offset of a partition.</summary>
    /// <exception cref="BrokerException">No broker answers in time.</exception>
    /// <exception cref="OperationCanceledException">Stopped.</exception>
    internal static WatermarkOffsets QueryRange<TKey, TValue>(
        IConsumer<TKey, TValue> consumer, TopicPartition partition, TimeSpan patience, TimeProvider clock, CancellationToken stop)
    {
        for (var start = clock.GetTimestamp(); ; Wait(stop))
        {
            try
            {
                return consumer.QueryWatermarkOffsets(partition, Attempt);
            }
            catch (KafkaException e)
            {
                if (clock.GetElapsedTime(start) >= patience)
                    throw new BrokerException($"the offsets of {partition.Topic}[{partition.Partition.Value}] can't be had: {e.Error.Reason}", e);
            }
        }
    }

    /// <summary>
    /// Makes the topics that are missing: through the administrative interface, or, where the broker has none for that,
    /// by asking for them, which makes brokers with <c>auto.create.topics.enable</c> create them. <c>topics</c>: number of partitions by topic.
    /// </summary>
    /// <returns>Number of partitions of every topic that is there now.</returns>
    /// <exception cref="BrokerException">No broker answers in time, or a topic can't be made; says which and how to.</exception>
    /// <exception cref="OperationCanceledException">Stopped.</exception>
    public static IReadOnlyDictionary<string, int> Ensure(
        KafkaOptions options, BrokerNotices notices, IReadOnlyDictionary<string, int> topics, TimeSpan patience,
        TimeProvider clock, CancellationToken stop)
    {
        using var client = KafkaClients.CreateAdmin(options, notices);
        var found = Find(client, options, notices, patience, clock, stop);
        var missing = topics.Where(topic => found.GetValueOrDefault(topic.Key) == 0).ToList();
        if (missing.Count == 0)
            return found;

        // An old broker has no such request, and the client would wait for it to name its controller, which it does not.
        var refusal = options.IsOldBroker ? null : Create(client, missing);
        var start = clock.GetTimestamp();
        while (true)
        {
            found = Find(client, options, notices, patience, clock, stop);
            missing.RemoveAll(topic => found.GetValueOrDefault(topic.Key) > 0);
            if (missing.Count == 0)
                return found;
            if (clock.GetElapsedTime(start) >= CreationLimit)
                break;
            foreach (var (topic, _) in missing)
                AskFor(client, topic);
            Wait(stop);
        }

        throw new BrokerException(
            $"Kafka at {options.Brokers} has no topic {string.Join(", ", missing.Select(topic => topic.Key))} and does not let it be made"
            + $" ({refusal ?? "it does not appear"}). Make it there: "
            + string.Join("; ", missing.Select(topic => FormattableString.Invariant(
                $"kafka-topics.sh --bootstrap-server {options.Brokers} --create --topic {topic.Key} --partitions {topic.Value}"))));
    }

    /// <summary>Makes one topic if it is missing; where that fails, says so and leaves it.</summary>
    /// <returns>Whether it is there.</returns>
    internal static bool TryCreate(KafkaOptions options, BrokerNotices notices, string topic, int partitions)
    {
        try
        {
            Ensure(
                options, notices, new Dictionary<string, int> { [topic] = partitions }, Attempt, TimeProvider.System, CancellationToken.None);
            return true;
        }
        catch (BrokerException e)
        {
            notices.Say($"kafka: {e.Message}");
            return false;
        }
    }

    /// <returns>Null, or why the broker refuses.</returns>
    private static string? Create(IAdminClient client, List<KeyValuePair<string, int>> topics)
    {
        string? refusal = null;

        // The broker's own replication factor; brokers before 2.4 want a number.
        foreach (short replicas in (ReadOnlySpan<short>)[-1, 1])
        {
            try
            {
                client.CreateTopicsAsync(
                    topics.Select(topic => new TopicSpecification { Name = topic.Key, NumPartitions = topic.Value, ReplicationFactor = replicas }),
                    new CreateTopicsOptions { RequestTimeout = CreationLimit, OperationTimeout = CreationLimit }).GetAwaiter().GetResult();
                return null;
            }
            catch (CreateTopicsException e)
            {
                refusal = e.Results.FirstOrDefault(result => result.Error.IsError)?.Error.Reason ?? e.Message;
                topics = [.. topics.Where(topic => e.Results.Any(result =>
                    result.Topic == topic.Key && result.Error.IsError && result.Error.Code != ErrorCode.TopicAlreadyExists))];
                if (topics.Count == 0)
                    return null;
            }
            catch (KafkaException e)
            {
                refusal = e.Error.Reason;
                if (e.Error.Code is ErrorCode.Local_UnsupportedFeature or ErrorCode.Local_TimedOut)
                    break;
            }
        }

        return refusal;
    }

    private static void AskFor(IAdminClient client, string topic)
    {
        try
        {
            client.GetMetadata(topic, Attempt);
        }
        catch (KafkaException)
        {
            // Looked for again in a moment.
        }
    }

    // A broker before 0.10 drops the question for its version, which looks as if it were not there.
    private static BrokerException NoAnswer(KafkaOptions options, string reason, Exception inner) => new(
        $"Kafka at {options.Brokers} does not answer: {reason}"
        + (options.IsOldBroker || reason.Contains("refused", StringComparison.Ordinal)
            ? ""
            : "; one before 0.10 needs --set Kafka:Client:api.version.request=false --set Kafka:Client:broker.version.fallback=0.9.0.1"),
        inner);

    private static void Wait(CancellationToken stop)
    {
        stop.WaitHandle.WaitOne(Pause);
        stop.ThrowIfCancellationRequested();
    }
}
