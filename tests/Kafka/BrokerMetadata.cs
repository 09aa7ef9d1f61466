using System.Diagnostics;
using Confluent.Kafka;

namespace TradeBooks.Tests.Kafka;

/// <summary>Asks a broker what it knows, without creating anything.</summary>
internal sealed class BrokerMetadata : IDisposable
{
    private static readonly TimeSpan Answer = TimeSpan.FromMilliseconds(500);
    private readonly IAdminClient _client;

    public BrokerMetadata(ClientConfig client)
    {
        var config = new AdminClientConfig(client)
        {
            // It is asked while the broker is still starting.
            ReconnectBackoffMs = 20,
            ReconnectBackoffMaxMs = 50,
        };
        _client = new AdminClientBuilder(config).SetLogHandler((_, _) => { }).SetErrorHandler((_, _) => { }).Build();
    }

    /// <summary>How many partitions of the topic have a leader.</summary>
    public static int Led(TopicMetadata topic) =>
        topic.Error.IsError ? 0 : topic.Partitions.Count(partition => !partition.Error.IsError && partition.Leader >= 0);

    /// <summary>Whether all these topics can be used.</summary>
    public static bool AreLed(Metadata metadata, IEnumerable<(string Name, int Partitions)> topics) => topics.All(topic =>
        metadata.Topics.Any(other => other.Topic == topic.Name && Led(other) == topic.Partitions));

    /// <summary>
    /// Waits until the broker answers and what it says will do.
    /// <paramref name="failure"/> gives the text for when it does not, and <paramref name="isHopeless"/> ends the wait early.
    /// </summary>
    public void WaitUntil(Func<Metadata, bool> isReady, TimeSpan limit, Func<bool> isHopeless, Func<string, string> failure)
    {
        var watch = Stopwatch.StartNew();
        var last = "nothing";
        while (true)
        {
            if (watch.Elapsed > limit || isHopeless())
                throw new InvalidOperationException(failure($"after {watch.Elapsed.TotalSeconds:0.0} s it said: {last}"));
            try
            {
                var metadata = _client.GetMetadata(Answer);
                if (metadata.Brokers.Count > 0 && isReady(metadata))
                    return;
                last = metadata.ToString();
            }
            catch (KafkaException error)
            {
                last = error.Message;
            }

            Thread.Sleep(10);
        }
    }

    public void Dispose() => _client.Dispose();
}
