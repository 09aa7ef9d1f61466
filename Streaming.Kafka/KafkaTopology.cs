using System.Text.RegularExpressions;
using Confluent.Kafka;

namespace TradeBooks.Streaming.Kafka;

/// <summary>Which partitions a provider reads, by what the brokers say that there is.</summary>
internal sealed class KafkaTopology
{
    /// <summary>How long a match of one name may take.</summary>
    public static readonly TimeSpan PatternPatience = TimeSpan.FromSeconds(1);

    private readonly IList<string> _topics;
    private readonly IDictionary<string, IReadOnlyCollection<int>> _only;
    private readonly string? _deadLetterSuffix;
    private readonly Regex? _pattern;

    public KafkaTopology(KafkaStreamOptions options)
    {
        _topics = options.Topics;
        _only = options.Partitions;
        _deadLetterSuffix = options.DeadLetterSuffix;
        if (options.TopicPattern is { } pattern)
            _pattern = new Regex($"^(?:{pattern})$", RegexOptions.CultureInvariant, PatternPatience);
    }

    /// <summary>The partitions in the order that all silos agree on: by topic (ordinal), then number.</summary>
    /// <param name="topics">Every topic that there is, and how many partitions it has.</param>
    /// <param name="missing">What is waited for; null where all is there.</param>
    public IReadOnlyList<TopicPartition> Select(IReadOnlyDictionary<string, int> topics, out string? missing)
    {
        var wanted = _pattern is null ? _topics : topics.Keys.Where(IsMatch).ToList();
        var absent = wanted.Where(topic => !topics.ContainsKey(topic)).ToList();
        TopicPartition[] partitions =
        [
            .. wanted.Where(topics.ContainsKey).Order(StringComparer.Ordinal)
                .SelectMany(topic => PartitionsOf(topic, topics[topic]).Select(partition => new TopicPartition(topic, partition))),
        ];
        missing = (wanted.Count, absent.Count) switch
        {
            (0, _) => $"no topic matches {_pattern}",
            (_, > 0) => $"there is no topic {string.Join(", ", absent)}",
            _ => partitions.FirstOrDefault(partition => partition.Partition.Value >= topics[partition.Topic]) is { } beyond
                ? $"topic {beyond.Topic} has no partition {beyond.Partition.Value}"
                : null,
        };
        return partitions;
    }

    /// <summary>
    /// What has changed since start, in one line; null where nothing has. A topic that is gone is no change, as it may come
    /// back, nor are more partitions where those to read are named.
    /// </summary>
    public string? Compare(IReadOnlyList<TopicPartition> atStart, IReadOnlyDictionary<string, int> topics)
    {
        var before = atStart.CountBy(partition => partition.Topic).ToDictionary(StringComparer.Ordinal);
        var changes = before.Where(pair => !_only.ContainsKey(pair.Key) && topics.TryGetValue(pair.Key, out var now) && now != pair.Value)
            .Select(pair => $"{pair.Key} has {topics[pair.Key]} partitions and had {pair.Value}")
            .Concat(_pattern is null ? [] : topics.Keys.Where(topic => IsMatch(topic) && !before.ContainsKey(topic)).Select(topic => $"{topic} is new"))
            .Order(StringComparer.Ordinal).ToList();
        return changes.Count == 0 ? null : string.Join(", ", changes);
    }

    /// <summary>The topics that can be used.</summary>
    public static Dictionary<string, int> Usable(Metadata metadata) => metadata.Topics
        .Where(topic => !topic.Error.IsError && topic.Partitions.Count > 0)
        .ToDictionary(topic => topic.Topic, topic => topic.Partitions.Count, StringComparer.Ordinal);

    private IEnumerable<int> PartitionsOf(string topic, int count) =>
        _only.TryGetValue(topic, out var only) ? only.Order() : Enumerable.Range(0, count);

    private bool IsMatch(string topic) =>
        !topic.StartsWith("__", StringComparison.Ordinal)
        && (_deadLetterSuffix is null || !topic.EndsWith(_deadLetterSuffix, StringComparison.Ordinal))
        && _pattern!.IsMatch(topic);
}
