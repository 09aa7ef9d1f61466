using TradeBooks.Feeds;
using TradeBooks.Feeds.Kafka;

namespace TradeBooks.Cli.Running;

/// <summary>Compares partition maps with each other and with the topics of a broker.</summary>
/// <param name="maps">The maps.</param>
/// <param name="topics">Topics that each map is for; none for the two of its exchange.</param>
internal sealed class PartitionCheck(IReadOnlyList<PartitionMap> maps, IReadOnlyList<string> topics)
{
    public IReadOnlyList<PartitionMap> Maps => maps;

    /// <summary>The topics that a map is for.</summary>
    public IReadOnlyList<string> TopicsOf(PartitionMap map) =>
        topics.Count > 0 ? topics : [$"{map.Name}-orderbook", $"{map.Name}-trades"];

    /// <summary>What is wrong, a line each; nothing where all is well.</summary>
    /// <param name="available">Number of partitions by topic.</param>
    public IEnumerable<string> Find(IReadOnlyDictionary<string, int> available) =>
        FindDisagreements().Concat(maps.SelectMany(map => FindMissing(map, available)));

    private IEnumerable<string> FindDisagreements()
    {
        for (var i = 0; i < maps.Count; i++)
        {
            for (var j = i + 1; j < maps.Count; j++)
            {
                if (Compare(maps[i], maps[j]) is { } difference)
                    yield return difference;
            }
        }
    }

    private string? Compare(PartitionMap left, PartitionMap right)
    {
        // Maps of different exchanges share no topic, and symbols by chance alone.
        if (!TopicsOf(left).Intersect(TopicsOf(right)).Any())
            return null;
        try
        {
            left.RequireSame(right);
            return null;
        }
        catch (FeedException e)
        {
            return e.Message;
        }
    }

    private IEnumerable<string> FindMissing(PartitionMap map, IReadOnlyDictionary<string, int> available)
    {
        foreach (var topic in TopicsOf(map))
        {
            if (!available.TryGetValue(topic, out var count))
                yield return $"{map.File}: there is no topic {topic}";
            else
                foreach (var missing in map.FindMissingPartitions(topic, count))
                    yield return $"{map.File}: {missing}";
        }
    }
}
