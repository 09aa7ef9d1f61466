using System.Diagnostics;
using Confluent.Kafka;
using TradeBooks.Domain.Settings;

namespace TradeBooks.Feeds.Kafka;

/// <summary>The topics that a Kafka cluster has.</summary>
public static class BrokerTopics
{
    // Short, so that brokers that are all known to be down are not waited for.
    private static readonly TimeSpan Attempt = TimeSpan.FromSeconds(1);

    /// <summary>
    /// Number of partitions by topic. All topics are asked for at once: to ask for one by name can create it.
    /// </summary>
    /// <param name="options">How Kafka is reached.</param>
    /// <param name="patience">How long an answer is waited for, unless all brokers are found to be down before.</param>
    /// <exception cref="BrokerException">No broker answers.</exception>
    /// <exception cref="SettingException">librdkafka has no such property, or not with that value.</exception>
    public static IReadOnlyDictionary<string, int> ReadPartitionCounts(KafkaOptions options, TimeSpan patience)
    {
        var down = false;
        var lastError = "";
        var builder = new AdminClientBuilder(options.CreateAdminConfig())
            .SetLogHandler((_, _) => { })
            .SetErrorHandler((_, error) =>
            {
                if (error.Code == ErrorCode.Local_AllBrokersDown)
                    Volatile.Write(ref down, true);
                else
                    Volatile.Write(ref lastError, error.Reason);
            });
        using var client = Build(builder);
        for (var start = Stopwatch.GetTimestamp(); ;)
        {
            try
            {
                return client.GetMetadata(Attempt).Topics.ToDictionary(
                    topic => topic.Topic, topic => topic.Partitions.Count, StringComparer.Ordinal);
            }
            catch (KafkaException e)
            {
                if (!Volatile.Read(ref down) && Stopwatch.GetElapsedTime(start) < patience)
                    continue;
                var reason = Volatile.Read(ref lastError) is { Length: > 0 } error ? error : e.Message;
                throw new BrokerException($"Kafka at {options.Brokers} can't be asked for its topics: {reason}", e);
            }
        }
    }

    private static IAdminClient Build(AdminClientBuilder builder)
    {
        try
        {
            return builder.Build();
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentException)
        {
            // What librdkafka says of a property's name or value.
            throw new SettingException($"Kafka: {e.Message}");
        }
    }
}
