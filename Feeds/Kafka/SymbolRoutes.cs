using TradeBooks.Domain.Settings;

namespace TradeBooks.Feeds.Kafka;

/// <summary>
/// Which topic and partition each symbol has: a topic of its own, or one topic for all, where a map or else the key
/// says the partition.
/// </summary>
public sealed class SymbolRoutes
{
    private readonly KafkaOptions _options;
    private readonly IReadOnlyList<string> _symbols;
    private readonly PartitionMap? _map;

    /// <summary>Reads the map where there is one; asks no broker.</summary>
    /// <param name="options">Names the topics and the map.</param>
    /// <param name="symbols">The symbols.</param>
    /// <exception cref="SettingException">No topic can be called so, or two symbols would share one by mistake.</exception>
    /// <exception cref="FeedException">The map can't be read or lacks a symbol.</exception>
    public SymbolRoutes(KafkaOptions options, IReadOnlyList<string> symbols)
    {
        _options = options;
        _symbols = symbols;
        var owners = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var symbol in symbols)
        {
            var topic = options.Topic.TopicOf(symbol);
            if (!owners.TryAdd(topic, symbol) && owners[topic] != symbol && options.Topic.IsPerSymbol)
                throw new SettingException($"topic '{topic}' would be that of both {owners[topic]} and {symbol}; name topics with {{SYMBOL}}");
        }

        if (options.PartitionMap is null)
            return;
        _map = PartitionMap.Read(options.PartitionMap);
        foreach (var symbol in symbols)
            _map.PartitionOf(symbol);
    }

    /// <summary>How many topics there are.</summary>
    public int TopicCount => Topics.Count;

    private Dictionary<string, int> Topics => _symbols.Select(_options.Topic.TopicOf).Distinct(StringComparer.Ordinal)
        .ToDictionary(topic => topic, _ => _map?.Count ?? 1, StringComparer.Ordinal);

    /// <summary>Looks the topics up, creates those that are missing, and finds each symbol's partition.</summary>
    /// <param name="notices">Is told what the client says.</param>
    /// <param name="clock">Wall time.</param>
    /// <param name="stop">Ends a wait.</param>
    /// <returns>A route for each symbol, in the order of the symbols.</returns>
    /// <exception cref="BrokerException">No broker answers in time, or a topic can't be made.</exception>
    /// <exception cref="FeedException">A topic lacks partitions that the map names.</exception>
    /// <exception cref="SettingException">A property of librdkafka is unknown, or its value is impossible.</exception>
    /// <exception cref="OperationCanceledException">Stopped while waiting.</exception>
    internal IReadOnlyList<SymbolRoute> Resolve(BrokerNotices notices, TimeProvider clock, CancellationToken stop)
    {
        var topics = Topics;
        var counts = KafkaTopics.Ensure(_options, notices, topics, _options.StartTimeout, clock, stop);
        foreach (var topic in topics.Keys)
            _map?.RequirePartitions(topic, counts[topic]);
        return [.. _symbols.Select(symbol => Route(symbol, counts))];
    }

    private SymbolRoute Route(string symbol, IReadOnlyDictionary<string, int> counts)
    {
        var topic = _options.Topic.TopicOf(symbol);
        var count = counts[topic];
        return new SymbolRoute(symbol, topic, _map?.PartitionOf(symbol) ?? (count == 1 ? 0 : null), count);
    }
}
