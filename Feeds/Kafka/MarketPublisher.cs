using System.Buffers;
using TradeBooks.Domain.Books;
using TradeBooks.Domain.Market;
using TradeBooks.Domain.Settings;
using TradeBooks.Feeds.Exchanges;

namespace TradeBooks.Feeds.Kafka;

/// <summary>
/// Sends depth and trades of an exchange to <c>&lt;exchange&gt;-orderbook</c> and <c>&lt;exchange&gt;-trades</c>, each symbol
/// on the partition that the map says. From time to time a snapshot of each book that is in sync follows on an update, and
/// behind it that update once more: who reads from then on has the book, who has it already drops both as stale (an exchange
/// without ids takes them, and has the same book). For one caller at a time.
/// </summary>
public sealed class MarketPublisher : IMarketSink, IDisposable
{
    private readonly Exchange _exchange;
    private readonly KafkaPublisher _depth;
    private readonly KafkaPublisher _trades;
    private readonly Dictionary<string, int> _routes = new(StringComparer.Ordinal);
    private readonly SyncedBook?[] _books;
    private readonly long[] _snapshotAt;
    private readonly TimeSpan _snapshotInterval;
    private readonly TimeProvider _clock;
    private readonly CancellationToken _stop;
    private readonly ArrayBufferWriter<byte> _value = new(1 << 12);

    private MarketPublisher(
        Exchange exchange, KafkaPublisher depth, KafkaPublisher trades, TimeSpan snapshotInterval, TimeProvider clock, CancellationToken stop)
    {
        _exchange = exchange;
        _depth = depth;
        _trades = trades;
        _snapshotInterval = snapshotInterval;
        _clock = clock;
        _stop = stop;
        for (var i = 0; i < depth.Routes.Count; i++)
            _routes.Add(depth.Routes[i].Symbol, i);
        _books = new SyncedBook?[_routes.Count];
        _snapshotAt = new long[_routes.Count];
        Array.Fill(_snapshotAt, clock.GetTimestamp());
    }

    /// <summary>Depth records sent, with those that repeat.</summary>
    public long DepthRecords => _depth.Published;

    /// <summary>Trade records sent.</summary>
    public long TradeRecords => _trades.Published;

    /// <summary>Records that the broker has not acknowledged yet.</summary>
    public long InFlight => _depth.InFlight + _trades.InFlight;

    /// <summary>File of an exchange's partition map where none is named.</summary>
    public static string MapOf(Exchange exchange) => exchange.Id + PartitionMap.FileSuffix;

    /// <summary>Reads the map, starts the clients, and makes the topics that are missing.</summary>
    /// <param name="exchange">The exchange.</param>
    /// <param name="symbols">The symbols as events name them.</param>
    /// <param name="options">How Kafka is reached, and the map's file; which topics, the exchange says.</param>
    /// <param name="snapshotInterval">Wall time between two snapshots of a book.</param>
    /// <param name="notices">Is told what the clients say.</param>
    /// <param name="clock">Wall time.</param>
    /// <param name="stop">Ends waits; what was not sent then is lost.</param>
    /// <exception cref="SettingException">A property of librdkafka is unknown, or its value is impossible.</exception>
    /// <exception cref="FeedException">The map can't be read or lacks a symbol, or a topic lacks one of its partitions.</exception>
    /// <exception cref="BrokerException">No broker answers in time, or a topic can't be made.</exception>
    /// <exception cref="OperationCanceledException">Stopped while waiting.</exception>
    public static MarketPublisher Open(
        Exchange exchange, IReadOnlyList<string> symbols, KafkaOptions options, TimeSpan snapshotInterval,
        BrokerNotices notices, TimeProvider clock, CancellationToken stop)
    {
        var depth = OpenTopic(exchange.Id + "-orderbook");
        try
        {
            return new MarketPublisher(exchange, depth, OpenTopic(exchange.Id + "-trades"), snapshotInterval, clock, stop);
        }
        catch
        {
            depth.Dispose();
            throw;
        }

        KafkaPublisher OpenTopic(string topic)
        {
            var topicOptions = options with { Topic = TopicTemplate.Parse(topic), PartitionMap = options.PartitionMap ?? MapOf(exchange) };
            return KafkaPublisher.Open(topicOptions, new SymbolRoutes(topicOptions, symbols), notices, clock, stop);
        }
    }

    /// <summary>Tells the publisher which book it is that is in sync after an event, before the event comes.</summary>
    public void OnApplied(string symbol, SyncedBook book)
    {
        if (_routes.TryGetValue(symbol, out var route))
            Volatile.Write(ref _books[route], book);
    }

    /// <exception cref="DeliveryException">A record was given up.</exception>
    public void OnDepth(string symbol, DepthBuffer depth)
    {
        if (!_routes.TryGetValue(symbol, out var route))
            return;
        var depthEvent = depth.ToEvent();
        Send(route, symbol, depthEvent);
        if (depthEvent.Header.IsSnapshot)
        {
            _snapshotAt[route] = _clock.GetTimestamp();
            return;
        }

        // The book has taken this very event, or it stands elsewhere: before a snapshot, or behind what had waited for one.
        if (_clock.GetElapsedTime(_snapshotAt[route]) < _snapshotInterval || Volatile.Read(ref _books[route]) is not { IsInSync: true } book
            || book.LastUpdateId != depthEvent.LastUpdateId)
        {
            return;
        }

        _snapshotAt[route] = _clock.GetTimestamp();
        var header = new DepthHeader(
            EventKind.DepthSnapshot, depthEvent.Time, depthEvent.ReceivedTime, 0, depthEvent.LastUpdateId, 0, null);
        Send(route, symbol, new DepthEvent(header, book.Book.Levels(BookSide.Bid), book.Book.Levels(BookSide.Ask)));
        if (_exchange.HasUpdateIds)
            Send(route, symbol, depthEvent);
    }

    /// <exception cref="DeliveryException">A record was given up.</exception>
    public void OnTrade(string symbol, in Trade trade, EventTime receivedTime)
    {
        if (!_routes.TryGetValue(symbol, out var route))
            return;
        _value.ResetWrittenCount();
        new TradeMessage(_exchange.Id, symbol, trade, receivedTime).WriteTo(_value);
        _trades.Publish(route, _value.WrittenSpan.ToArray(), trade.Time, _stop);
    }

    public void OnQuote(string symbol, in Quote quote, long updateId)
    {
    }

    public void OnNotice(FrameNotice notice, string text)
    {
    }

    /// <summary>To be called some times a second while nothing is sent.</summary>
    /// <exception cref="DeliveryException">A record was given up.</exception>
    public void ThrowIfFailed()
    {
        _depth.ThrowIfFailed();
        _trades.ThrowIfFailed();
    }

    /// <summary>Waits until every record is acknowledged.</summary>
    /// <param name="limit">How long, about, for each topic.</param>
    /// <returns>Whether it came to that.</returns>
    /// <exception cref="DeliveryException">A record was given up.</exception>
    public bool Flush(TimeSpan limit) => _depth.Flush(limit) & _trades.Flush(limit);

    /// <summary>Ends the clients; what is on its way is given up.</summary>
    public void Dispose()
    {
        _depth.Dispose();
        _trades.Dispose();
    }

    private void Send(int route, string symbol, DepthEvent depth)
    {
        _value.ResetWrittenCount();
        new DepthMessage(_exchange.Id, symbol, depth).WriteTo(_value);
        _depth.Publish(route, _value.WrittenSpan.ToArray(), depth.Time, _stop);
    }
}
