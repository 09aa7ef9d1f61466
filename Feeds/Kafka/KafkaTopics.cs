using System.Diagnostics;
using Confluent.Kafka;
using Confluent.Kafka.Admin;
using TradeBooks.Domain.Settings;

namespace TradeBooks.Feeds.Kafka;

/// <summary>Looks up topics, and creates those that are missing.</summary>
public sealed class KafkaTopics : IDisposable
{
    // The broker's own default, which it can be asked for from Kafka 2.4 on.
    private const short DefaultReplication = -1;
    private static readonly TimeSpan Answer = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan CreationTimeout = TimeSpan.FromSeconds(10);

    private readonly KafkaOptions _options;
    private readonly BrokerNotices _notices;
    private readonly IAdminClient _client;

    /// <param name="options">How Kafka is reached.</param>
    /// <param name="notices">Is told what the client says.</param>
    /// <exception cref="SettingException">A property of librdkafka is unknown, or its value is impossible.</exception>
    public KafkaTopics(KafkaOptions options, BrokerNotices notices)
    {
        _options = options;
        _notices = notices;
        _client = KafkaClients.CreateAdmin(options, notices);
    }

    /// <summary>
    /// All topics with their number of partitions. All are asked for at once: to ask for one by its name can create it.
    /// Keeps trying for as long as <see cref="KafkaOptions.StartTimeout"/>.
    /// </summary>
    /// <param name="stop">Ends the wait.</param>
    /// <exception cref="BrokerException">No broker answers.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public IReadOnlyDictionary<string, int> Find(CancellationToken stop)
    {
        var start = Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                return _client.GetMetadata(Answer).Topics
                    .Where(topic => topic.Partitions.Count > 0)
                    .ToDictionary(topic => topic.Topic, topic => topic.Partitions.Count, StringComparer.Ordinal);
            }
            catch (KafkaException e)
            {
                if (Stopwatch.GetElapsedTime(start) >= _options.StartTimeout)
                {
                    throw new BrokerException(
                        $"Kafka at {_options.Brokers} can't be reached within {_options.StartTimeout.TotalSeconds:0.#} s: "
                        + (_notices.LastError ?? e.Error.Reason), e);
                }
            }

            Wait(stop);
        }
    }

    /// <summary>
    /// Looks topics up and creates the missing ones: as a client where the broker can do that (Kafka 0.10.1 and later),
    /// else by asking for them, which makes a broker create them that is set up so. A topic that exists stays as it is.
    /// </summary>
    /// <param name="wanted">The topics, with the partitions that a new one gets.</param>
    /// <param name="stop">Ends the wait.</param>
    /// <returns>The topics, with the partitions that they have.</returns>
    /// <exception cref="BrokerException">No broker answers, or a topic can't be created.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public IReadOnlyDictionary<string, int> Ensure(IReadOnlyDictionary<string, int> wanted, CancellationToken stop)
    {
        var found = Find(stop);
        var missing = wanted.Keys.Where(topic => !found.ContainsKey(topic)).Order(StringComparer.Ordinal).ToList();
        var counts = wanted.Keys.Except(missing).ToDictionary(topic => topic, topic => found[topic], StringComparer.Ordinal);
        if (missing.Count == 0)
            return counts;
        // An old one would be asked for its controller, which it does not know, until the time is over.
        if (!_options.IsOldBroker)
            Create(wanted, missing, DefaultReplication);
        foreach (var topic in missing)
            counts.Add(topic, WaitForTopic(topic, wanted, missing, stop));
        return counts;
    }

    public void Dispose() => _client.Dispose();

    private void Create(IReadOnlyDictionary<string, int> wanted, List<string> topics, short replication)
    {
        var specifications = topics.Select(topic => new TopicSpecification
        {
            Name = topic,
            NumPartitions = wanted[topic],
            ReplicationFactor = replication,
        });
        var canDefault = replication == DefaultReplication;
        try
        {
            _client.CreateTopicsAsync(
                specifications, new CreateTopicsOptions { RequestTimeout = CreationTimeout, OperationTimeout = CreationTimeout })
                .GetAwaiter().GetResult();
        }
        catch (CreateTopicsException e)
        {
            var failed = e.Results.Where(result => result.Error.Code is not (ErrorCode.NoError or ErrorCode.TopicAlreadyExists)).ToList();
            var retried = failed.Where(result => canDefault && IsAboutReplication(result.Error)).Select(result => result.Topic).ToList();
            if (failed.Find(result => !retried.Contains(result.Topic)) is { } refused && !IsUnsupported(refused.Error))
                throw new BrokerException($"Kafka at {_options.Brokers} does not create topic {refused.Topic}: {refused.Error.Reason}", e);
            if (retried.Count > 0)
                Create(wanted, retried, 1);
        }
        catch (KafkaException e) when (IsUnsupported(e.Error))
        {
            // Brokers before 2.4 have no default to ask for; those before 0.10.1 create none for a client.
            if (canDefault)
                Create(wanted, topics, 1);
        }
        catch (KafkaException e)
        {
            throw new BrokerException($"Kafka at {_options.Brokers} does not create topic {string.Join(", ", topics)}: {e.Error.Reason}", e);
        }
    }

    // Asked for by its name, so that a broker which creates topics at their first use does it now.
    private int WaitForTopic(string topic, IReadOnlyDictionary<string, int> wanted, List<string> missing, CancellationToken stop)
    {
        var start = Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                var found = _client.GetMetadata(topic, Answer).Topics.Single(other => other.Topic == topic);
                if (!found.Error.IsError && found.Partitions.Count > 0 && found.Partitions.All(partition => partition.Leader >= 0))
                    return found.Partitions.Count;
            }
            catch (KafkaException e) when (!e.Error.IsFatal)
            {
                // Asked again below.
            }

            if (Stopwatch.GetElapsedTime(start) >= CreationTimeout)
            {
                var names = missing.SkipWhile(other => other != topic).ToList();
                throw new BrokerException(
                    $"Kafka at {_options.Brokers} has no topic {string.Join(", ", names)} and does not create it for a client: "
                    + $"kafka-topics.sh --create --bootstrap-server {_options.Brokers} --partitions {wanted[topic]} "
                    + $"--replication-factor 1 --topic {topic} (before Kafka 2.2: --zookeeper HOST:2181)");
            }

            Wait(stop);
        }
    }

    private static void Wait(CancellationToken stop)
    {
        stop.WaitHandle.WaitOne(Pause);
        stop.ThrowIfCancellationRequested();
    }

    private static bool IsUnsupported(Error error) =>
        error.Code is ErrorCode.Local_UnsupportedFeature or ErrorCode.UnsupportedVersion;

    private static bool IsAboutReplication(Error error) =>
        error.Code is ErrorCode.InvalidReplicationFactor || IsUnsupported(error);
}
