using System.Globalization;
using System.Text.RegularExpressions;

namespace TradeBooks.Streaming.Kafka;

/// <summary>Checks the options at start; an error names the option and its value.</summary>
/// <param name="options">What is checked.</param>
/// <param name="name">Name of the stream provider.</param>
/// <param name="readsTopics">Whether topics are read, as on a silo; a client only produces.</param>
public sealed class KafkaStreamOptionsValidator(KafkaStreamOptions options, string name, bool readsTopics) : IConfigurationValidator
{
    /// <exception cref="OrleansConfigurationException">An option can't be.</exception>
    public void ValidateConfiguration()
    {
        if (options.Brokers.Length == 0 && !options.Client.ContainsKey("bootstrap.servers") && !options.Client.ContainsKey("metadata.broker.list"))
            throw Wrong(nameof(options.Brokers), options.Brokers, "names no broker; give host:port");
        if (readsTopics)
            ValidateReading();
        AtLeast(nameof(options.MaxRecordsPerEvent), options.MaxRecordsPerEvent, 1);
        AtLeast(nameof(options.MaxBytesPerEvent), options.MaxBytesPerEvent, 1);
        AtLeast(nameof(options.MaxPendingEvents), options.MaxPendingEvents, 1);
        if (options.MaxPendingBytes < options.MaxBytesPerEvent)
            throw Wrong(nameof(options.MaxPendingBytes), options.MaxPendingBytes, $"is less than {nameof(options.MaxBytesPerEvent)}, {options.MaxBytesPerEvent}");
        Between(nameof(options.CommitInterval), options.CommitInterval, TimeSpan.FromMilliseconds(10), TimeSpan.FromHours(1));
        Between(nameof(options.PollWait), options.PollWait, TimeSpan.FromMilliseconds(1), TimeSpan.FromSeconds(5));
        Between(nameof(options.TopologyCheckInterval), options.TopologyCheckInterval, TimeSpan.FromMilliseconds(100), TimeSpan.FromDays(1));
        if (options.TopicWait != Timeout.InfiniteTimeSpan)
            Between(nameof(options.TopicWait), options.TopicWait, TimeSpan.Zero, TimeSpan.FromDays(1));
        if (options.DeadLetterSuffix is { Length: 0 })
            throw Wrong(nameof(options.DeadLetterSuffix), "", "is empty; give null for no dead letters");
        if (options.Headers is true && !KafkaProperties.HasHeaders(options))
            throw Wrong(nameof(options.Headers), true, "can't be had from a broker of the version that Client names");
    }

    private void ValidateReading()
    {
        if (options.GroupId.Length == 0)
            throw Wrong(nameof(options.GroupId), "", "is empty; offsets are committed under it");
        if (options.TopicPattern is { } pattern)
        {
            if (options.Topics.Count > 0)
                throw Wrong(nameof(options.TopicPattern), pattern, $"can't be given together with {nameof(options.Topics)}");
            try
            {
                _ = new Regex(pattern, RegexOptions.CultureInvariant, KafkaTopology.PatternPatience);
            }
            catch (ArgumentException e)
            {
                throw Wrong(nameof(options.TopicPattern), pattern, $"is no regular expression: {e.Message}");
            }
        }
        else if (options.Topics.Count == 0)
        {
            throw Wrong(nameof(options.Topics), "", $"is empty; name topics, or give {nameof(options.TopicPattern)}");
        }

        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var topic in options.Topics)
        {
            if (string.IsNullOrWhiteSpace(topic))
                throw Wrong(nameof(options.Topics), topic, "is no name of a topic");
            if (!seen.Add(topic))
                throw Wrong(nameof(options.Topics), topic, "is named twice");
        }

        foreach (var (topic, partitions) in options.Partitions)
        {
            if (!seen.Contains(topic))
                throw Wrong(nameof(options.Partitions), topic, $"is none of {nameof(options.Topics)}");
            if (partitions.Count == 0 || partitions.Any(partition => partition < 0) || partitions.Distinct().Count() < partitions.Count)
                throw Wrong(nameof(options.Partitions), $"{topic}: {string.Join(',', partitions)}", "must be partitions from 0 on, each once and at least one");
        }
    }

    private void AtLeast(string option, int value, int least)
    {
        if (value < least)
            throw Wrong(option, value, $"must be at least {least}");
    }

    private void Between(string option, TimeSpan value, TimeSpan least, TimeSpan most)
    {
        if (value < least || value > most)
            throw Wrong(option, value, $"must be from {least} to {most}");
    }

    private OrleansConfigurationException Wrong(string option, object? value, string why) => new(string.Create(
        CultureInfo.InvariantCulture, $"Kafka stream provider '{name}': {nameof(KafkaStreamOptions)}.{option} '{value}' {why}."));
}
