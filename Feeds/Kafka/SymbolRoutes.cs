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
    /// <exception cref="SettingException">
    /// No topic can be called so, two symbols would share one by mistake, or a map goes with a topic for each symbol.
    /// </exception>
    /// <exception cref="FeedException">The map can't be read or lacks a symbol.</exception>
    public SymbolRoutes(KafkaOptions options, IReadOnlyList<string> symbols)
    {
        _options = options;
        _symbols = symbols;
        var owners = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var symbol in symbols)
        {
            var topic = options.Topic.TopicOf(symbol);
            if (!owners.TryAdd(topic, symbol) && options.Topic.IsPerSymbol)
                throw new SettingException($"topic '{topic}' would be that of both {owners[topic]} and {symbol}; name topics with {{SYMBOL}}");
        }

        if (options.PartitionMap is null)
            return;
        if (options.Topic.IsPerSymbol)
            throw new SettingException($"a partition map is for one topic of all symbols; '{options.Topic}' names one for each: give --topic NAME");
        _map = PartitionMap.Read(options.PartitionMap);
        foreach (var symbol in symbols)
            _map.PartitionOf(symbol);
    }

    /// <summary>The topics, with the partitions that a new one gets.</summary>
    public IReadOnlyDictionary<string, int> Topics => _symbols.Select(_options.Topic.TopicOf).Distinct(StringComparer.Ordinal)
        .ToDictionary(topic => topic, _ => _map?.Count ?? 1, StringComparer.Ordinal);

    /// <summary>A route for each symbol, in the order of the symbols.</summary>
    /// <param name="partitions">How many partitions each topic has.</param>
    /// <exception cref="FeedException">A topic lacks partitions that the map names.</exception>
    public IReadOnlyList<SymbolRoute> Resolve(IReadOnlyDictionary<string, int> partitions)
    {
        foreach (var topic in Topics.Keys)
            _map?.RequirePartitions(topic, partitions[topic]);
        return
        [
            .. _symbols.Select(symbol =>
            {
                var topic = _options.Topic.TopicOf(symbol);
                return new SymbolRoute(symbol, topic, _map?.PartitionOf(symbol) ?? (partitions[topic] == 1 ? 0 : null));
            }),
        ];
    }
}
