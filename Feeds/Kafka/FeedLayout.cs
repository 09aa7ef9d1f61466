using TradeBooks.Domain.Market;
using TradeBooks.Domain.Settings;

namespace TradeBooks.Feeds.Kafka;

/// <summary>Which symbols are read from which partitions.</summary>
internal sealed class FeedLayout
{
    private readonly KafkaFeedOptions _options;

    private FeedLayout(KafkaFeedOptions options, PartitionMap? map, KafkaFeed[] feeds, KafkaPartition[] partitions)
    {
        _options = options;
        Map = map;
        Feeds = feeds;
        Partitions = partitions;
    }

    /// <summary>Null where every symbol has its topic, or keys decide.</summary>
    public PartitionMap? Map { get; }

    /// <summary>In ordinal order of the symbols.</summary>
    public KafkaFeed[] Feeds { get; }

    /// <summary>All that have to be read, by topic and number.</summary>
    public KafkaPartition[] Partitions { get; }

    /// <summary>Finds the partitions of the symbols; waits for topics that are not there yet.</summary>
    /// <exception cref="BrokerException">No broker answers, or a topic is missing.</exception>
    /// <exception cref="FeedException">The partition map lacks a symbol, or the topic a partition of it.</exception>
    /// <exception cref="SettingException">Symbols or topics can't be, or are not those of the saved run.</exception>
    /// <exception cref="OperationCanceledException">Stopped while waiting.</exception>
    public static FeedLayout Find(
        KafkaOptions kafka, KafkaFeedOptions options, BrokerNotices notices, TimeProvider clock, CancellationToken stop)
    {
        var map = kafka.PartitionMap is { } file ? PartitionMap.Read(file) : null;
        var feeds = options.Symbols.Order(StringComparer.Ordinal)
            .Select(symbol => new KafkaFeed(symbol, kafka.Topic.TopicOf(symbol))).ToArray();
        foreach (var same in feeds.GroupBy(feed => feed.Symbol).Where(same => same.Count() > 1))
            throw new SettingException($"symbol '{same.Key}' is given twice");
        foreach (var same in feeds.GroupBy(feed => feed.Topic).Where(same => kafka.Topic.IsPerSymbol && same.Count() > 1))
            throw new SettingException($"symbols {string.Join(" and ", same.Select(feed => feed.Symbol))} have the same topic, {same.Key}");
        CheckTopics(feeds, options);
        var counts = KafkaTopics.WaitFor(kafka, notices, feeds.Select(feed => feed.Topic).Distinct(), options.Patience, clock, stop);
        var partitions = new Dictionary<(string, int), KafkaPartition>();
        foreach (var feed in feeds)
        {
            var saved = options.Positions.FirstOrDefault(position => position.Symbol == feed.Symbol);
            map?.RequirePartitions(feed.Topic, counts[feed.Topic]);
            int? own = map is not null ? map.PartitionOf(feed.Symbol)
                : counts[feed.Topic] == 1 ? 0
                : saved?.Position.Partition;
            if (own is not null && saved is not null && own != saved.Position.Partition)
                throw Moved(feed, saved.Position.Partition, own.Value);
            if (own >= counts[feed.Topic])
            {
                throw new BrokerException(FormattableString.Invariant(
                    $"the saved run read {feed.Symbol} from {feed.Topic}[{own}], but the topic has {counts[feed.Topic]} partitions now: it was made anew"));
            }

            for (var number = 0; number < counts[feed.Topic]; number++)
            {
                if (own is not null && own != number)
                    continue;
                var partition = partitions.TryGetValue((feed.Topic, number), out var known)
                    ? known
                    : partitions[(feed.Topic, number)] = new KafkaPartition(feed.Topic, number);
                if (own is not null)
                    Bind(feed, partition);
            }
        }

        return new FeedLayout(
            options, map, feeds,
            [.. partitions.Values.OrderBy(partition => partition.Topic, StringComparer.Ordinal).ThenBy(partition => partition.Number)]);
    }

    /// <summary>The partition carries the symbol.</summary>
    public static void Bind(KafkaFeed feed, KafkaPartition partition)
    {
        feed.Partition = partition;
        partition.Feeds.Add(feed);
    }

    /// <summary>Brings a symbol to where a saved run was, where this partition carried it then.</summary>
    /// <exception cref="SettingException">It is another partition now.</exception>
    public void Restore(KafkaFeed feed, KafkaPartition partition, PartitionPosition saved)
    {
        var position = _options.Positions.FirstOrDefault(position => position.Symbol == feed.Symbol);
        var hasEnded = saved.Ended.Contains(feed.Symbol);
        if (position?.Position.Partition != partition.Number && !(position is null && hasEnded))
            return;
        if (feed.Partition is null)
            Bind(feed, partition);
        if (feed.Partition != partition)
            throw Moved(feed, partition.Number, feed.Partition!.Number);
        feed.Restore(position?.Position.Offset ?? -1, position?.Time ?? EventTime.MinValue, hasEnded);
    }

    /// <summary>A resumed run has the topics of the saved one, or it would begin anew in others without a word.</summary>
    private static void CheckTopics(KafkaFeed[] feeds, KafkaFeedOptions options)
    {
        foreach (var feed in feeds)
        {
            var before = options.Positions.FirstOrDefault(position => position.Symbol == feed.Symbol)?.Topic;
            if (before is null && options.Partitions.Count > 0 && options.Partitions.All(saved => saved.Topic != feed.Topic))
                before = string.Join(", ", options.Partitions.Select(saved => saved.Topic).Distinct());
            if (before is not null && before != feed.Topic)
                throw new SettingException($"the saved run read {feed.Symbol} from topic {before}, this one from {feed.Topic}; resume with the same topics");
        }
    }

    private static SettingException Moved(KafkaFeed feed, int before, int now) => new(FormattableString.Invariant(
        $"the saved run read {feed.Symbol} from {feed.Topic}[{before}], this one from {feed.Topic}[{now}]; resume with the same partition map"));
}
