using System.Buffers;
using TradeBooks.Domain.Market;
using TradeBooks.Domain.Settings;
using TradeBooks.Feeds.Exchanges;

namespace TradeBooks.Feeds.Kafka;

/// <summary>
/// Sends the depth events and trades of an exchange to <c>&lt;exchange&gt;-orderbook</c> and <c>&lt;exchange&gt;-trades</c>,
/// each symbol's to the partition that the map says. Quotes and notices are left out. For one caller at a time.
/// </summary>
public sealed class MarketPublisher : IMarketSink, IDisposable
{
    /// <summary>What the name of the topic of depth events ends with, after the exchange.</summary>
    public const string DepthSuffix = "-orderbook";

    /// <summary>What the name of the topic of trades ends with, after the exchange.</summary>
    public const string TradeSuffix = "-trades";

    private const int Kinds = 2;
    private const int Depth = 0;
    private const int Trades = 1;

    private readonly string _exchange;
    private readonly PartitionMap _map;
    private readonly KafkaPublisher _publisher;
    private readonly CancellationToken _stop;
    private readonly Dictionary<string, int> _indexes;
    private readonly ArrayBufferWriter<byte> _value = new();

    private MarketPublisher(string exchange, PartitionMap map, IReadOnlyList<string> symbols, KafkaPublisher publisher, CancellationToken stop)
    {
        _exchange = exchange;
        _map = map;
        _publisher = publisher;
        _stop = stop;
        _indexes = symbols.Select((symbol, i) => (symbol, i)).ToDictionary(entry => entry.symbol, entry => entry.i * Kinds, StringComparer.Ordinal);
    }

    /// <summary>Records that the client was given.</summary>
    public long Published => _publisher.Published;

    /// <summary>Records that the broker has not acknowledged yet.</summary>
    public long InFlight => _publisher.InFlight;

    /// <summary>Starts the client, and creates the two topics where they are missing.</summary>
    /// <param name="options">How Kafka is reached.</param>
    /// <param name="exchange">The exchange, as topics and messages name it.</param>
    /// <param name="map">The partition of every symbol that may come.</param>
    /// <param name="notices">Is told what the client says.</param>
    /// <param name="clock">Wall time, for timeouts.</param>
    /// <param name="stop">Ends a wait, which throws then.</param>
    /// <exception cref="SettingException">A property of librdkafka is unknown, or its value is impossible.</exception>
    /// <exception cref="BrokerException">No broker answers in time, or a topic can't be made.</exception>
    /// <exception cref="FeedException">A topic lacks partitions that the map names.</exception>
    /// <exception cref="OperationCanceledException">Stopped while waiting.</exception>
    public static MarketPublisher Open(
        KafkaOptions options, string exchange, PartitionMap map, BrokerNotices notices, TimeProvider clock, CancellationToken stop)
    {
        string[] symbols = [.. map.Partitions.Keys];
        var publisher = KafkaPublisher.Open(options, () => Resolve(options, exchange, map, symbols, notices, clock, stop), notices, clock);
        return new MarketPublisher(exchange, map, symbols, publisher, stop);
    }

    /// <exception cref="FeedException">The map lacks the symbol; the message names file and symbol.</exception>
    /// <exception cref="DeliveryException">A record was given up.</exception>
    /// <exception cref="OperationCanceledException">Stopped.</exception>
    public void OnDepth(string symbol, DepthBuffer depth)
    {
        var index = IndexOf(symbol);
        _value.ResetWrittenCount();
        DepthMessage.Write(_value, _exchange, symbol, depth.Header, depth.Bids, depth.Asks);
        Send(index + Depth, depth.Header.Time);
    }

    /// <inheritdoc cref="OnDepth"/>
    public void OnTrade(string symbol, in Trade trade, EventTime receivedTime)
    {
        var index = IndexOf(symbol);
        _value.ResetWrittenCount();
        new TradeMessage(_exchange, symbol, trade, receivedTime).WriteTo(_value);
        Send(index + Trades, trade.Time);
    }

    public void OnQuote(string symbol, in Quote quote, long updateId)
    {
    }

    public void OnNotice(FrameNotice notice, string text)
    {
    }

    /// <summary>Waits until every record is acknowledged.</summary>
    /// <exception cref="DeliveryException">A record was given up.</exception>
    /// <exception cref="OperationCanceledException">Stopped.</exception>
    public void Complete() => _publisher.Complete(_stop);

    /// <summary>Waits until every record is acknowledged, whether stopped or not.</summary>
    /// <param name="limit">How long, about.</param>
    /// <returns>Whether it came to that.</returns>
    /// <exception cref="DeliveryException">A record was given up.</exception>
    public bool Flush(TimeSpan limit) => _publisher.Flush(limit);

    /// <summary>To be called some times a second while nothing is sent.</summary>
    /// <exception cref="DeliveryException">A record was given up.</exception>
    public void ThrowIfFailed() => _publisher.ThrowIfFailed();

    /// <summary>Ends the client; what is on its way is given up.</summary>
    public void Dispose() => _publisher.Dispose();

    private static SymbolRoute[] Resolve(
        KafkaOptions options, string exchange, PartitionMap map, string[] symbols, BrokerNotices notices, TimeProvider clock, CancellationToken stop)
    {
        string[] topics = [exchange + DepthSuffix, exchange + TradeSuffix];
        var counts = KafkaTopics.Ensure(
            options, notices, topics.ToDictionary(topic => topic, _ => map.Count), options.StartTimeout, clock, stop);
        foreach (var topic in topics)
            map.RequirePartitions(topic, counts[topic]);
        return [.. symbols.SelectMany(symbol => topics.Select(topic => new SymbolRoute(symbol, topic, map.PartitionOf(symbol), counts[topic])))];
    }

    private int IndexOf(string symbol)
    {
        if (!_indexes.TryGetValue(symbol, out var index))
            _map.PartitionOf(symbol);
        return index;
    }

    private void Send(int route, EventTime time)
    {
        if (!_publisher.Publish(route, _value.WrittenSpan, time, _publisher.Published + 1, _stop))
            throw new OperationCanceledException(_stop);
    }
}
