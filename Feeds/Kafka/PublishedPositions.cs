using System.Text;
using Confluent.Kafka;
using TradeBooks.Domain.Settings;

namespace TradeBooks.Feeds.Kafka;

/// <summary>
/// Reads back from the topics how far they go, so that producing can go on from there after whatever end, from any
/// machine.
/// </summary>
public static class PublishedPositions
{
    // No offset is ever committed for it.
    private const string Group = "tradebooks-produce";
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(100);

    /// <summary>The last bar of each symbol, and whether its data has ended.</summary>
    /// <param name="options">How Kafka is reached.</param>
    /// <param name="routes">The symbols.</param>
    /// <param name="notices">Is told what the client says.</param>
    /// <param name="clock">Wall time.</param>
    /// <param name="stop">Ends the wait.</param>
    /// <returns>A position for each route.</returns>
    /// <exception cref="BrokerException">The topics can't be read.</exception>
    /// <exception cref="SettingException">A property of librdkafka is unknown, or its value is impossible.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static IReadOnlyList<PublishedPosition> Read(
        KafkaOptions options, IReadOnlyList<SymbolRoute> routes, BrokerNotices notices, TimeProvider clock, CancellationToken stop)
    {
        var config = options.CreateConsumerConfig(Group);
        config.EnableAutoCommit = false;
        config.EnablePartitionEof = true;
        config.AutoOffsetReset = AutoOffsetReset.Earliest;
        config.IsolationLevel = IsolationLevel.ReadUncommitted;
        using var consumer = KafkaClients.CreateConsumer(config, notices, Deserializers.ByteArray, Deserializers.ByteArray);
        var tails = new SymbolTails(routes.Count);
        try
        {
            var windows = Candidates(routes).ToDictionary(entry => entry.Key, entry =>
            {
                var bounds = KafkaTopics.QueryRange(consumer, entry.Key, options.StartTimeout, clock, stop);
                return (Window: TailWindow.Last(bounds.Low, bounds.High), Symbols: entry.Value);
            });
            while (true)
            {
                var open = windows.Where(entry =>
                    !entry.Value.Window.IsEmpty && entry.Value.Symbols.Values.Any(symbol => !tails.IsFound(symbol))).ToDictionary();
                if (open.Count == 0)
                    return tails.Positions;
                ReadWindows(consumer, open, tails, options, notices, clock, stop);
                tails.Close();
                foreach (var (partition, (window, symbols)) in open)
                    windows[partition] = (window.IsFirst ? window with { End = window.Start } : window.Before(), symbols);
            }
        }
        catch (KafkaException e)
        {
            throw new BrokerException($"Kafka at {options.Brokers} can't be read to go on from there: {notices.LastError ?? e.Error.Reason}", e);
        }
    }

    // Where the key decides, a symbol may be on any partition.
    private static Dictionary<TopicPartition, Dictionary<string, int>> Candidates(IReadOnlyList<SymbolRoute> routes)
    {
        var candidates = new Dictionary<TopicPartition, Dictionary<string, int>>();
        for (var i = 0; i < routes.Count; i++)
        {
            var route = routes[i];
            foreach (var partition in route.Partition is { } only ? [only] : Enumerable.Range(0, route.Partitions))
            {
                var place = new TopicPartition(route.Topic, partition);
                if (!candidates.TryGetValue(place, out var symbols))
                    candidates.Add(place, symbols = []);
                symbols.Add(route.Symbol, i);
            }
        }

        return candidates;
    }

    private static void ReadWindows(
        IConsumer<byte[], byte[]> consumer, Dictionary<TopicPartition, (TailWindow Window, Dictionary<string, int> Symbols)> open,
        SymbolTails tails, KafkaOptions options, BrokerNotices notices, TimeProvider clock, CancellationToken stop)
    {
        consumer.Assign(open.Select(entry => new TopicPartitionOffset(entry.Key, entry.Value.Window.Start)));
        var left = open.Keys.Select((partition, piece) => (partition, piece)).ToDictionary();
        var last = clock.GetTimestamp();
        while (left.Count > 0)
        {
            stop.ThrowIfCancellationRequested();
            if (consumer.Consume(Look) is not { } record)
            {
                if (clock.GetElapsedTime(last) < options.StartTimeout)
                    continue;
                throw new BrokerException(
                    $"Kafka at {options.Brokers} can't be read to go on from there: nothing came for "
                    + $"{options.StartTimeout.TotalSeconds:0.#} s{(notices.LastError is { } error ? $"; {error}" : "")}");
            }

            last = clock.GetTimestamp();
            if (!left.TryGetValue(record.TopicPartition, out var piece))
                continue;
            var (window, symbols) = open[record.TopicPartition];
            if (!record.IsPartitionEOF && record.Offset < window.End)
                Add(tails, piece, symbols, record.Message);
            if (record.IsPartitionEOF || record.Offset >= window.End - 1)
            {
                left.Remove(record.TopicPartition);
                consumer.IncrementalUnassign([record.TopicPartition]);
            }
        }

        consumer.Unassign();
    }

    private static void Add(SymbolTails tails, int piece, Dictionary<string, int> symbols, Message<byte[], byte[]> message)
    {
        if (message.Key is null || !symbols.TryGetValue(Encoding.UTF8.GetString(message.Key), out var symbol))
            return;
        ReadOnlySpan<byte> value = message.Value;
        tails.Add(piece, symbol, value, EndOfData.Is(value, message.Headers));
    }
}
